import { describe, expect, it } from 'vitest';
import { checkModels } from '../../../src/explore/check-models.ts';
import { HarnessError } from '../../../src/explore/harness-error.ts';
import { explore, replay } from '../../../src/explore/run.ts';
import {
  ALLOWED_FROM,
  AXES,
  exclusion,
  needsOf,
  type StatedModel,
} from '../../../src/explore/system-model.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { runIdOf, subjectOf, type TestScenario } from '../../support/simulate.ts';

const STRICT: StatedModel = { timing: 'synchronous', nodes: 'none', network: 'reliable', clocks: 'exact' };
const LOOSE: StatedModel = {
  timing: 'asynchronous',
  nodes: 'byzantine',
  network: 'arbitrary',
  clocks: 'stepping',
  storage: 'lost',
};
const at = { node: 'a', atMs: 1 };
const message = 'send a>b 0.0';
const stretch = { node: 'a', fromMs: 0, untilMs: 1 };
const links = { links: ['a>b'], fromMs: 0, untilMs: 1 };

/** One of every kind. */
const FAULTS: Readonly<Record<Fault['kind'], Fault>> = {
  drop: { kind: 'drop', message },
  delay: { kind: 'delay', message, byMs: 1 },
  duplicate: { kind: 'duplicate', message, afterMs: 1 },
  corrupt: { kind: 'corrupt', message, draw: 0 },
  equivocate: { kind: 'equivocate', message, body: 1 },
  forge: { kind: 'forge', at, to: 'b', body: 1 },
  replay: { kind: 'replay', at, message },
  silence: { kind: 'silence', ...stretch },
  partition: { kind: 'partition', ...links },
  'slow-link': { kind: 'slow-link', ...links, byMs: 1 },
  'burst-loss': { kind: 'burst-loss', ...links, percent: 1 },
  'small-inbox': { kind: 'small-inbox', ...stretch, capacity: 1 },
  crash: { kind: 'crash', at, restartAfterMs: null },
  pause: { kind: 'pause', at, forMs: 1 },
  'slow-node': { kind: 'slow-node', ...stretch, byMs: 1 },
  'clock-step': { kind: 'clock-step', at, byMs: 1 },
  'clock-rate': { kind: 'clock-rate', at, realMicros: 1_000_001 },
  'leap-second': { kind: 'leap-second', at, smearSeconds: 10 },
  'no-sync': { kind: 'no-sync', ...stretch },
  'slow-disk': { kind: 'slow-disk', ...stretch, byMs: 1 },
};

describe('a system model', () => {
  it.each(Object.values(FAULTS))(
    'that allows nothing excludes $kind; one that allows all does not',
    (fault) => {
      expect(exclusion(STRICT, fault)).toContain('and this needs');
      expect(exclusion(LOOSE, fault)).toBeUndefined();
      expect(exclusion({ ...LOOSE, without: [fault.kind] }, fault)).toContain('none of that kind');
      expect(needsOf(fault)).toEqual(ALLOWED_FROM[fault.kind]);
    },
  );

  it('allows more with each step on its axes', () => {
    for (const nodes of AXES.nodes) {
      const allowed = AXES.nodes.indexOf(nodes) >= AXES.nodes.indexOf('crash-recovery');
      const restart: Fault = { kind: 'crash', at, restartAfterMs: 5 };
      expect(exclusion({ ...STRICT, nodes }, restart) === undefined).toBe(allowed);
    }
    const recovery: StatedModel = { ...STRICT, nodes: 'crash-recovery' };
    const crash = { kind: 'crash', at, restartAfterMs: 5 } as const;
    const cases: readonly [Fault, StatedModel['storage']][] = [
      [{ ...crash, unsynced: { calls: 1 } }, 'unsynced'],
      [{ ...crash, unsynced: { calls: 1, bytes: 1 } }, 'torn'],
      [{ ...crash, losesDisk: true }, 'lost'],
    ];
    for (const [fault, storage] of cases) {
      expect(exclusion(recovery, fault)).toBe(`its storage is "stable", and this needs "${storage}"`);
      expect(exclusion({ ...recovery, storage: storage ?? 'stable' }, fault)).toBeUndefined();
    }
    expect(exclusion({ ...STRICT, clocks: 'bounded' }, { kind: 'leap-second', at })).toContain('"stepping"');
  });
});

describe('a scenario', () => {
  const load = (scenario: TestScenario, systemModel?: StatedModel): void =>
    checkModels(systemModel === undefined ? {} : { systemModel }, [runIdOf(scenario).scenario]);

  it.each<[string, TestScenario, string]>([
    ['given faults', { faults: () => [FAULTS.corrupt] }, 'its given faults is one of kind "corrupt"'],
    [
      'a mix',
      { sample: { runs: 1, mix: { untilMs: 1, dropPercent: 1 } } },
      'its samples draw is one of kind "drop"',
    ],
    [
      'a mix of crashes that lose the disk',
      {
        systemModel: { ...STRICT, nodes: 'crash-recovery' },
        sample: {
          runs: 1,
          mix: {
            untilMs: 1,
            crash: { nodes: ['a'], max: 1, restartAfter: { minMs: 1, maxMs: 1 }, losesDiskPercent: 1 },
          },
        },
      },
      'its storage is "stable", and this needs "lost"',
    ],
    ['a sweep', { sweep: { delayMs: [5] } }, 'the faults of its sweep is one of kind "delay"'],
    [
      'an exhaustive search',
      { exhaust: { faults: 2, delayMs: [5] } },
      'the faults of its exhaustive search is one of kind "delay"',
    ],
  ])('with %s outside its model is refused as it is loaded', (_what, scenario, text) => {
    const stated = { systemModel: STRICT, ...scenario };
    expect(() => load(stated)).toThrow(HarnessError);
    expect(() => load(stated)).toThrow('Scenario "test" leaves its system model: among');
    expect(() => load(stated)).toThrow(text);
    expect(() => load({ ...stated, systemModel: LOOSE })).not.toThrow();
  });

  it('whose clocks may be off by so much does not set their rates farther', () => {
    const by = (ppm: number): TestScenario => ({
      faults: () => [{ kind: 'clock-rate', at, realMicros: 1_000_000 + ppm }],
    });
    const drawn = (byPpm: number): TestScenario => ({
      sample: { runs: 1, mix: { untilMs: 1, clockRate: { nodes: ['a'], max: 1, byPpm } } },
    });
    const stated = { systemModel: LOOSE };
    for (const ppm of [1000, -1000]) expect(() => load({ ...stated, ...by(ppm) })).not.toThrow();
    expect(() => load({ ...stated, ...by(1001) })).toThrow(
      'the model excludes: clocks drift by at most 1000 parts in a million, and this is 1001.',
    );
    expect(() => load({ ...stated, ...by(-1001) })).toThrow(
      'at most 1000 parts in a million, and this is -1001.',
    );
    expect(() => load({ ...stated, ...by(50), driftPpm: 49 })).toThrow('at most 49');
    expect(() => load({ ...stated, ...by(5000), driftPpm: 5000 })).not.toThrow();
    expect(() => load({ ...stated, ...drawn(1000) })).not.toThrow();
    expect(() => load({ ...stated, ...drawn(1001) })).toThrow('its samples draw is one of kind "clock-rate"');
    const { scenario } = runIdOf({ ...stated, ...by(5000) });
    expect(() => checkModels({ driftPpm: 5000 }, [scenario])).not.toThrow();
    expect(() => checkModels({ driftPpm: 4999 }, [scenario])).toThrow('at most 4999');
  });

  it('has the model of its exercise unless it states its own; without one nothing is refused', () => {
    const scenario: TestScenario = { faults: () => [FAULTS.drop] };
    expect(() => load(scenario)).not.toThrow();
    expect(() => load(scenario, STRICT)).toThrow('its network is "reliable", and this needs "fair-loss"');
    expect(() => load({ ...scenario, systemModel: LOOSE }, STRICT)).not.toThrow();
  });

  it('whose director leaves the model is refused when it does', async () => {
    const source = `export class A { constructor(node) { node.send('b', 1); } } export class B { constructor() {} }`;
    const subject = await subjectOf(source, 'true', { systemModel: STRICT });
    const id = runIdOf({
      direct: () => ({ onMessage: ({ key }) => [{ kind: 'corrupt', message: key, draw: 0 }] }),
    });
    expect(() => explore(subject, id)).toThrow(
      'Scenario "test" leaves its system model: among the faults of a run is one of kind "corrupt"',
    );
    // A learner's faults are judged by the grader of attacks, not here.
    expect(replay(subject, id, [FAULTS.corrupt]).faults).toHaveLength(1);
  });
});
