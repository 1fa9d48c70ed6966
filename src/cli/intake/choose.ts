/** Which of the files of one student or group are their submissions: one for each exercise. */
import { basename, dirname, resolve } from 'node:path';
import { attemptFolder, readName, stemOf, withoutAttempt } from './exercise-names.ts';
import type { Place } from './layouts.ts';
import type { Mapping } from './mapping.ts';
import { isTypeScript } from './read-source.ts';
import type { Attempt, LeftOut } from './submission.ts';
import type { Found } from './walk.ts';

/** A file or an empty folder of an owner, and how the layout sees it. */
export interface Placed {
  readonly found: Found;
  readonly place: Place;
}

/** What says for which exercise a file is. */
export interface ExerciseRules {
  readonly ids: readonly string[];
  /** `--exercise`: what all files are for. */
  readonly exercise?: string | undefined;
  readonly mapping?: Mapping | undefined;
}

/** A file to read. */
interface Chosen {
  readonly placed: Placed;
  readonly exercise: string;
  readonly attempt?: Attempt;
  readonly notes: readonly string[];
}

/** Nothing to read, and why: the file, or what stands for all of them. */
interface Refused {
  readonly placed: Placed;
  readonly exercise?: string;
  readonly problem: string;
  readonly fault: 'theirs' | 'ours';
}

/** What became of an owner's files. */
export interface Choice {
  readonly chosen: readonly Chosen[];
  readonly refused: readonly Refused[];
  readonly leftOut: readonly LeftOut[];
}

interface Candidate {
  readonly placed: Placed;
  readonly exercise: string;
  /** Named after the exercise and nothing else. */
  readonly isExact: boolean;
  /** Its name without the number of an attempt: files of different names are not attempts at one thing. */
  readonly base: string;
  /** Which attempt it is, by the platform's count, a folder's or the file's name. */
  readonly order: readonly number[];
}

const NOT_TYPESCRIPT = 'It is no TypeScript file (.ts).';

/** Chooses among the files of one owner; at least one. */
export function choose(files: readonly Placed[], rules: ExerciseRules): Choice {
  const chosen: Chosen[] = [];
  const refused: Refused[] = [];
  const leftOut: LeftOut[] = [];
  const candidates: Candidate[] = [];
  const strays: Placed[] = [];
  const badZips: Placed[] = [];
  const others: Placed[] = [];
  for (const placed of files) {
    const { found } = placed;
    if (found.kind === 'unreadable' || found.kind === 'missing' || (found.kind === 'other' && isRoot(found)))
      refused.push({ placed, problem: whyNot(found), fault: 'ours' });
    else if (found.kind === 'other')
      leftOut.push({ path: found.path, why: 'It is a link or a device, which is not followed.' });
    else if (found.kind === 'refused') leftOut.push({ path: found.path, why: found.why ?? '' });
    else if (found.kind === 'bad-zip') badZips.push(placed);
    else if (found.kind === 'system')
      leftOut.push({ path: found.path, why: 'It is hidden, or a tool put it there.' });
    else if (found.kind === 'file' && (isRoot(found) || isTypeScript(found.path))) {
      const candidate = candidateOf(placed, rules);
      if (candidate === undefined) strays.push(placed);
      else candidates.push(candidate);
    } else if (found.kind === 'file') others.push(placed);
  }
  for (const [exercise, group] of groupBy(candidates, (candidate) => candidate.exercise))
    pick(exercise, group, { chosen, refused, leftOut });
  // Somebody who has handed in something for an exercise may have other files beside it.
  const hasOne = candidates.length > 0;
  for (const placed of strays) {
    if (hasOne) leftOut.push({ path: placed.found.path, why: 'Its name fits no exercise.' });
    else refused.push({ placed, problem: unknown(placed, rules), fault: 'ours' });
  }
  for (const placed of badZips) {
    const problem = `This zip is not unpacked: ${placed.found.why ?? ''}.`;
    if (hasOne) leftOut.push({ path: placed.found.path, why: problem });
    else refused.push(refusedZip(placed, problem, rules));
  }
  if (hasOne || strays.length > 0 || refused.length > 0)
    for (const { found } of others) leftOut.push({ path: found.path, why: NOT_TYPESCRIPT });
  else if (files[0]?.place.layout === 'files' && !files.some(({ found }) => isRoot(found)))
    for (const { found } of others) leftOut.push({ path: found.path, why: NOT_TYPESCRIPT });
  else refused.push(...withoutProgram(files, others, rules));
  return { chosen, refused, leftOut };
}

/** A zip that somebody handed in is theirs to mend; one with a class is not. */
function refusedZip(placed: Placed, problem: string, { exercise }: ExerciseRules): Refused {
  if (isRoot(placed.found)) return { placed, problem, fault: 'ours' };
  return { placed, ...(exercise !== undefined && { exercise }), problem, fault: 'theirs' };
}

function isRoot({ root, path }: Found): boolean {
  return root === path;
}

function whyNot({ kind, why }: Found): string {
  if (kind === 'missing') return 'There is no such file or folder. Check the path.';
  return kind === 'other' ? 'It is no file and no folder.' : `It cannot be read: ${why ?? ''}.`;
}

function candidateOf(placed: Placed, rules: ExerciseRules): Candidate | undefined {
  const { place, found } = placed;
  const name = stemOf(place.within.at(-1) ?? basename(found.path));
  const read = readName(name, rules.ids);
  const exercise =
    rules.mapping?.(found.below) ?? rules.exercise ?? read.exercise ?? folderExercise(found, rules.ids);
  if (exercise === undefined) return undefined;
  const attempts = found.below.flatMap((folder) => attemptFolder(folder) ?? []);
  const isNamed = read.exercise === exercise;
  const { base, attempt } = isNamed
    ? { base: read.rest, attempt: read.attempt }
    : withoutAttempt(name, place.layout === 'canvas');
  return {
    placed,
    exercise,
    isExact: isNamed && read.isExact,
    base,
    order: [place.order ?? 0, attempts.at(-1) ?? 0, attempt],
  };
}

/** By the nearest folder around a file that is named after an exercise. */
function folderExercise({ path, below }: Found, ids: readonly string[]): string | undefined {
  for (const name of below.slice(0, -1).reverse()) {
    const { exercise, isExact } = readName(name, ids);
    if (isExact) return exercise;
  }
  for (let dir = dirname(resolve(path)); dirname(dir) !== dir; dir = dirname(dir))
    if (ids.includes(basename(dir))) return basename(dir);
  return undefined;
}

function unknown({ place }: Placed, { ids }: ExerciseRules): string {
  const { names } = readName(stemOf(place.within.at(-1) ?? ''), ids);
  const which =
    names === 'several' ? 'Its name fits several exercises. Which is it?' : 'Which exercise is it?';
  return `${which} Name the file after one (${ids.join(', ')}), or give --exercise ID or --mapping FILE.`;
}

function pick(
  exercise: string,
  group: readonly Candidate[],
  into: { chosen: Chosen[]; refused: Refused[]; leftOut: LeftOut[] },
): void {
  const exact = group.filter(({ isExact }) => isExact);
  const meant = exact.length > 0 ? exact : group;
  for (const { placed } of exact.length > 0 ? group.filter(({ isExact }) => !isExact) : [])
    into.leftOut.push({
      path: placed.found.path,
      why: `Another file of the same student is named after ${exercise}.`,
    });
  const finalists: { readonly candidate: Candidate; readonly of: number }[] = [];
  for (const sameName of groupBy(meant, ({ base }) => base).values()) {
    const sorted = [...sameName].sort((a, b) => compare(a.order, b.order));
    for (const candidate of sorted) {
      if (compare(candidate.order, sorted.at(-1)?.order ?? []) === 0)
        finalists.push({ candidate, of: sorted.length });
      else
        into.leftOut.push({
          path: candidate.placed.found.path,
          why: `It is an earlier attempt at ${exercise}.`,
        });
    }
  }
  const [first] = finalists;
  if (first !== undefined && finalists.length > 1 && first.candidate.placed.place.layout !== 'folders') {
    const names = finalists.map(({ candidate }) => candidate.placed.place.within.join('/')).join(', ');
    const problem = `Several files fit ${exercise}, and nothing says which counts: ${names}. Name them apart with --mapping FILE, or keep one.`;
    into.refused.push({ placed: first.candidate.placed, exercise, problem, fault: 'ours' });
    return;
  }
  for (const { candidate, of } of finalists) {
    const { placed } = candidate;
    const notes: string[] = [];
    if (of > 1) notes.push(`There are ${of} attempts; the last counts, ${placed.place.within.join('/')}.`);
    // In folders of any kind nobody says that these are attempts at one thing.
    if (finalists.length > 1)
      notes.push(`One of ${finalists.length} files in ${ownerName(placed)} for ${exercise}; each is graded.`);
    into.chosen.push({ placed, exercise, ...(of > 1 && { attempt: { number: of, of } }), notes });
  }
}

function ownerName({ place }: Placed): string {
  return place.students.map(({ id, name }) => name ?? id).join(', ');
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Of an owner who has handed in no program at all: one line that says so. */
function withoutProgram(
  files: readonly Placed[],
  others: readonly Placed[],
  rules: ExerciseRules,
): Refused[] {
  const [first] = others.length > 0 ? others : files;
  if (first === undefined) return [];
  const { exercise } = rules;
  const names = others.map(({ place, found }) => place.within.join('/') || found.path);
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  const what = names.length === 0 ? 'Nothing was handed in.' : `There is no TypeScript file (.ts): ${shown}.`;
  return [{ placed: first, ...(exercise !== undefined && { exercise }), problem: what, fault: 'theirs' }];
}

/** Groups a list, in the order in which groups begin. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
