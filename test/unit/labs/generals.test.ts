import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/generals/lab.ts';
import { pairsThatWithstand, RULES } from '../../../src/labs/generals/rules.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('generals', lab);
}, COMPILE_MS);

const broken = (changed: Record<string, string>): number =>
  ready.many('strategies', changed).filter(({ end }) => end !== 'well').length;

test('no pair of rules for three withstands every lie', () => {
  expect(RULES).toBe(512);
  expect(pairsThatWithstand()).toBe(0);
});

test('of four, a majority withstands every strategy, obedience does not; of three, neither does', () => {
  expect(ready.many('strategies', { generals: '4' })).toHaveLength(27 + 9);
  expect(broken({ generals: '4', rule: 'majority' })).toBe(0);
  expect(broken({ generals: '4', rule: 'obey' })).toBeGreaterThan(10);
  expect(broken({ generals: '3', rule: 'majority' })).toBeGreaterThan(0);
  expect(broken({ generals: '3', rule: 'obey' })).toBeGreaterThan(0);
});

test('what obedient lieutenants do is what the commander said, and nothing is “retreat”', () => {
  for (const { spec, end } of ready.many('strategies', { generals: '4', rule: 'obey' })) {
    const { traitor, ...told } = spec.values ?? {};
    const heard = Object.values(told).map((says) => (says === 'attack' ? 'attack' : 'retreat'));
    const expected = traitor === 'lieutenant' || new Set(heard).size === 1 ? 'well' : 'split';
    expect([spec.values, end]).toEqual([spec.values, expected]);
  }
});

test('L1 sees the same in a world where C lies and in one where L2 does', () => {
  const seenByL1 = (changed: Record<string, string>): string[] =>
    ready
      .run(changed)
      .run.events.flatMap((event) =>
        event.kind === 'deliver' && event.node === 'L1'
          ? [`${event.message.from}: ${JSON.stringify(event.message.body)}`]
          : [],
      );
  const cLies = seenByL1({ traitor: 'commander', toL1: 'attack', toL2: 'retreat' });
  expect(cLies).toHaveLength(2);
  expect(seenByL1({ traitor: 'lieutenant', toL1: 'retreat' })).toEqual(cLies);
});
