/** Which regular expressions mean the same in every engine that the course runs in; the others are refused, in words. */

const FLAGS = 'dgimsuy';
/** Below it no version of Unicode will change which letters are each other's capitals. */
const CASED_MAX = 0x590;

/**
 * Why a program may not use this expression, or `undefined`. Its syntax is left to the engine, but for what only younger
 * engines know.
 */
export function refusedPattern(pattern: string, flags: string): string | undefined {
  for (const flag of flags)
    if (!FLAGS.includes(flag)) return `the flag "${flag}" is not known in every engine`;
  const names = new Set<string>();
  const ignoresCase = flags.includes('i');
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '\\') {
      at++;
      const escaped = pattern.charAt(at);
      if (flags.includes('u') && (escaped === 'p' || escaped === 'P'))
        return 'machines know different versions of Unicode, so that \\p does not mean the same everywhere; list the letters';
      if (ignoresCase && !inClass && /[1-9k]/.test(escaped))
        return 'with the flag i, a back reference depends on the version of Unicode';
      if (ignoresCase && escaped === 'u' && codeAt(pattern, at) >= CASED_MAX) return youngLetter;
    } else if (ignoresCase && char.charCodeAt(0) >= CASED_MAX) return youngLetter;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '(' && !inClass && pattern.charAt(at + 1) === '?') {
      const name = /^\(\?<([^=!>][^>]*)>/.exec(pattern.slice(at, at + 200))?.[1];
      if (name !== undefined) {
        if (names.has(name)) return `the group "${name}" is there twice`;
        names.add(name);
      } else if (!/^\(\?(?:[:=!]|<[=!])/.test(pattern.slice(at, at + 4)))
        return `"${pattern.slice(at, at + 4)}" is not known in every engine`;
    }
  }
  return undefined;
}

const youngLetter = 'with the flag i, only letters of Latin, Greek, Cyrillic and Armenian can be used';

/** The code point of `uXXXX` or `u{X}` at this place; 0 if there is none. */
function codeAt(pattern: string, at: number): number {
  const digits = /^u(?:\{([0-9a-f]{1,8})\}|([0-9a-f]{4}))/i.exec(pattern.slice(at, at + 12));
  return digits === null ? 0 : parseInt(digits[1] ?? digits[2] ?? '0', 16);
}
