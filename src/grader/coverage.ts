import type { Fault } from '../sim/fault.ts';
import type { CoveredRuns, Coverage, ScenarioCoverage } from './report.ts';
import type { Place } from './tally.ts';

type Single = Extract<CoveredRuns, { kind: 'single' }>;
type Exhausted = Extract<CoveredRuns, { kind: 'exhausted' }>;
type Sequences = Extract<CoveredRuns, { kind: 'commands' | 'every-sequence' }>;

interface Counts {
  plain: number;
  drawn: number;
  repeated: number;
  readonly single: Map<
    Single['fault'],
    { runs: number; readonly all: Set<string>; readonly tried: Set<string> }
  >;
  readonly exhausted: Exhausted[];
  readonly sequences: Sequences[];
}

/** Counts what a grading has tried, scenario by scenario: visible ones by name, hidden ones by category. */
export class CoverageLog {
  runs = 0;
  directed = 0;
  sampled = 0;
  swept = 0;
  exhausted = 0;
  commanded = 0;
  events = 0;
  private readonly places = new Map<string, { place: Place; counts: Counts }>();

  /** @param places in the order in which the report has them; further ones follow as they are met */
  constructor(places: readonly Place[] = []) {
    for (const place of places) this.at(place);
  }

  /** A run as the scenario is written, one for each case. */
  addPlain(place: Place): void {
    this.directed++;
    this.at(place).plain++;
  }

  addDrawn(place: Place): void {
    this.sampled++;
    this.at(place).drawn++;
  }

  /** A run that was made a second time, to compare. Not among the runs that are judged. */
  addRepeated(place: Place): void {
    this.at(place).repeated++;
  }

  /** The base run of a sweep, and what its single faults are going to be. @param run which sweep of the place */
  addSweep(place: Place, run: string, faults: readonly Fault[]): void {
    this.swept++;
    const counts = this.at(place);
    counts.plain++;
    for (const fault of faults) singleOf(counts, fault)?.all.add(`${run} ${pointOf(fault)}`);
  }

  /** A run of a sweep, with one fault more than its base run. */
  addSwept(place: Place, run: string, fault: Fault): void {
    this.swept++;
    const single = singleOf(this.at(place), fault);
    if (single === undefined) return;
    single.runs++;
    single.tried.add(`${run} ${pointOf(fault)}`);
  }

  /** An exhaustive search; its runs are counted by {@link CoverageLog.exhausted} as they are judged. */
  addExhausted(place: Place, search: Omit<Exhausted, 'kind' | 'cases'>): void {
    const { exhausted } = this.at(place);
    const key = keyOf(search);
    const index = exhausted.findIndex((other) => keyOf(other) === key);
    const before = exhausted[index];
    if (before === undefined) {
      exhausted.push({ kind: 'exhausted', cases: 1, ...search });
      return;
    }
    exhausted[index] = {
      ...before,
      cases: before.cases + 1,
      runs: before.runs + search.runs,
      merged: before.merged + search.merged,
      complete: before.complete && search.complete,
    };
  }

  /** Sequences of commands; their runs are counted by {@link CoverageLog.commanded} as they are judged. */
  addSequences(place: Place, ...sequences: readonly Sequences[]): void {
    this.at(place).sequences.push(...sequences);
  }

  /** All of it as data. */
  coverage(traceHash: string): Coverage {
    const { runs, directed, sampled, swept, exhausted, commanded, events } = this;
    return {
      runs,
      directed,
      sampled,
      swept,
      exhausted,
      commanded,
      events,
      scenarios: [...this.places.values()].map(scenarioOf).filter(({ covered }) => covered.length > 0),
      ...(traceHash !== '' && { traceHash }),
    };
  }

  private at(place: Place): Counts {
    const key = place.visible ? `visible ${place.id}` : `hidden ${place.category}`;
    let entry = this.places.get(key);
    if (entry === undefined) {
      entry = {
        place,
        counts: { plain: 0, drawn: 0, repeated: 0, single: new Map(), exhausted: [], sequences: [] },
      };
      this.places.set(key, entry);
    }
    return entry.counts;
  }
}

function scenarioOf({ place, counts }: { place: Place; counts: Counts }): ScenarioCoverage {
  const { plain, drawn, repeated, single, exhausted, sequences } = counts;
  const covered: CoveredRuns[] = [];
  if (plain > 0) covered.push({ kind: 'plain', runs: plain });
  if (drawn > 0) covered.push({ kind: 'drawn', runs: drawn });
  for (const [fault, { runs, all, tried }] of single) {
    if (all.size > 0) covered.push({ kind: 'single', fault, runs, tried: tried.size, points: all.size });
  }
  covered.push(...exhausted, ...sequences);
  if (repeated > 0) covered.push({ kind: 'repeated', runs: repeated });
  return {
    ...(place.visible && { id: place.id }),
    title: place.visible ? place.title : place.category,
    visible: place.visible,
    covered,
  };
}

function singleOf(counts: Counts, { kind }: Fault) {
  if (kind !== 'drop' && kind !== 'delay' && kind !== 'duplicate' && kind !== 'crash' && kind !== 'pause')
    return undefined;
  let single = counts.single.get(kind);
  if (single === undefined) {
    single = { runs: 0, all: new Set(), tried: new Set() };
    counts.single.set(kind, single);
  }
  return single;
}

/** The decision at which the fault strikes, whatever its values. */
function pointOf(fault: Fault): string {
  if ('message' in fault) return fault.message;
  if ('at' in fault && 'step' in fault.at) return `${fault.at.node} ${fault.at.incarnation} ${fault.at.step}`;
  return JSON.stringify(fault);
}

function keyOf({ faults, kinds, between }: Pick<Exhausted, 'faults' | 'kinds' | 'between'>): string {
  return JSON.stringify([faults, kinds, between]);
}
