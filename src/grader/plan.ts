import type { AnyScenario } from '../explore/scenario.ts';

/** A case of a scenario, the sweep over one, or all its sequences of commands. */
export interface Part {
  readonly kind: 'case' | 'sweep' | 'commands';
  readonly scenario: AnyScenario;
  readonly caseIndex: number;
  /** Its place in the author's order: all cases, scenario by scenario, then all sweeps, then commands. From the simplest story up. */
  readonly at: number;
}

/**
 * The cases, sweeps and commands of all scenarios in the order in which they are made: the telling ones, then the others in the
 * author's order. Which runs a grading makes does not depend on it, only how soon a wrong program is found out.
 *
 * @param telling see `Misconceptions.telling`; what it names that is not there is left out
 */
export function tellingFirst(scenarios: readonly AnyScenario[], telling: readonly string[] = []): Part[] {
  const ranks = new Map(telling.map((place, rank) => [place, rank]));
  const rankOf = (part: Part): number => ranks.get(placeOf(part)) ?? telling.length;
  return partsOf(scenarios).sort((a, b) => rankOf(a) - rankOf(b) || a.at - b.at);
}

function partsOf(scenarios: readonly AnyScenario[]): Part[] {
  const parts: Part[] = [];
  const add = (kind: Part['kind'], scenario: AnyScenario): void => {
    const count = kind === 'commands' ? 1 : (scenario.cases?.length ?? 1);
    for (let caseIndex = 0; caseIndex < count; caseIndex++)
      parts.push({ kind, scenario, caseIndex, at: parts.length });
  };
  for (const scenario of scenarios) add('case', scenario);
  for (const scenario of scenarios) if (scenario.sweep !== undefined) add('sweep', scenario);
  for (const scenario of scenarios) if (scenario.commands !== undefined) add('commands', scenario);
  return parts;
}

function placeOf({ kind, scenario: { id }, caseIndex }: Part): string {
  return kind === 'case' ? `${id}#${caseIndex}` : `${id} ${kind}`;
}
