import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConvergence, type Observation, type UpdateId } from '../../../src/checkers/convergence.ts';
import { deepEqualJson, type Json } from '../../../src/util/canonical.ts';

/** Observations such as `a 12 x`: replica a has delivered 1 and 2 and shows x; at instants 0, 1, 2… */
function seen(...texts: readonly string[]): Observation[] {
  return texts.map((text, at) => {
    const [replica = '', delivered = '', state = ''] = text.split(' ');
    return { replica, at, delivered: delivered === '-' ? [] : [...delivered], state };
  });
}

const observation: fc.Arbitrary<Observation> = fc.record({
  replica: fc.constantFrom('a', 'b', 'c'),
  at: fc.nat(3),
  delivered: fc.array(fc.constantFrom<UpdateId>(1, 2, '1'), { maxLength: 3 }),
  state: fc.constant(null),
});

/** The state is that of the updates, but for some that lie; keys come in any order. */
const observations = fc
  .array(fc.record({ observation, lies: fc.nat(14), isTurned: fc.boolean() }), { maxLength: 6 })
  .map((drafts) =>
    drafts.map(({ observation: each, lies, isTurned }): Observation => {
      const shown: Json = [1, 2, '1'].map((update) => each.delivered.includes(update));
      const state: Json = isTurned ? { n: 0, shown } : { shown, n: 0 };
      return { ...each, state: lies === 0 ? 'a lie' : state };
    }),
  );

const isSameSet = (a: readonly UpdateId[], b: readonly UpdateId[]): boolean =>
  a.every((x) => b.includes(x)) && b.every((x) => a.includes(x));

/** All pairs, by the definition. */
function isConverged(all: readonly Observation[]): boolean {
  return all.every((a) =>
    all.every((b) => !isSameSet(a.delivered, b.delivered) || deepEqualJson(a.state, b.state)),
  );
}

/** The last observation of every replica, by the definition: no other of it is later, or as late and behind it. */
function lastOnes(all: readonly Observation[]): Observation[] {
  return all.filter((a, i) =>
    all.every((b, j) => i === j || a.replica !== b.replica || b.at < a.at || (b.at === a.at && j < i)),
  );
}

describe('checkConvergence', () => {
  it('agrees with the definition on all pairs', () => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(observations, fc.subarray<UpdateId>([1, 2, '1']), (all, deliveredInTheEnd) => {
        const result = checkConvergence(all, { deliveredInTheEnd });
        const areDelivered = lastOnes(all).every(({ delivered }) =>
          deliveredInTheEnd.every((update) => delivered.includes(update)),
        );
        const expected = !isConverged(all) ? 'diverged' : areDelivered ? 'ok' : 'undelivered';
        const kind = result.verdict === 'ok' ? 'ok' : result.evidence.violation;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        expect(kind).toBe(expected);
        if (result.verdict === 'ok') return;
        const { evidence } = result;
        if (evidence.violation === 'diverged') {
          expect(isConverged(evidence.observations)).toBe(false);
          expect(all).toEqual(expect.arrayContaining([...evidence.observations]));
        } else {
          expect(lastOnes(all)).toContainEqual(evidence.observation);
          expect(evidence.observation.delivered).not.toContain(evidence.update);
        }
      }),
      { seed: 501, numRuns: 2_000 },
    );
    expect(Math.min(...kinds.values())).toBeGreaterThan(100);
    expect(kinds.size).toBe(3);
  });

  it('accepts nothing, and states that differ where the updates do', () => {
    expect(checkConvergence([])).toEqual({ verdict: 'ok' });
    expect(checkConvergence(seen('a - x', 'b 1 y', 'c 2 z')).verdict).toBe('ok');
  });

  it('takes the updates for a set, whatever their order and number', () => {
    expect(checkConvergence(seen('a 12 x', 'b 21 x', 'c 1221 x')).verdict).toBe('ok');
    const [first, , third] = seen('a 12 x', 'b 1 x', 'c 221 y');
    expect(checkConvergence(seen('a 12 x', 'b 1 x', 'c 221 y'))).toEqual({
      verdict: 'illegal',
      evidence: { violation: 'diverged', observations: [first, third] },
    });
  });

  it('compares initial states too, and a replica with itself', () => {
    expect(checkConvergence(seen('a - x', 'b - y')).verdict).toBe('illegal');
    expect(checkConvergence(seen('a 1 x', 'a 1 y')).verdict).toBe('illegal');
    expect(checkConvergence(seen('a 1 x', 'a 12 y', 'a 1 x')).verdict).toBe('ok');
  });

  it('keeps numbers and texts apart', () => {
    const base = { replica: 'a', at: 0 };
    const two: Observation[] = [
      { ...base, delivered: [1], state: 'x' },
      { ...base, delivered: ['1'], state: 'y' },
    ];
    expect(checkConvergence(two).verdict).toBe('ok');
  });

  it('asks of the last observation of each replica what was to arrive', () => {
    const all = seen('a 1 x', 'b 12 y', 'a 12 y');
    expect(checkConvergence(all, { deliveredInTheEnd: ['2', '1'] }).verdict).toBe('ok');
    const [a, b] = all;
    if (a === undefined || b === undefined) throw new Error('two observations');
    expect(checkConvergence([b, a], { deliveredInTheEnd: ['2', '1'] })).toEqual({
      verdict: 'illegal',
      evidence: { violation: 'undelivered', observation: a, update: '2' },
    });
  });

  it('refuses instants that are no microseconds', () => {
    expect(() => checkConvergence([{ replica: 'a', at: 0.5, delivered: [], state: null }])).toThrow('0.5');
  });
});

describe('laws of checkConvergence', () => {
  it('names of replicas do not matter', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const rename = (each: Observation): Observation => ({
          ...each,
          replica: `z${'cba'['abc'.indexOf(each.replica)]}`,
        });
        const [before, after] = [checkConvergence(all), checkConvergence(all.map(rename))];
        expect(after.verdict).toBe(before.verdict);
        if (before.verdict === 'ok' || after.verdict === 'ok') return;
        if (before.evidence.violation !== 'diverged') return;
        const observed = before.evidence.observations.map(rename);
        expect(after.evidence).toEqual({ violation: 'diverged', observations: observed });
      }),
      { seed: 502, numRuns: 500 },
    );
  });

  it('an observation with updates of its own changes nothing, and fewer observations mend, never break', () => {
    fc.assert(
      fc.property(observations, fc.nat(5), (all, left) => {
        const stranger: Observation = { replica: 'q', at: 1, delivered: ['q'], state: 'q' };
        expect(checkConvergence([stranger, ...all])).toEqual(checkConvergence(all));
        const part = all.filter((_, index) => index !== left);
        if (checkConvergence(all).verdict === 'ok') expect(checkConvergence(part).verdict).toBe('ok');
      }),
      { seed: 503, numRuns: 500 },
    );
  });
});
