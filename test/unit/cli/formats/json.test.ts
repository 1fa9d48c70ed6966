import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { json, jsonl } from '../../../../src/cli/formats/json.ts';
import { CLASS, classOf, HOSTILE, hostile, ungraded } from './class.ts';
import { expectGolden } from './golden.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../../../static/schemas/results-v1.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
}).compile(schema);
const target = { fileName: 'results.json', environment: {}, now: '' };

describe('json', () => {
  it('is what the published schema says, document and lines', async () => {
    const { text } = json.write(CLASS, target);
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    await expectGolden(text, 'results.json');
    const lines = jsonl.write(CLASS, target);
    for (const line of lines.text.trimEnd().split('\n'))
      expect(validate(JSON.parse(line)), JSON.stringify(validate.errors)).toBe(true);
    await expectGolden(lines.text, 'results.jsonl');
  });

  it('has a schema that refuses what it should', () => {
    const line = JSON.parse(jsonl.write(classOf(ungraded), target).text);
    expect(validate({ ...line, score: 0 })).toBe(false);
    expect(validate({ ...line, graderFailure: null })).toBe(false);
    expect(validate({ ...line, verdict: 'fail' })).toBe(false);
    expect(validate({ ...line, schema: 'partial-failure/results/v2' })).toBe(false);
    const { seed: _seed, ...seedless } = line;
    expect(validate(seedless)).toBe(false);
  });

  it('keeps hostile text as it is, and nothing in it that a terminal obeys', () => {
    for (const format of [json, jsonl]) {
      const { text } = format.write(classOf(hostile), target);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      const parsed = JSON.parse(text);
      const { students } = format === json ? parsed.results[0] : parsed;
      expect(students[0].name).toBe(HOSTILE);
    }
  });
});
