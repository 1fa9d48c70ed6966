/**
 * `npm run new:exercise -- <id> [--kind nodes|function|attack]`: a folder for a new exercise, and its solution. It begins
 * as a small exercise of that kind in which everything works: the author replaces one part after the other.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each kind begins as: an exercise of the tests, which the course check proves. */
const PATTERNS = { nodes: 'counter', function: 'larger', attack: 'break-it' };

/** The request cannot be met; the message says why and what to do. */
export class UsageError extends Error {}

/**
 * @param {object} what
 * @param {string | undefined} what.id the folder's name
 * @param {string} [what.kind] default: nodes
 * @param {string} [what.exercisesDir]
 * @param {string} [what.solutionsDir]
 * @returns {{ dir: string, solution: string }} what was made
 * @throws {UsageError} for an id or kind that cannot be
 */
export function makeExercise({
  id,
  kind = 'nodes',
  exercisesDir = join(root, 'exercises'),
  solutionsDir = join(root, 'solutions'),
}) {
  if (id === undefined) throw new UsageError('Say how the exercise is called: npm run new:exercise -- <id>.');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new UsageError(`"${id}" cannot be an id. Write small letters, digits and hyphens: my-exercise.`);
  const pattern = Object.entries(PATTERNS).find(([name]) => name === kind)?.[1];
  if (pattern === undefined)
    throw new UsageError(`There is no kind "${kind}". Kinds: ${Object.keys(PATTERNS).join(', ')}.`);
  const dir = join(exercisesDir, id);
  const solution = join(solutionsDir, `${id}.ts`);
  for (const path of [dir, solution])
    if (existsSync(path)) throw new UsageError(`There is ${path} already. Take another id.`);
  const fixtures = join(root, 'test/fixtures');
  cpSync(join(fixtures, 'exercises', pattern), dir, { recursive: true });
  cpSync(join(fixtures, 'solutions', `${pattern}.ts`), solution);
  const file = join(dir, 'exercise.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`id: '${pattern}'`, `id: '${id}'`));
  return { dir, solution };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { kind: { type: 'string' } },
    });
    const [id] = positionals;
    makeExercise({ id, ...(values.kind !== undefined && { kind: values.kind }) });
    process.stdout.write(
      [
        `exercises/${id} and solutions/${id}.ts are there, as a small exercise that works. Replace its parts:`,
        `  1. contract.ts and solutions/${id}.ts, then exercise.ts, scenarios or cases, checks, words`,
        '  2. mutants/ and alternatives/, then brief.mdx, hints.md, starter.ts',
        `  3. npm run misconceptions -- ${id}`,
        `  4. npm run course:check -- ${id}`,
        `In the lesson: <Workshop exercise="${id}" />\n`,
      ].join('\n'),
    );
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exitCode = 2;
  }
}
