import { jsonText } from '../output.ts';
import type { Format } from './format.ts';
import { RESULTS_SCHEMA, type Result, type Results } from './results.ts';

/** The whole grading as one document. Its schema is `static/schemas/results-v1.schema.json`. */
export const json: Format = {
  name: 'json',
  summary: 'everything, for programs; with a version and a JSON schema',
  write: (results) => ({ text: `${jsonText(documentOf(results))}\n` }),
};

/** A line for each result, that says everything by itself. Same schema. */
export const jsonl: Format = {
  name: 'jsonl',
  summary: 'the same, one result a line',
  write: (results) => ({
    text: results.results
      .map((result) => `${jsonText({ ...headOf(results), ...entryOf(result) }, 0)}\n`)
      .join(''),
  }),
};

/** What `json` writes, as a value. */
export function documentOf(results: Results): object {
  return { ...headOf(results), results: results.results.map(entryOf), leftOut: results.leftOut };
}

function headOf({ version, seed }: Results): object {
  return { schema: RESULTS_SCHEMA, course: { version }, grader: { version }, seed };
}

function entryOf(result: Result): object {
  const { picture: _picture, tookMs: _tookMs, title: _title, ...kept } = result;
  const {
    id,
    path,
    layout,
    students,
    late = null,
    attempt = null,
    notes,
    misconception = null,
    ...rest
  } = kept;
  return { id, path, layout, students, late, attempt, notes, ...rest, misconception };
}
