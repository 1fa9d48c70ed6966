/** What holds for every lab. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  initialValues,
  positionsOf,
  readValues,
  writeValues,
  type Control,
  type Value,
  type Values,
} from '../../../src/labs/controls.ts';
import { UNSURE, type AnyLab } from '../../../src/labs/lab.ts';
import badClock from '../../../src/labs/bad-clock/lab.ts';
import deathSpiral from '../../../src/labs/death-spiral/lab.ts';
import deposedLeader from '../../../src/labs/deposed-leader/lab.ts';
import queue from '../../../src/labs/queue/lab.ts';
import quorums from '../../../src/labs/quorums/lab.ts';
import pause from '../../../src/labs/pause/lab.ts';
import sixWays from '../../../src/labs/six-ways/lab.ts';
import thirtyThree from '../../../src/labs/33-and-34/lab.ts';
import intervals from '../../../src/labs/intervals/lab.ts';
import generals from '../../../src/labs/generals/lab.ts';
import lostWrite from '../../../src/labs/lost-write/lab.ts';
import timeoutAgainstTruth from '../../../src/labs/timeout-against-truth/lab.ts';
import twentyRuns from '../../../src/labs/twenty-runs/lab.ts';
import twoClocks from '../../../src/labs/two-clocks/lab.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { COMPILE_MS, labOf, type RunLab } from '../../support/labs.ts';

const LABS: readonly (readonly [id: string, lab: AnyLab])[] = [
  ['33-and-34', thirtyThree],
  ['deposed-leader', deposedLeader],
  ['quorums', quorums],
  ['six-ways', sixWays],
  ['intervals', intervals],
  ['death-spiral', deathSpiral],
  ['queue', queue],
  ['timeout-against-truth', timeoutAgainstTruth],
  ['bad-clock', badClock],
  ['generals', generals],
  ['pause', pause],
  ['twenty-runs', twentyRuns],
  ['two-clocks', twoClocks],
  ['lost-write', lostWrite],
];

/** What a control can be set to besides its first value: its ends and its middle, or all of it. */
function othersOf(control: Control): Value[] {
  if (control.kind === 'switch') return [!control.initial];
  if (control.kind === 'choice')
    return control.options.map(({ value }) => value).filter((v) => v !== control.initial);
  const { initial } = control;
  const all = control.kind === 'lot' ? [1, 2, control.max] : positionsOf(control);
  const places = [0, all.length - 1, Math.floor((all.length - 1) / 2), all.indexOf(initial) + 1];
  return [...new Set(places.flatMap((place) => all[place] ?? []))].filter((value) => value !== initial);
}

describe.each(LABS)('%s', (id, lab) => {
  let run: RunLab;
  beforeAll(async () => {
    run = await labOf(id, lab);
  }, COMPILE_MS);
  const initial = initialValues(lab.controls);

  test('the same values make the same run', () => {
    const [one, other] = [run(), run()];
    expect(traceHash(other.run.events)).toBe(traceHash(one.run.events));
    expect(other.outcome).toEqual(one.outcome);
  });

  test('no program throws, whatever one control says; what is told is an answer to the question', () => {
    for (const [name, control] of Object.entries(lab.controls))
      for (const value of [control.initial, ...othersOf(control)]) {
        const values = { ...initial, [name]: value };
        const { run: recorded, outcome } = run(values);
        expect(recorded.events.filter(({ kind }) => kind === 'error')).toEqual([]);
        const answers = lab.question(values).choices.map((choice) => choice.id);
        expect([...answers, UNSURE]).toContain(outcome.answer);
        expect(outcome.because.join(' ')).not.toMatch(/undefined|NaN|Infinity/);
        for (const { head, rows } of outcome.tables)
          for (const row of rows) expect(row).toHaveLength(head.length);
      }
  });

  test('every control changes something, unless it says that it does not', () => {
    for (const [name, control] of Object.entries(lab.controls)) {
      let changes = false;
      const shown = (values: Values): string => {
        const { run: recorded, outcome } = run(values);
        return `${traceHash(recorded.events)} ${JSON.stringify(outcome)}`;
      };
      // Some only matter once another one is set.
      for (const [otherName, other] of Object.entries(lab.controls))
        for (const otherValue of [other.initial, ...othersOf(other)]) {
          if (changes) break;
          const base = { ...initial, [otherName]: otherValue };
          const before = shown(base);
          const isIdle = lab.idle?.(base).includes(name) === true;
          for (const value of othersOf(control)) {
            if (name === otherName) continue;
            const differs = shown({ ...base, [name]: value }) !== before;
            expect(isIdle && differs).toBe(false);
            changes ||= differs;
          }
        }
      expect([name, changes]).toEqual([name, true]);
    }
  });

  test('an address brings back what was set, and nonsense brings back the first state', () => {
    for (const [name, control] of Object.entries(lab.controls))
      for (const value of othersOf(control)) {
        const values = { ...initial, [name]: value };
        const texts = new Map(writeValues(lab.controls, values));
        expect([...texts.keys()]).toEqual([name]);
        expect(readValues(lab.controls, (key) => texts.get(key) ?? null)).toEqual(values);
      }
    expect(writeValues(lab.controls, initial)).toEqual([]);
    expect(readValues(lab.controls, () => '<script>')).toEqual(initial);
  });
});

test('numbers out of range are brought to its ends, and between two steps to the nearest', () => {
  const late = (text: string): unknown =>
    readValues(thirtyThree.controls, (name) => (name === 'late' ? text : null))['late'];
  expect(['999', '0', '12.4', '-3', '1e9', ''].map(late)).toEqual([20, 0, 12, 0, 12, 12]);
});
