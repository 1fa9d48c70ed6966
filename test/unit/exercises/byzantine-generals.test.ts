/**
 * That the enumeration of a traitor's strategies is complete for the message pattern of the two rounds: compared with
 * another way to count them, as what each receiver hears.
 */
import { describe, expect, test } from 'vitest';
import scenarios, {
  everyCommander,
  everyInPattern,
  everyLieutenant,
  type Plan,
} from '../../../exercises/byzantine-generals/scenarios.ts';
import { COMMANDER, LIEUTENANT } from '../../../exercises/byzantine-generals/scenarios/strategies.ts';

const FOUR = ['g1', 'g2', 'g3', 'g4'];
const HEARD = ['nothing', 'attack', 'retreat'] as const;

/** A strategy by what each receiver hears, whatever the times. */
function seen({ commander, traitor, order, lies, generals }: Plan): string {
  const heard = generals
    .filter((id) => id !== traitor)
    .map((id) => `${id}: ${JSON.stringify(lies.filter(({ to }) => to === id).map(({ body }) => body))}`);
  // A lying commander has no order of its own.
  return [commander, traitor, traitor === commander ? '' : order, ...heard].join(' | ');
}

/** The n-th way to choose one of three for each of so many receivers: the digits of n. */
const digits = (n: number, count: number): (typeof HEARD)[number][] =>
  Array.from({ length: count }, (_, i) => HEARD[Math.floor(n / 3 ** i) % 3] ?? 'nothing');

function byCounting(generals: readonly string[]): Set<string> {
  const all = new Set<string>();
  for (const commander of generals)
    for (const traitor of generals)
      for (const order of traitor === commander ? [''] : ['attack', 'retreat']) {
        const type = traitor === commander ? 'order' : 'relay';
        const receivers = generals.filter((id) => id !== traitor && id !== commander);
        for (let n = 0; n < 3 ** receivers.length; n++) {
          const choice = digits(n, receivers.length);
          const heard = generals
            .filter((id) => id !== traitor)
            .map((id) => {
              const what = choice[receivers.indexOf(id)] ?? 'nothing';
              return `${id}: ${JSON.stringify(what === 'nothing' ? [] : [{ type, order: what }])}`;
            });
          all.add([commander, traitor, order, ...heard].join(' | '));
        }
      }
  return all;
}

describe('strategies within the two rounds', () => {
  test('are all there are, of four generals in every position: 324', () => {
    const plans = everyInPattern(FOUR);
    const tried = new Set(plans.map(seen));
    expect(tried).toEqual(byCounting(FOUR));
    expect([plans.length, tried.size]).toEqual([324, 324]);
  });

  test('arrive within their round', () => {
    for (const { traitor, commander, lies } of everyInPattern(FOUR))
      expect(lies.every(({ atMs }) => (traitor === commander ? atMs < 50 : atMs < 75))).toBe(true);
  });

  test('are part of every grading', () => {
    const tried = new Set(scenarios.flatMap(({ cases = [] }) => cases).map((one) => seen(one as Plan)));
    expect([...byCounting(FOUR)].filter((strategy) => !tried.has(strategy))).toEqual([]);
  });
});

describe('strategies beyond the pattern', () => {
  test('are as many as the learner is told, all different', () => {
    expect(COMMANDER.length).toBe(12);
    expect(LIEUTENANT.length).toBe(17);
    // The positions rotate: only what is heard is compared.
    const contents = (plans: readonly Plan[]): Set<string> =>
      new Set(
        plans.map(({ generals, commander, traitor, order, lies }) =>
          JSON.stringify([
            traitor === commander ? '' : order,
            [commander, ...generals.filter((id) => id !== commander && id !== traitor)].map((id) =>
              lies.filter(({ to }) => to === id).map(({ body }) => body),
            ),
          ]),
        ),
      );
    expect(contents(everyCommander()).size).toBe(1_728);
    expect(contents(everyLieutenant()).size).toBe(1_734);
  });

  test('have everybody in every position', () => {
    const pairs = new Set(
      [...everyCommander(), ...everyLieutenant()].map((one) => `${one.commander} ${one.traitor}`),
    );
    expect(pairs.size).toBe(16);
  });
});

test('no plan leaves the brief: a loyal general sends within 50 ms, one traitor at most, no lie before 1 ms or after the end', () => {
  for (const { cases = [] } of scenarios)
    for (const { generals, commander, traitor, lies, link } of cases as readonly Plan[]) {
      expect(generals).toContain(commander);
      expect(link.minMs >= 1 && link.maxMs < 50).toBe(true);
      if (traitor === undefined) expect(lies).toEqual([]);
      expect(
        lies.every(({ to, atMs }) => generals.includes(to) && to !== traitor && atMs >= 1 && atMs < 400),
      ).toBe(true);
    }
});
