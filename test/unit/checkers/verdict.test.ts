import { expect, it } from 'vitest';
import { combineVerdicts } from '../../../src/checkers/verdict.ts';

it('combines verdicts: one broken part breaks the whole, an unknown one leaves it unknown', () => {
  expect(combineVerdicts([])).toBe('ok');
  expect(combineVerdicts(['ok', 'ok'])).toBe('ok');
  expect(combineVerdicts(['ok', 'unknown', 'ok'])).toBe('unknown');
  expect(combineVerdicts(['unknown', 'illegal', 'ok'])).toBe('illegal');
});
