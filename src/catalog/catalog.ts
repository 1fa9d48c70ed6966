/** Finds exercises in a folder. One exercise is one folder; nothing else lists it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** The folder of an exercise that holds what scripts have made. */
export const GENERATED = 'generated';
/** What submissions are compared with, in {@link GENERATED}. */
export const MISCONCEPTIONS = 'misconceptions.json';

/** The modules that an exercise may be made of; one that grows gets a folder of the same name beside it. */
const MODULES = [
  'exercise',
  'contract',
  'starter',
  'bounds',
  'facts',
  'checks',
  'words',
  'peers',
  'scenarios',
  'commands',
  'cases',
  'targets',
  'explain',
];
/** Whatever else may be in its folder. */
const OTHERS = [
  'brief.mdx',
  'hints.md',
  'hints.json',
  'survivors.json',
  'mutants',
  'alternatives',
  'tryit',
  GENERATED,
];

/** An exercise's folder, and what is in it. Paths are absolute. */
export interface CatalogEntry {
  /** The folder's name. */
  readonly id: string;
  readonly dir: string;
  readonly starter: string;
  readonly contract: string;
  readonly brief: string;
  readonly hints: string;
  /** What submissions are compared with, see `explore/misconception`; where it was made. */
  readonly misconceptions: string | undefined;
  /** The reference solution, where there is one. */
  readonly solution: string | undefined;
  readonly mutants: readonly SampleProgram[];
  readonly alternatives: readonly SampleProgram[];
  /** Naive programs that lessons let one try, see `<TryIt>`. */
  readonly tryIts: readonly SampleProgram[];
}

/** A program of the course's own that its tests grade. */
export interface SampleProgram {
  readonly name: string;
  readonly file: string;
  /** `@breaks`: the property that must be among those broken; wrong programs only. */
  readonly breaks: string | undefined;
  /** `@misconception` of a mutant or `@approach` of an alternative, in a sentence. */
  readonly about: string;
  /** `@misconception-of`: the mutant whose misconception it shares; wrong programs by others only. */
  readonly sameAs: string | undefined;
  /**
   * `@akin-to`: mutants whose mistake is in it too, beside others or in another place, so that to be told of it is right;
   * wrong programs by others only.
   */
  readonly akinTo: readonly string[];
  /**
   * `@opens`: the visible scenario with which the playground begins, of a naive program: without faults it keeps every
   * promise there, with those of the scenario it breaks one.
   */
  readonly opens: string | undefined;
}

/** A folder that is not an exercise, and why. */
export class CatalogError extends Error {
  override readonly name: string = 'CatalogError';
}

/** Reads all exercises of a folder, in order of their names. */
export function readCatalog(exercisesDir: string, solutionsDir?: string): CatalogEntry[] {
  if (!existsSync(exercisesDir)) {
    throw new CatalogError(
      `There is no folder ${exercisesDir}. Give one that holds a folder for each exercise.`,
    );
  }
  return readdirSync(exercisesDir)
    .sort()
    .map((name) => join(exercisesDir, name))
    .filter((dir) => statSync(dir).isDirectory() && existsSync(join(dir, 'exercise.ts')))
    .map((dir) => readEntry(dir, solutionsDir));
}

function readEntry(dir: string, solutionsDir: string | undefined): CatalogEntry {
  const id = basename(dir);
  const misconceptions = join(dir, GENERATED, MISCONCEPTIONS);
  const solution = solutionsDir === undefined ? undefined : join(solutionsDir, `${id}.ts`);
  return {
    id,
    dir: resolve(dir),
    starter: join(dir, 'starter.ts'),
    contract: join(dir, 'contract.ts'),
    brief: join(dir, 'brief.mdx'),
    hints: join(dir, 'hints.md'),
    misconceptions: existsSync(misconceptions) ? misconceptions : undefined,
    solution: solution !== undefined && existsSync(solution) ? solution : undefined,
    mutants: readPrograms(join(dir, 'mutants')),
    alternatives: readPrograms(join(dir, 'alternatives')),
    tryIts: readPrograms(join(dir, 'tryit')),
  };
}

/** Files that an exercise's folder lacks, each with what to do. An exercise under way disturbs no other. */
export function missingParts(entry: CatalogEntry): string[] {
  return [entry.starter, entry.contract, entry.brief, entry.hints]
    .filter((file) => !existsSync(file))
    .map(
      (file) =>
        `Exercise ${entry.id} has no ${basename(file)}. Add ${join('exercises', entry.id, basename(file))}.`,
    );
}

/** What stands in an exercise's folder where nobody looks for it, each with what to do. */
export function strayFiles({ id, dir }: CatalogEntry): string[] {
  const known = new Set([...MODULES.flatMap((name) => [`${name}.ts`, name]), ...OTHERS]);
  return readdirSync(dir)
    .sort()
    .filter((name) => !known.has(name))
    .map((name) => {
      const where = `exercises/${id}/${name}`;
      if (name === MISCONCEPTIONS) return `${where}: move it to exercises/${id}/${GENERATED}/${name}.`;
      if (!name.endsWith('.ts'))
        return `${where} belongs to no exercise. Delete it, or move it to ${GENERATED}/ if a script made it.`;
      return `${where}: give it the name of its part (${MODULES.slice(3).join(', ')}), or move it into a folder of that name.`;
    });
}

/** Reads the programs of a folder with what their first docblock says of them; none when there is no such folder. */
export function readPrograms(dir: string): SampleProgram[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => {
      const file = join(dir, name);
      const header = /^\s*\/\*\*([\s\S]*?)\*\//.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
      const tag = (tagName: string): string | undefined =>
        new RegExp(`@${tagName}\\s+((?:(?!\\n[\\s*]*@)[\\s\\S])*)`)
          .exec(header)?.[1]
          ?.replace(/\s*\n\s*\*\s*/g, ' ')
          .trim();
      return {
        name: name.replace(/\.ts$/, ''),
        file,
        breaks: tag('breaks'),
        about: tag('misconception') ?? tag('approach') ?? '',
        sameAs: tag('misconception-of'),
        akinTo: tag('akin-to')?.split(/,\s*/) ?? [],
        opens: tag('opens'),
      };
    });
}
