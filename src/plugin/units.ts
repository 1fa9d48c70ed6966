/** A remark plugin: between a number and its unit stands a space at which no line is broken. */
import type { MarkdownNode } from './markdown.ts';

const UNITS = 'ms|s|min|h|%|µs|ns|ppm|KB|MB|GB|TB|kB|km|m|px|Hz|kHz|MHz|GHz';
const NUMBER_AND_UNIT = new RegExp(`(\\d) (?=(?:${UNITS})(?![\\p{L}\\p{N}]))`, 'gu');

/** The text with non-breaking spaces before units. */
export function withUnits(text: string): string {
  return text.replace(NUMBER_AND_UNIT, '$1\u00A0');
}

/** Changes prose alone: code stays as it is. */
export function units(): (tree: MarkdownNode) => void {
  const visit = (node: MarkdownNode): void => {
    if (node.type === 'text' && node.value !== undefined) node.value = withUnits(node.value);
    for (const attribute of node.attributes ?? [])
      if (typeof attribute.value === 'string') attribute.value = withUnits(attribute.value);
    node.children?.forEach(visit);
  };
  return visit;
}
