import type { Property } from '../explore/exercise.ts';
import type { Finding, Measure } from '../explore/scenario.ts';
import {
  BUILT_IN_PROPERTIES,
  type MeasureResult,
  type PropertyResult,
  type ScenarioResult,
} from './report.ts';

/** A scenario or case group, as far as the report names it. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly visible: boolean;
  readonly category: string;
}

/** Collects findings into the results of properties and scenarios. */
export class Tally {
  readonly broken = new Set<string>();
  readonly unknown = new Set<string>();
  private readonly held = new Set<string>();
  private readonly places = new Map<string, { place: Place; runs: number; failedRuns: number }>();

  /** By property, and then by place. */
  private readonly measures = new Map<string, Map<string, MeasureResult>>();

  /** @param places in the order in which the report has them; further ones follow as they are met */
  constructor(places: readonly Place[] = []) {
    for (const place of places) this.at(place);
  }

  /** Adds one run's findings. @returns those that are broken */
  add(place: Place, findings: readonly Finding[]): Finding[] {
    const entry = this.at(place);
    entry.runs++;
    const broken: Finding[] = [];
    for (const finding of findings) {
      if (finding.measure !== undefined) this.measure(place, finding.property, finding.measure);
      if (finding.status === 'held') this.held.add(finding.property);
      else if (finding.status === 'unknown') this.unknown.add(finding.property);
      else broken.push(finding);
    }
    for (const { property } of broken) this.broken.add(property);
    if (broken.length > 0) entry.failedRuns++;
    return broken;
  }

  /** The exercise's properties, and those built-in ones that were broken. */
  properties(properties: readonly Property[]): PropertyResult[] {
    const results = properties.map(({ id, means, kind, points }): PropertyResult => {
      const status = this.broken.has(id) ? 'broken' : this.held.has(id) ? 'passed' : 'not-exercised';
      const measures = [...(this.measures.get(id)?.values() ?? [])];
      return {
        id,
        means,
        kind,
        status,
        points: status === 'passed' ? points : 0,
        maxPoints: points,
        ...(measures.length > 0 && { measures }),
      };
    });
    for (const [id, means] of Object.entries(BUILT_IN_PROPERTIES)) {
      if (this.broken.has(id)) {
        results.push({ id, means, kind: 'liveness', status: 'broken', points: 0, maxPoints: 0 });
      }
    }
    return results;
  }

  /** Of those that were run. */
  scenarios(): ScenarioResult[] {
    return [...this.places.values()]
      .filter(({ runs }) => runs > 0)
      .map(({ place, runs, failedRuns }) => ({
        ...(place.visible && { id: place.id }),
        title: place.visible ? place.title : place.category,
        visible: place.visible,
        status: failedRuns > 0 ? 'failed' : 'passed',
        runs,
        failedRuns,
      }));
  }

  /** Keeps the worst of a place. */
  private measure(place: Place, property: string, measure: Measure): void {
    const ofProperty = this.measures.get(property) ?? new Map<string, MeasureResult>();
    this.measures.set(property, ofProperty);
    const scenario = place.visible ? place.title : place.category;
    const key = `${place.visible} ${scenario}`;
    const before = ofProperty.get(key);
    if (before !== undefined && excess(before) >= excess(measure)) return;
    ofProperty.set(key, { ...measure, scenario, visible: place.visible });
  }

  private at(place: Place): { readonly place: Place; runs: number; failedRuns: number } {
    const key = place.visible ? `visible ${place.id}` : `hidden ${place.category}`;
    let entry = this.places.get(key);
    if (entry === undefined) {
      entry = { place, runs: 0, failedRuns: 0 };
      this.places.set(key, entry);
    }
    return entry;
  }
}

/** How far a value is on the wrong side of its bound, as a part of it. */
function excess({ value, bound, side }: Measure): number {
  const beyond = side === 'at-most' ? value - bound : bound - value;
  return bound === 0 ? beyond : beyond / bound;
}
