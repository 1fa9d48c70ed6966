/** Texts that SES refuses wherever they stand, and how strings, templates and regular expressions say them otherwise. */

/** As in SES's `transforms.js`, slightly wider. */
const refused = /<!--|-->|(?:^|[^.]|\.\.\.)\b(?:import\s*(?:\(|\/[/*])|eval\s*\()/;

/** Whether SES would refuse this code. */
export function isRefused(code: string): boolean {
  return refused.test(code);
}

/**
 * The source of a string, template part or regular expression with the same meaning, and without what SES refuses.
 * Leaves alone what stands after a backslash.
 */
export function plainText(source: string): string {
  return source
    .replace(/<!--/g, '<!-\\x2d')
    .replace(/-->/g, '--\\x3e')
    .replace(/(\\*)\b(import|eval)(?=\s*(?:\(|\/[/*]))/g, (whole: string, slashes: string, word: string) =>
      slashes.length % 2 === 1 ? whole : `${slashes}${word === 'eval' ? '\\x65val' : '\\x69mport'}`,
    );
}
