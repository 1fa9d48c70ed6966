import gradings from '@generated/partial-failure-exercises/default/gradings.js';
import { useEffect, useState } from 'react';
import { modelOf, type StatedModel } from '../../explore/system-model.ts';

/** A scenario as it is offered. */
export interface ScenarioEntry {
  readonly id: string;
  /** Of a hidden one its category. */
  readonly title: string;
  readonly visible: boolean;
  /** How many cases it has. */
  readonly cases: number;
  readonly model: StatedModel | undefined;
}

/** The scenarios of an exercise; `undefined` until they are there, an empty list when they could not be fetched. */
export function useScenarios(exercise: string): readonly ScenarioEntry[] | undefined {
  const [entries, setEntries] = useState<{ exercise: string; list: readonly ScenarioEntry[] }>();
  useEffect(() => {
    let left = false;
    const show = (list: readonly ScenarioEntry[]): void => {
      if (!left) setEntries({ exercise, list });
    };
    scenariosOf(exercise).then(show, () => show([]));
    return () => {
      left = true;
    };
  }, [exercise]);
  return entries?.exercise === exercise ? entries.list : undefined;
}

async function scenariosOf(id: string): Promise<readonly ScenarioEntry[]> {
  const loaded = await gradings[id]?.();
  if (loaded === undefined || !('scenarios' in loaded)) return [];
  return loaded.scenarios.map((scenario) => ({
    id: scenario.id,
    title: scenario.visible ? scenario.title : scenario.category,
    visible: scenario.visible,
    cases: scenario.cases?.length ?? 1,
    model: modelOf(scenario, loaded.exercise),
  }));
}
