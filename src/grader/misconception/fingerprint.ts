import type { Fingerprint } from '../../explore/misconception.ts';
import type { Symptoms } from './symptoms.ts';

/**
 * The fingerprint of one grading, or what is usual among several of the same program: what more than half of them show.
 */
export function fingerprintOf(gradings: readonly Symptoms[]): Fingerprint {
  const scenarios = new Set(gradings.flatMap(({ tried }) => Object.keys(tried)));
  const tried = Object.fromEntries(
    [...scenarios].map((id) => [id, Math.min(...gradings.map((one) => one.tried[id] ?? 0))]),
  );
  const cases = new Map<string, number[]>();
  const runs: string[] = [];
  for (const sign of usual(gradings.map(({ signs }) => signs))) {
    const [, scenario = '', index = '', way = ''] = /^([^# ]*)#(\d+) (.*)$/.exec(sign) ?? [];
    if (index === '') {
      runs.push(sign);
      continue;
    }
    const key = `${scenario} ${way}`;
    cases.set(key, [...(cases.get(key) ?? []), Number(index)]);
  }
  const properties = usual(gradings.map(({ shapes }) => Object.keys(shapes)));
  const shapes = properties.map((property) => [
    property,
    usual(gradings.flatMap((one) => (one.shapes[property] === undefined ? [] : [one.shapes[property]]))),
  ]);
  return {
    tried,
    cases: Object.fromEntries([...cases].map(([key, indices]) => [key, indices.sort((a, b) => a - b)])),
    runs,
    shapes: Object.fromEntries(shapes),
  };
}

/** What is in more than half of the lists, sorted. */
function usual(lists: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const one of new Set(list)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => 2 * count > lists.length)
    .map(([one]) => one)
    .sort();
}
