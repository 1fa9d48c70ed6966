import { describe, expect, it } from 'vitest';
import { defineScenario, fault, Prng, type Fault, type Scenario } from '../../../src/kit.ts';

interface Plan {
  readonly name: string;
  readonly faults?: readonly Fault[];
}

const crash = fault.crash('n1', { atMs: 5, restartAfterMs: null });
const pause = fault.pause('n1', { atMs: 5, forMs: 30 });
const scenario: Scenario<Plan> = {
  id: 'one',
  title: 'One',
  visible: true,
  category: 'one',
  endMs: 100,
  cases: [{ name: 'calm' }, { name: 'crash', faults: [crash] }],
  nodes: () => [],
  script: () => undefined,
};
const faultsOf = (one: ReturnType<typeof defineScenario>, index: number): readonly Fault[] | undefined =>
  one.faults?.({ case: one.cases?.[index], draw: new Prng(1) });

describe('the given faults of a scenario', () => {
  it('are those of the case, where it does not say otherwise', () => {
    const defined = defineScenario(scenario);
    expect(faultsOf(defined, 0)).toEqual([]);
    expect(faultsOf(defined, 1)).toEqual([crash]);
  });

  it('are what the scenario says, where it does', () => {
    const defined = defineScenario({ ...scenario, faults: () => [pause] });
    expect(faultsOf(defined, 1)).toEqual([pause]);
  });

  it('are none without cases that have any', () => {
    expect(defineScenario({ ...scenario, cases: [{ name: 'calm' }] }).faults).toBeUndefined();
  });
});
