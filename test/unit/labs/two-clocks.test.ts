import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/two-clocks/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('two-clocks', lab);
}, COMPILE_MS);

const STEPS = Array.from({ length: 21 }, (_, i) => i - 10);

test('the question under way measures 300 ms and the step, all others 300 ms; smeared, all do', () => {
  for (const step of STEPS) {
    const { outcome } = ready.run({ step });
    expect([step, outcome.answer]).toEqual([step, String(300 + 1000 * step)]);
    const byDay = outcome.tables[0]?.rows.map(([, day]) => Number.parseInt(day ?? '', 10));
    expect(byDay).toEqual([300, 300, 300, 300, 300, 300 + 1000 * step, 300, 300]);
    expect(outcome.harm === undefined).toBe(step === 0);
  }
  const { outcome } = ready.run({ step: -1, smear: true });
  expect(outcome.answer).toBe('300');
  expect(outcome.harm).toBeUndefined();
});

test('the alarm by the time of day rings when the clock has come to it, within a look of 50 ms; the other after 10 s', () => {
  for (const { spec, at } of ready.many('rings')) {
    const due = Math.max(6, 10 - Number(spec.values?.['step']));
    expect(at?.['day']).toBeGreaterThanOrEqual(due);
    expect(at?.['day']).toBeLessThanOrEqual(due + 0.051);
    expect(at?.['mono']).toBe(10);
  }
});

test('the strip shows the step', () => {
  const samples = ready.run({ step: -5 }).strips['offset']?.['day'] ?? [];
  for (const [us, ahead] of samples) expect(ahead).toBe(us <= 6e6 ? 0 : -5);
});
