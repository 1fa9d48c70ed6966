/** The hostile submissions under `fixtures/`: what each tries, and how it must end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One hostile submission. */
export interface Fixture {
  /** Kind and name: `time/endless-loop`. */
  readonly name: string;
  /** The exercise that it is handed in for. */
  readonly exercise: string;
  /** The verdict that it must get. `pass`: it answers honestly unless its attempt gains it something. */
  readonly outcome: 'pass' | 'fail' | 'invalid';
  /** A property that it must break, or the code of a problem that the report must tell. */
  readonly property: string | undefined;
  readonly problem: string | undefined;
  /** Takes longer than a few seconds: not among what `npm test` grades. */
  readonly isSlow: boolean;
  /** What is handed in. */
  readonly source: string;
}

const folder = fileURLToPath(new URL('./fixtures', import.meta.url));
/** The exercise of most: one function, graded in a second. */
const USUAL_EXERCISE = 'first-timeout';
const OUTCOMES = ['pass', 'fail', 'invalid'] as const;

/** All fixtures, by name. */
export function readFixtures(): Fixture[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseFixture(relative(folder, join(folder, path)).replace(/\.ts$/, ''), readText(path)));
}

function readText(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** @throws Error for one that does not say how it must end */
export function parseFixture(name: string, text: string): Fixture {
  const docblock = /^\/\*\*[^]*?\*\//.exec(text)?.[0] ?? '';
  const tag = (which: string): string | undefined =>
    new RegExp(`@${which}(?:[ \\t]+([^\\s*]+))?`).exec(docblock)?.slice(0, 2).at(-1);
  const outcome = OUTCOMES.find((known) => known === tag('outcome'));
  if (outcome === undefined) throw new Error(`${name}: the first docblock names no @outcome.`);
  return {
    name,
    exercise: tag('exercise') ?? USUAL_EXERCISE,
    outcome,
    property: tag('property'),
    problem: tag('problem'),
    isSlow: docblock.includes('@slow'),
    source: expand(text.slice(docblock.length)),
  };
}

/**
 * What would be megabytes, or no text, is written as a comment: how often, and a string as in JSON. Within that string
 * `#` stands for the number of the repetition.
 */
function expand(source: string): string {
  return source.replace(
    /\/\*repeat (\d+) ("(?:[^"\\]|\\.)*")\*\//g,
    (_whole, count: string, json: string) => {
      const piece = String(JSON.parse(json));
      return Array.from({ length: Number(count) }, (_, i) => piece.replaceAll('#', String(i))).join('');
    },
  );
}
