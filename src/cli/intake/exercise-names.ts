/** Which exercise a file is for, by names that people give. */

/** Words of a name: `FencingToken v2` and `fencing_token-V2` are both `fencing-token-v2`. */
function wordsOf(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('-');
}

/** A file's name without its ending. */
export function stemOf(name: string): string {
  return name.replace(/(?<=.)\.[^.]*$/su, '');
}

/** Which attempt a name says that it is: `counter-2`, `counter (2)`, `counter.v2`, `attempt 2`. */
const ATTEMPT = /[\s._-]*(?:\(\s*|\b(?:attempt|version|try|v)[\s._-]*)?(?<number>\d{1,6})\s*\)?$/iu;

/** A name, taken apart. */
export interface ReadName {
  /** The exercise that it names; `several` when it names more than one, undefined when none. */
  readonly exercise: string | undefined;
  readonly names: 'one' | 'several' | 'none';
  /** Whether the name says nothing else. */
  readonly isExact: boolean;
  /** What the name says besides: a student, perhaps. */
  readonly rest: string;
  /** Which attempt it says that it is; of names that do not say so, 0. */
  readonly attempt: number;
}

/** Reads the name of a file without its ending, or of a folder, for one of these exercises. */
export function readName(name: string, ids: readonly string[]): ReadName {
  const whole = readWithoutAttempt(name, ids);
  const match = ATTEMPT.exec(name);
  // An exercise's own name may end in a number.
  if (whole.isExact || match?.groups === undefined) return whole;
  const before = readWithoutAttempt(name.slice(0, match.index), ids);
  return before.names === 'one' ? { ...before, attempt: Number(match.groups['number']) } : whole;
}

function readWithoutAttempt(name: string, ids: readonly string[]): ReadName {
  const words = `-${wordsOf(name)}-`;
  const glued = words.replaceAll('-', '');
  const found = ids.filter(
    (id) => words.includes(`-${wordsOf(id)}-`) || glued === wordsOf(id).replaceAll('-', ''),
  );
  // Of "leader-election" and "election" the longer is meant.
  const meant = found.filter(
    (id) => !found.some((other) => other !== id && `-${other}-`.includes(`-${id}-`)),
  );
  const [exercise, second] = meant;
  if (exercise === undefined)
    return { exercise: undefined, names: 'none', isExact: false, rest: name, attempt: 0 };
  if (second !== undefined)
    return { exercise: undefined, names: 'several', isExact: false, rest: name, attempt: 0 };
  const rest = words.replace(`-${wordsOf(exercise)}-`, '-').replace(/^-|-$/g, '');
  const isExact = rest === '' || glued === wordsOf(exercise).replaceAll('-', '');
  return { exercise, names: 'one', isExact, rest: isExact ? '' : rest, attempt: 0 };
}

/** Which attempt a folder's name says that it is: `attempt-2`; else undefined. */
export function attemptFolder(name: string): number | undefined {
  const match = /^(?:attempt|version|try|v)[\s._-]*(?<number>\d{1,6})$/iu.exec(name);
  return match?.groups === undefined ? undefined : Number(match.groups['number']);
}

const EXPLICIT = /[\s._-]*(?:\(\s*(?<n>\d{1,6})\s*\)|\b(?:attempt|version|try|v)[\s._-]*(?<m>\d{1,6}))$/iu;
/** Canvas puts it behind a name that was there before. */
const RESUBMITTED = /-(?<n>\d{1,6})$/u;

/** A name that is no exercise's, without the number of an attempt: `main (2)`, and from Canvas `main-2`. */
export function withoutAttempt(
  name: string,
  isCanvas: boolean,
): { readonly base: string; readonly attempt: number } {
  const match = EXPLICIT.exec(name) ?? (isCanvas ? RESUBMITTED.exec(name) : null);
  if (match?.groups === undefined) return { base: name, attempt: 0 };
  return { base: name.slice(0, match.index), attempt: Number(match.groups['n'] ?? match.groups['m']) };
}
