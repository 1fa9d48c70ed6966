/** Finds what a class has handed in, in whatever layout it comes. */
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { choose, groupBy, type ExerciseRules, type Placed } from './intake/choose.ts';
import { readName, stemOf } from './intake/exercise-names.ts';
import {
  METADATA,
  readMetadata,
  type GradescopeEntry,
  type GradescopeMetadata,
} from './intake/gradescope-metadata.ts';
import { plainPlace, platformPlace, type Place } from './intake/layouts.ts';
import { readSource } from './intake/read-source.ts';
import type { Intake, LeftOut, Origin, Submission } from './intake/submission.ts';
import { Unzipper } from './intake/unzip.ts';
import { find, type Found } from './intake/walk.ts';

/**
 * The submissions below paths and patterns, by owner in the order in which they are met, and the files that are none.
 * What cannot be used is a submission with a problem, or left out with a reason; never an end of the batch.
 */
export async function findSubmissions(paths: readonly string[], rules: ExerciseRules): Promise<Intake> {
  const unzipper = new Unzipper();
  try {
    return await findWith(unzipper, paths, rules);
  } finally {
    unzipper.close();
  }
}

async function findWith(unzipper: Unzipper, paths: readonly string[], rules: ExerciseRules): Promise<Intake> {
  const exports = new Exports();
  const found: Found[] = [];
  for await (const one of find(paths, unzipper)) {
    if (one.kind === 'file' && one.below.at(-1) === METADATA) exports.add(one);
    else found.push(one);
  }
  const submissions: Submission[] = [];
  const leftOut: LeftOut[] = [];
  const placed = found.map((one) => ({ found: one, place: placeOf(one, rules, exports) }));
  for (const files of groupBy(placed, ({ place }) => place.owner).values()) {
    // An empty folder that was asked for is nobody's; it is said below.
    if (files.every(({ found: { kind }, place }) => kind === 'empty-folder' && place.layout === 'files'))
      continue;
    const choice = choose(files, rules);
    leftOut.push(...choice.leftOut);
    for (const { placed: from, exercise, attempt, notes } of choice.chosen) {
      const read = await readSource(from.found.file, from.found.path);
      const origin = await originOf(from, exercise, exports, notes);
      submissions.push({ ...origin, ...(attempt !== undefined && { attempt }), exercise, ...read });
    }
    for (const { placed: from, exercise, problem, fault } of choice.refused) {
      const origin = await originOf(from, exercise, exports, []);
      submissions.push({ ...origin, ...(exercise !== undefined && { exercise }), problem, fault });
    }
  }
  submissions.push(...(await exports.missing(placed)));
  const used = new Set(submissions.map(({ path }) => path));
  for (const path of paths)
    if (!found.some((one) => one.asked === path && used.has(one.path)))
      submissions.push({
        id: path,
        path,
        layout: 'folders',
        students: [],
        notes: [],
        problem: 'The folder holds no TypeScript file (.ts). Give a folder with submissions.',
        fault: 'ours',
      });
  return { submissions: withDistinctIds(submissions), leftOut };
}

function placeOf(found: Found, { ids }: ExerciseRules, exports: Exports): Place {
  const isFolder = found.kind === 'empty-folder' || found.kind === 'unreadable';
  const names = resolve(found.path).split(sep);
  const platform = platformPlace(names, isFolder, (depth) => exports.isAt(names.slice(0, depth)));
  if (platform !== undefined) return platform;
  return plainPlace(
    found.root,
    found.below,
    isFolder,
    (name) => readName(name, ids).isExact,
    (name) => {
      const stem = stemOf(name);
      const { names: which, rest, attempt } = readName(stem, ids);
      if (which !== 'one') return stem;
      return rest === '' && attempt > 0 ? stem : rest;
    },
  );
}

async function originOf(
  { found, place }: Placed,
  exercise: string | undefined,
  exports: Exports,
  notes: readonly string[],
): Promise<Origin> {
  const { layout, late } = place;
  const { entry, note } = await exports.read(found, place);
  const students = entry?.students ?? place.students;
  const who = place.metadata?.key ?? students.map(({ id }) => id).join('+');
  const what = exercise ?? place.within.join('/');
  const attempts = entry?.attempts ?? 1;
  return {
    id: who === '' ? found.path : `${who}/${what}`,
    path: found.path,
    layout,
    students,
    ...(late !== undefined && { late }),
    ...(attempts > 1 && { attempt: { number: attempts, of: attempts } }),
    notes: [
      ...notes,
      ...(attempts > 1 ? [`There are ${attempts} attempts; the export has the one that counts.`] : []),
      ...(note === undefined ? [] : [note]),
    ],
  };
}

/** The Gradescope exports among what was found. */
class Exports {
  /** The files with what is said of them, by the folder that they are in. */
  private readonly files = new Map<string, string>();
  /** Those folders that were asked for, or are below what was: all that they name should be there. */
  private readonly whole = new Set<string>();
  private readonly reading = new Map<string, Promise<GradescopeMetadata>>();

  add({ path, file }: Found): void {
    const folder = resolve(path, '..');
    this.files.set(folder, file);
    this.whole.add(folder);
  }

  /** Whether a folder is an export's, also one that holds what was asked for. */
  isAt(names: readonly string[]): boolean {
    const folder = names.join(sep);
    if (this.files.has(folder)) return true;
    const file = join(folder, METADATA);
    if (folder === '' || !existsSync(file)) return false;
    this.files.set(folder, file);
    return true;
  }

  /** What is said of a file's submission; a note where that is missing. */
  async read(
    { path }: Found,
    { layout, metadata }: Place,
  ): Promise<{ readonly entry?: GradescopeEntry; readonly note?: string }> {
    if (layout !== 'gradescope' || metadata === undefined) return {};
    const folder = resolve(path).split(sep).slice(0, metadata.depth).join(sep);
    const known = await this.metadata(folder);
    if (known === undefined) return { note: `Who submitted is not known: there is no ${METADATA}.` };
    if ('problem' in known)
      return { note: `Who submitted is not known: ${METADATA} cannot be read: ${known.problem}.` };
    const entry = known.entries.get(metadata.key);
    return entry === undefined
      ? { note: `Who submitted is not known: ${METADATA} does not name ${metadata.key}.` }
      : { entry };
  }

  /** Submissions that an export names and does not have, where the whole export was asked for. */
  async missing(placed: readonly Placed[]): Promise<Submission[]> {
    const there = new Set(
      placed.flatMap(({ found, place: { metadata } }) =>
        metadata === undefined
          ? []
          : [
              resolve(found.path)
                .split(sep)
                .slice(0, metadata.depth + 1)
                .join(sep),
            ],
      ),
    );
    const missing: Submission[] = [];
    for (const folder of this.whole) {
      const known = await this.metadata(folder);
      if (known === undefined || 'problem' in known) continue;
      for (const [key, { students }] of known.entries) {
        const path = join(folder, key);
        if (there.has(path)) continue;
        missing.push({
          id: `${key}/`,
          path,
          layout: 'gradescope',
          students,
          notes: [],
          problem: `${METADATA} names this submission, and its folder is not there. Export it again.`,
          fault: 'ours',
        });
      }
    }
    return missing;
  }

  private metadata(folder: string): Promise<GradescopeMetadata> | undefined {
    const file = this.files.get(folder);
    if (file === undefined) return undefined;
    let reading = this.reading.get(folder);
    if (reading === undefined) {
      reading = readMetadata(file);
      this.reading.set(folder, reading);
    }
    return reading;
  }
}

/** Two owners of one name are told apart by where their files are. */
function withDistinctIds(submissions: readonly Submission[]): Submission[] {
  const byId = groupBy(submissions, ({ id }) => id);
  return submissions.map((submission) =>
    byId.get(submission.id)?.length === 1
      ? submission
      : { ...submission, id: `${submission.id} (${submission.path})` },
  );
}
