import type { NodeId } from '../api.ts';
import type { Decider, Step, WorldView } from '../sim/decider.ts';
import { isMessageFault, isStepFault, type MessageFault, type StepFault } from '../sim/fault.ts';
import type { Message, TraceEvent } from '../sim/trace.ts';
import type { World } from '../sim/world.ts';
import { DEFAULT_LIMITS, explore, setUpOf, type RunId, type Subject } from './run.ts';
import type { Exhaust, Run } from './scenario.ts';
import { Situation } from './situation.ts';

/** What becomes of a search after a run: it goes `on`, from now on makes `every-run`, or it comes to a `stop`. */
export type Next = 'on' | 'every-run' | 'stop';

/** How to search. */
export interface SearchOptions {
  /**
   * Whether the checks read an event. With it, a run that has become like another is ended: see {@link Situation}.
   * Without it every run is made.
   */
  readonly reads?: ((event: TraceEvent) => boolean) | undefined;
  /** Told of every run that was made to its end; at most `runsMax` of them. */
  readonly visit: (run: Run) => Next;
}

/** What a search has done. */
export interface Searched {
  /** Runs that were made to their end. */
  readonly runs: number;
  /** Runs that were ended because they had become like another. */
  readonly merged: number;
  /** Whether nothing was left out. */
  readonly complete: boolean;
  /** Why every run was made although the checks say what they read; `undefined` when it was not so. */
  readonly blind: string | undefined;
}

interface Choice {
  /** Which decision of the run, from 0. */
  readonly decision: number;
  readonly fault: MessageFault | StepFault;
}

/** A run to be made: its faults, and from which decision on a further one is still to be tried. */
interface Plan {
  readonly choices: readonly Choice[];
  readonly from: number;
}

const NONE: readonly MessageFault[] = [];

/**
 * Makes every run of a scenario with at most `spec.faults` faults, in order of their number: the first violation that
 * comes has as few faults as any.
 *
 * A decision is a message that leaves, or a step of one of the nodes named; at each there is at most one fault. A run is
 * made by replaying its faults from the start; the decisions that it meets after its last fault are where one more
 * can be. Since a run follows from its faults, each list of faults comes exactly once.
 *
 * With {@link SearchOptions.reads}, a run whose situation an earlier run was in, at the same instant and with as many
 * faults left, is ended there: whatever could follow has followed or will, sooner than it would here. So the first
 * run found for a property is the same as without. When it turns out that situations cannot be compared (see
 * {@link Situation.blind}; a run near its limit of events; `visit` says so), the runs that were ended are made up for.
 */
export function exhaust(
  subject: Subject,
  id: RunId,
  spec: Exhaust,
  { reads, visit }: SearchOptions,
): Searched {
  const search = new Search(subject, id, spec, reads);
  let runs = 0;
  for (let run = search.next(); run !== undefined; run = search.next()) {
    runs++;
    const next = visit(run);
    if (next === 'every-run') search.makeEveryRun('The checks read more than they say.');
    if (next === 'stop' || runs >= (spec.runsMax ?? Infinity)) break;
  }
  return { runs, merged: search.merged, complete: search.isDone(), blind: search.blind };
}

class Search {
  /** Runs ended early and not made up for. */
  get merged(): number {
    return this.ended.length;
  }
  blind: string | undefined;
  private readonly subject: Subject;
  private readonly id: RunId;
  private readonly spec: Exhaust;
  private readonly reads: ((event: TraceEvent) => boolean) | undefined;
  private plans: Plan[] = [{ choices: [], from: 0 }];
  private nextPlan = 0;
  /** The most faults that were left in a situation. */
  private readonly seen = new Map<string, number>();
  private ended: Plan[] = [];
  private readonly eventsMax: number;

  constructor(subject: Subject, id: RunId, spec: Exhaust, reads: Search['reads']) {
    this.subject = subject;
    this.id = id;
    this.spec = spec;
    this.reads = reads;
    // Runs that are taken for one another may differ in events on the way; so neither may come near the limit.
    this.eventsMax = (subject.exercise.limits?.eventsPerRun ?? DEFAULT_LIMITS.eventsPerRun) / 2;
    const { scenario } = id;
    if (reads === undefined) this.blind = 'It is not known what the checks read.';
    else if (scenario.direct !== undefined)
      this.blind = 'The scenario decides faults itself while a run goes on.';
    else if (scenario.faults?.(setUpOf(id, 'faults')).some(isMessageFault) === true)
      this.blind = 'The scenario has faults of its own at messages.';
  }

  /** Whether all plans were carried out. */
  isDone(): boolean {
    return this.nextPlan >= this.plans.length;
  }

  /** From now on no run is ended, and those that were are made. */
  makeEveryRun(why: string): void {
    if (this.blind !== undefined) return;
    this.blind = why;
    this.seen.clear();
    this.plans.push(...this.ended);
    this.ended = [];
  }

  /** The next run that came to its end, or `undefined` when all are made. */
  next(): Run | undefined {
    for (;;) {
      const plan = this.plans[this.nextPlan];
      if (plan === undefined) return undefined;
      // Plans that were carried out are not kept: there may be very many.
      if (this.nextPlan >= 4096) {
        this.plans = this.plans.slice(this.nextPlan);
        this.nextPlan = 0;
      }
      this.nextPlan++;
      const run = this.make(plan);
      if (run !== undefined) return run;
    }
  }

  private make(plan: Plan): Run | undefined {
    const { choices, from } = plan;
    const left = this.spec.faults - choices.length;
    const last = choices.at(-1)?.decision ?? -1;
    let met = 0;
    let chosen = 0;
    let endedHere = false;

    const look = (situation: Situation, world: World): void => {
      if (situation.blind !== undefined) return;
      if (chosen < choices.length || world.trace().length >= this.eventsMax) return;
      const key = situation.key();
      if (key === undefined) return;
      if ((this.seen.get(key) ?? -1) >= left) {
        endedHere = true;
        world.finish();
      } else {
        this.seen.set(key, left);
      }
    };
    // Nothing is gathered that nobody compares.
    const { reads } = this;
    const situation: Situation | undefined =
      reads === undefined || this.blind !== undefined
        ? undefined
        : new Situation(reads, (world) => {
            if (situation !== undefined) look(situation, world);
          });
    /** A decision is met: the fault that was chosen for it, or what could be. */
    const decide = (options: () => readonly (MessageFault | StepFault)[]): Choice['fault'] | undefined => {
      const decision = met++;
      const choice = choices[chosen];
      if (choice?.decision === decision) {
        chosen++;
        return choice.fault;
      }
      if (left > 0 && decision > last && decision >= from) {
        for (const fault of options())
          this.plans.push({ choices: [...choices, { decision, fault }], from: decision + 1 });
      }
      return undefined;
    };
    const decider: Decider = {
      onMessage: (message, view) => {
        if (!this.hasMessageFaults() || !this.isWithin(view.nowUs())) return NONE;
        const fault = decide(() => this.messageFaults(message));
        if (fault === undefined || !isMessageFault(fault)) return NONE;
        situation?.onFaults([fault]);
        return [fault];
      },
      onStep: (step, view) => {
        situation?.onStep(step);
        if (!this.strikes(step) || !this.isWithin(step.atUs)) return undefined;
        const fault = decide(() => this.stepFaults(step, view));
        return fault !== undefined && isStepFault(fault) ? fault : undefined;
      },
      ...(situation !== undefined && { onEvent: (event) => situation.onEvent(event) }),
    };
    const run = explore(this.subject, this.id, [decider], situation);
    if (endedHere) {
      this.ended.push({ choices, from: Math.max(from, met) });
      return undefined;
    }
    if (situation?.blind !== undefined) this.makeEveryRun(situation.blind);
    if (run.trace.length >= this.eventsMax) this.makeEveryRun('A run comes near its limit of events.');
    return run;
  }

  private isWithin(atUs: number): boolean {
    const { between } = this.spec;
    return between === undefined || (atUs >= between.minMs * 1000 && atUs <= between.maxMs * 1000);
  }

  private hasMessageFaults(): boolean {
    const { drop, delayMs, duplicateAfterMs } = this.spec;
    return drop === true || delayMs !== undefined || duplicateAfterMs !== undefined;
  }

  private messageFaults({ key: message }: Message): MessageFault[] {
    const { drop, delayMs = [], duplicateAfterMs = [] } = this.spec;
    return [
      ...(drop === true ? [{ kind: 'drop' as const, message }] : []),
      ...delayMs.map((byMs) => ({ kind: 'delay' as const, message, byMs })),
      ...duplicateAfterMs.map((afterMs) => ({ kind: 'duplicate' as const, message, afterMs })),
    ];
  }

  private strikes({ node }: Step): boolean {
    const { crash, pause } = this.spec;
    return includes(crash?.nodes, node) || includes(pause?.nodes, node);
  }

  private stepFaults({ node, incarnation, step, call }: Step, view: WorldView): StepFault[] {
    const { crash, pause } = this.spec;
    const at = { node, incarnation, step };
    const faults: StepFault[] = [];
    // One that the system model forbids would not happen: the run without it comes anyway.
    if (crash !== undefined && includes(crash.nodes, node) && this.mayCrash(node, view)) {
      const { restartAfterMs } = crash;
      for (let openWritesDone = 0; openWritesDone <= view.openWrites(node); openWritesDone++)
        faults.push({ kind: 'crash', at, restartAfterMs, openWritesDone });
    }
    // A pause before the end of a turn is the same as one before the next.
    if (pause !== undefined && includes(pause.nodes, node) && call !== 'end')
      for (const forMs of pause.forMs) faults.push({ kind: 'pause', at, forMs });
    return faults;
  }

  private mayCrash(node: NodeId, view: WorldView): boolean {
    return this.id.scenario.mayCrash?.(node, view) ?? true;
  }
}

function includes(nodes: readonly NodeId[] | undefined, node: NodeId): boolean {
  return nodes?.includes(node) === true;
}

/** The kinds of faults that a search may choose from. */
export function kindsOf(spec: Exhaust): ('drop' | 'delay' | 'duplicate' | 'crash' | 'pause')[] {
  const { drop, delayMs, duplicateAfterMs, crash, pause } = spec;
  return [
    ...(drop === true ? (['drop'] as const) : []),
    ...(delayMs !== undefined ? (['delay'] as const) : []),
    ...(duplicateAfterMs !== undefined ? (['duplicate'] as const) : []),
    ...(crash !== undefined ? (['crash'] as const) : []),
    ...(pause !== undefined ? (['pause'] as const) : []),
  ];
}
