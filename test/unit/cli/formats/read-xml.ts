/**
 * Reads XML as our writers make it, strictly: elements, attributes in quotation marks, text, entities. No comments, no
 * CDATA.
 *
 * @throws Error where it is not well-formed
 */
export function readXml(text: string): { root: string; count: (element: string) => number } {
  const token =
    /<\?xml [^<>]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+="(?:[^<>"&]|&(?:amp|lt|gt|quot|#39);)*")*)\s*(\/?)>|((?:[^<&]|&(?:amp|lt|gt|quot|#39);)+)/uy;
  const open: string[] = [];
  const seen: string[] = [];
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`Not well-formed at ${at}: ${text.slice(at, at + 60)}`);
    const [, closed, opened, , isEmpty] = match;
    if (closed !== undefined && open.pop() !== closed) throw new Error(`</${closed}> closes something else.`);
    if (opened === undefined) continue;
    if (open.length === 0 && seen.length > 0) throw new Error('There are two roots.');
    seen.push(opened);
    if (isEmpty === '') open.push(opened);
  }
  if (open.length > 0) throw new Error(`Not closed: ${open.join(', ')}.`);
  return { root: seen[0] ?? '', count: (element) => seen.filter((name) => name === element).length };
}
