/** Texts that SES refuses wherever they stand, and how strings, templates and regular expressions say them otherwise. */

/** As in SES's `transforms.js`, slightly wider. */
const refused = /<!--|-->|(?:^|[^.]|\.\.\.)\b(?:import\s*(?:\(|\/[/*])|eval\s*\()/;

/** Whether SES would refuse this code. */
export function isRefused(code: string): boolean {
  return refused.test(code);
}

const soughtAfter = /\b(?:import|eval)(?=\s*(?:\(|\/[/*]))/g;

/**
 * The source of a string, template part or regular expression with the same meaning, and without what SES refuses.
 * Leaves alone what stands after a backslash. Takes time in proportion to the text.
 */
export function plainText(source: string): string {
  return source
    .replace(/<!--/g, '<!-\\x2d')
    .replace(/-->/g, '--\\x3e')
    .replace(soughtAfter, (word: string, at: number, whole: string) => {
      if (isEscaped(whole, at)) return word;
      return word === 'eval' ? '\\x65val' : '\\x69mport';
    });
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charAt(before - 1) === '\\') before -= 1;
  return (at - before) % 2 === 1;
}
