import { canvasCsv } from './canvas-csv.ts';
import { classroom50 } from './classroom50.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { gradescope } from './gradescope.ts';
import { html } from './html.ts';
import { json, jsonl } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { moodle } from './moodle.ts';
import { prairielearn } from './prairielearn.ts';

/** Every format that `--output` knows. */
export const FORMATS: readonly Format[] = [
  json,
  jsonl,
  csv,
  junit,
  markdown,
  html,
  gradescope,
  prairielearn,
  classroom50,
  canvasCsv,
  moodle,
];
