import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { gradescope } from './gradescope.ts';
import { html } from './html.ts';
import { json, jsonl } from './json.ts';
import { junit } from './junit.ts';

/** Every format that `--output` knows. */
export const FORMATS: readonly Format[] = [json, jsonl, csv, junit, gradescope, html];
