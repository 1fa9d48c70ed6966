/** `--mapping FILE`: which exercise files are for whose names do not say it. */
import { readFileSync } from 'node:fs';
import picomatch from 'picomatch';
import { UsageError } from '../exit.ts';
import { parseCsv } from './csv.ts';
import { describe } from './describe-error.ts';

/** The exercise of a file, by the first pattern that fits. */
export type Mapping = (names: readonly string[]) => string | undefined;

interface Rule {
  readonly pattern: string;
  readonly exercise: string;
  /** Where it stands, for messages. */
  readonly at: string;
}

/**
 * Reads a mapping: a CSV file with a pattern and an exercise in each line, or JSON, `{"pattern": "exercise"}` or
 * `[{"pattern": …, "exercise": …}]`. A pattern with a `/` is for the whole path below the folder that is graded,
 * another one for any name in it, also that of a folder; capitals do not count.
 *
 * @throws UsageError that names the file, and the line or rule where something is wrong with it
 */
export function readMapping(file: string, ids: readonly string[]): Mapping {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (thrown) {
    throw new UsageError(`The mapping ${file} cannot be read: ${describe(thrown)}.`);
  }
  const rules = /^\s*[[{]/.test(text) ? jsonRules(file, text) : csvRules(file, text);
  if (rules.length === 0)
    throw new UsageError(`The mapping ${file} is empty. Give a pattern and an exercise in each line.`);
  const matchers = rules.map(({ pattern, exercise, at }) => {
    if (!ids.includes(exercise))
      throw new UsageError(
        `The mapping ${file}, ${at}: there is no exercise "${exercise}". Exercises: ${ids.join(', ')}.`,
      );
    const fits = picomatch(pattern, { nocase: true, dot: true });
    return {
      exercise,
      fits: pattern.includes('/')
        ? (names: readonly string[]) => fits(names.join('/'))
        : (names: readonly string[]) => names.some((name) => fits(name)),
    };
  });
  return (names) => matchers.find(({ fits }) => fits(names))?.exercise;
}

function csvRules(file: string, text: string): Rule[] {
  return parseCsv(text).flatMap(({ cells, line }, i) => {
    const [pattern = '', exercise = '', ...more] = cells.map((cell) => cell.trim());
    if (cells.length === 1 && pattern === '') return [];
    if (i === 0 && pattern.toLowerCase() === 'pattern') return [];
    if (pattern === '' || exercise === '' || more.some((cell) => cell !== ''))
      throw new UsageError(
        `The mapping ${file}, line ${line}, is no pattern and exercise. Write "*part-a*,counter".`,
      );
    return [{ pattern, exercise, at: `line ${line}` }];
  });
}

function jsonRules(file: string, text: string): Rule[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new UsageError(`The mapping ${file} is no JSON: ${String(thrown)}.`);
  }
  const pairs: [unknown, unknown][] = Array.isArray(value)
    ? value.map((rule: unknown) =>
        typeof rule === 'object' && rule !== null && 'pattern' in rule && 'exercise' in rule
          ? [rule.pattern, rule.exercise]
          : [undefined, undefined],
      )
    : Object.entries(value as object);
  return pairs.map(([pattern, exercise], i) => {
    if (typeof pattern !== 'string' || pattern === '' || typeof exercise !== 'string')
      throw new UsageError(
        `The mapping ${file}, rule ${i + 1}, is no pattern and exercise. Write {"*part-a*": "counter"}.`,
      );
    return { pattern, exercise, at: `rule ${i + 1}` };
  });
}
