/** What `console.log` shows of its arguments: the same text in every engine, of bounded length. */

const maxLength = 1000;
const maxDepth = 4;
const maxItems = 20;

/** The arguments of one call, as one line. Never throws, unless a getter of the program's own overruns its budget. */
export function formatLine(parts: readonly unknown[]): string {
  return shorten(parts.map((part) => (typeof part === 'string' ? part : format(part, 0))).join(' '));
}

function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

function format(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(shorten(value));
    case 'bigint':
      return `${String(value)}n`;
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? 'null' : formatObject(value, depth);
    default:
      return String(value);
  }
}

function formatObject(value: object, depth: number): string {
  try {
    if (value instanceof Error) return shorten(`${value.name}: ${value.message}`);
    if (depth >= maxDepth) return '…';
    if (Array.isArray(value)) return `[${list(value, (item) => format(item, depth + 1))}]`;
    if (value instanceof Map) {
      return `Map {${list(firstOf(value), ([key, item]) => `${format(key, depth + 1)} => ${format(item, depth + 1)}`)}}`;
    }
    if (value instanceof Set) return `Set {${list(firstOf(value), ([item]) => format(item, depth + 1))}}`;
    const entries = list(
      Object.keys(value),
      (key) => `${key}: ${format(Reflect.get(value, key), depth + 1)}`,
    );
    return entries === '' ? '{}' : `{ ${entries} }`;
  } catch {
    return '[something that cannot be shown]';
  }
}

/** What a map or set holds, as far as it is shown; without asking its own iterator, which may have no end. */
function firstOf(value: Map<unknown, unknown> | Set<unknown>): [unknown, unknown][] {
  const found: [unknown, unknown][] = [];
  const add = (item: unknown, key: unknown): void => {
    if (found.length <= maxItems) found.push([key, item]);
  };
  if (value instanceof Map) Map.prototype.forEach.call(value, add);
  else Set.prototype.forEach.call(value, add);
  return found;
}

function list<T>(items: readonly T[], show: (item: T) => string): string {
  const shown = items.slice(0, maxItems).map(show);
  return items.length > maxItems ? `${shown.join(', ')}, …` : shown.join(', ');
}
