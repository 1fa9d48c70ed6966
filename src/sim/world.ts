import type { Json, NodeId } from '../api.ts';
import { canonicalJson } from '../util/canonical.ts';
import { keyed } from '../util/prng.ts';
import { Agenda } from './agenda.ts';
import { EPOCH_MS, RateClock } from './clock.ts';
import type { Decider, Step, WorldView } from './decider.ts';
import { Disks } from './disks.ts';
import { Draw, drawRate, spread } from './draws.ts';
import { toMicros, type Fault, type PauseFault } from './fault.ts';
import { describeThrown, methodOf } from './foreign.ts';
import { FileState, Files } from './files.ts';
import { Intervals } from './intervals.ts';
import { copyJson } from './json-copy.ts';
import { createEvent } from './kept.ts';
import { Life } from './life.ts';
import { Network } from './network.ts';
import type { BudgetMeter, ProgramEnv } from './program.ts';
import type { PromiseRealm } from './promise.ts';
import { SimNode, type Work } from './sim-node.ts';
import { TimedFaults } from './timed-faults.ts';
import type { NodeSpec, RunLimits, Surroundings } from './topology.ts';
import type { EventBody, EventRef, TraceEvent } from './trace.ts';

/** What one run needs besides its nodes. */
export interface WorldOptions {
  readonly seed: number;
  readonly endMs: number;
  readonly surroundings: Surroundings;
  readonly limits: RunLimits;
  readonly decider: Decider;
  readonly runtime: Runtime;
  /** Called before the first event of each instant but 0; may call {@link World.finish}. */
  readonly onMoment?: (world: World) => void;
}

/** What programs run on: one promise realm and one meter, used by one run at a time. */
export interface Runtime {
  readonly realm: PromiseRealm;
  readonly meter: BudgetMeter;
  /** Whether the promise jobs of a turn went past their budget, since this was last asked. */
  jobsOverrun(): boolean;
  /** What one program instance is handed. `print` gets what it writes to its console. */
  environment(helpers: Readonly<Record<string, unknown>>, print: (text: string) => void): ProgramEnv;
  /** Freezes what several program instances can reach, with all that it leads to. */
  protect<T>(value: T): T;
}

/**
 * How a run ended: its time was up, nothing was left to happen, or a budget was exceeded
 * (`steps`, `depth` or promise `jobs` within one turn; `events`, `stored` values or `steps-of-run` in the run).
 */
export type Ending =
  | { readonly reason: 'time' | 'quiet' }
  | {
      readonly reason: 'steps' | 'depth' | 'stored' | 'jobs' | 'events' | 'steps-of-run';
      readonly node: NodeId;
      readonly line: number;
    };

/** Of what a turn does before its first event. */
const NO_CAUSE: EventRef = Object.freeze({ seq: -1 });

/**
 * The simulated world: virtual time, nodes, network, clocks, disks. Everything in it follows from its options and
 * from what the script does; nothing depends on the host.
 *
 * Turns run ahead: a call into the harness is stamped with its node's local instant (`SimNode.localUs`) and takes
 * effect when the agenda reaches that instant ({@link World.commit}).
 */
export class World implements WorldView {
  readonly options: WorldOptions;
  /** Faults that happened, in order; {@link import("./decider.ts").replayOf} this list gives the same run. */
  readonly fired: Fault[] = [];
  /** Those that were given, as they were given: what fired may have another instant. */
  private readonly happened = new Set<Fault>();
  readonly nodes = new Map<NodeId, SimNode>();
  /** True instant at which the last fault so far was over, in µs; `Infinity` while one has no end yet. */
  private lastFaultUs = 0;
  readonly network: Network;
  readonly disks: Disks;
  readonly files: Files;
  readonly intervals: Intervals;
  readonly life: Life;
  private readonly timedFaults: TimedFaults;
  private events: TraceEvent[] = [];
  /** What is going to happen. */
  agenda: Agenda;
  /** Counts what the run keeps of a program's values; throws when that is too much. */
  readonly stored = (size: number): void => this.options.runtime.meter.store(size);
  private readonly endUs: number;
  private timeUs = 0;
  private ending: Ending | undefined;

  constructor(options: WorldOptions) {
    this.options = options;
    options.runtime.meter.beginRun();
    this.endUs = toMicros(options.endMs);
    this.agenda = new Agenda(options.surroundings.shuffleTies ? keyed(options.seed, Draw.Ties) : undefined);
    this.network = new Network(this);
    this.disks = new Disks(this);
    this.files = new Files(this);
    this.intervals = new Intervals(options.seed, options.surroundings.uncertainty);
    this.life = new Life(this);
    this.timedFaults = new TimedFaults(this);
  }

  // ---- what the script, deciders and checks ask

  nowUs(): number {
    return this.timeUs;
  }

  trace(): readonly TraceEvent[] {
    return this.events;
  }

  isUp(id: NodeId): boolean {
    return this.node(id).up;
  }

  isStarted(id: NodeId): boolean {
    const node = this.node(id);
    return node.up && node.started;
  }

  incarnation(id: NodeId): number {
    return this.node(id).incarnation;
  }

  openWrites(id: NodeId): number {
    return this.node(id).openWrites();
  }

  unsynced(id: NodeId): readonly number[] {
    return this.node(id).file?.unsynced() ?? [];
  }

  down(ids: readonly NodeId[]): number {
    return ids.filter((id) => !this.isStarted(id)).length;
  }

  /** The instant at which the last fault was over, in µs; `Infinity` while a restart is not complete. */
  faultsOverUs(): number {
    return this.life.restarting.size > 0 ? Infinity : this.lastFaultUs;
  }

  /** Why the run ended, once it has. */
  get ended(): Ending {
    return this.ending ?? { reason: 'time' };
  }

  /** @throws Error for a name that no node has */
  node(id: NodeId): SimNode {
    const node = this.nodes.get(id);
    if (node === undefined) {
      throw new Error(`There is no node "${id}" here. Nodes: ${[...this.nodes.keys()].join(', ')}.`);
    }
    return node;
  }

  /** Whether this very fault, as it was given, happened. */
  hasHappened(fault: Fault): boolean {
    return this.happened.has(fault);
  }

  // ---- set-up and the main loop

  /** Adds a node; it boots at `atUs`, by default at once. */
  addNode(spec: NodeSpec, atUs = this.timeUs): void {
    if (this.nodes.has(spec.id)) throw new Error(`Two nodes are called "${spec.id}".`);
    const index = this.nodes.size;
    const { seed, surroundings } = this.options;
    const realMicros = drawRate(surroundings, keyed(seed, Draw.Rate, index));
    const offset = spread(keyed(seed, Draw.Offset, index), surroundings.offsetMs);
    const timeOfDay = new RateClock(atUs, (EPOCH_MS + offset) * 1000 + atUs, realMicros);
    const capacity = surroundings.inbox?.(spec.id) ?? Infinity;
    const node = new SimNode(
      spec,
      index,
      new RateClock(atUs, 0, realMicros),
      timeOfDay,
      { aheadUs: offset * 1000, realMicros },
      capacity,
    );
    if ('factory' in spec && spec.granted.includes('file')) node.file = new FileState();
    this.nodes.set(spec.id, node);
    this.agenda.add(atUs, () => this.life.boot(node));
  }

  /** Enters a callback of the script. */
  at(atUs: number, run: () => void): void {
    this.agenda.add(Math.max(atUs, this.timeUs), run);
  }

  /** The instants at which something is going to happen, in order, in µs. */
  pendingInstants(): readonly number[] {
    return this.agenda.instants();
  }

  /** Ends the run now, as if its time were up. */
  finish(): void {
    this.ending ??= { reason: 'time' };
  }

  /** Runs to the end. */
  run(): Ending {
    for (const fault of this.options.decider.given ?? []) this.inject(fault);
    const { agenda } = this;
    while (this.ending === undefined) {
      const next = agenda.nextUs();
      if (next === undefined) {
        this.timeUs = this.endUs;
        return (this.ending = { reason: 'quiet' });
      }
      if (next > this.endUs) {
        this.timeUs = this.endUs;
        return (this.ending = { reason: 'time' });
      }
      if (next > this.timeUs && this.options.onMoment !== undefined) {
        this.timeUs = next;
        this.options.onMoment(this);
        continue;
      }
      this.timeUs = next;
      agenda.take()?.due();
    }
    return this.ending;
  }

  /**
   * Lets go of what the run has gathered, once its results were taken. Engines keep what a program's closures refer
   * to for longer than the run (in V8, the shape of each generator function holds its scope until a full collection),
   * and all of a run can be reached from there. No promise job of this run is left for the next.
   */
  close(): void {
    this.options.runtime.realm.reset();
    this.events = [];
    this.agenda = new Agenda(undefined);
    for (const node of this.nodes.values()) node.close();
    this.nodes.clear();
  }

  // ---- events and instants

  /** Puts an event into the trace now. */
  record(node: SimNode | undefined, body: EventBody, cause: number, line = 0): number {
    const seq = this.events.length;
    const incarnation = node?.incarnation ?? 0;
    const event = createEvent(seq, this.timeUs, node?.id ?? '', incarnation, cause, line, body);
    this.events.push(event);
    if (seq >= this.options.limits.eventsPerRun && this.ending === undefined) {
      this.ending = { reason: 'events', node: event.node, line };
    }
    this.options.decider.onEvent?.(event, this);
    return seq;
  }

  /** Whether the node's local instant is the world's, and nothing it did before is still to come. */
  isNow(node: SimNode): boolean {
    return node.localUs <= this.timeUs && node.outbox.length === 0;
  }

  /** Makes an effect happen at the node's local instant, after the effects of its earlier calls. */
  commit(node: SimNode, effect: () => void): void {
    if (this.isNow(node)) {
      effect();
      return;
    }
    node.outbox.push(effect);
    this.agenda.add(Math.max(node.localUs, this.timeUs), () => node.outbox.shift()?.());
  }

  /** Records the event that begins the current turn, at the local instant: it causes what follows in the turn. */
  open(node: SimNode, body: EventBody, cause: number, then?: (seq: number) => void): void {
    const ref: EventRef = { seq: -1 };
    node.turnCause = ref;
    if (then === undefined && this.isNow(node)) {
      ref.seq = this.record(node, body, cause);
      return;
    }
    this.commit(node, () => {
      ref.seq = this.record(node, body, cause);
      then?.(ref.seq);
    });
  }

  /** Records an event of the current turn at the node's local instant. */
  emit(node: SimNode, body: EventBody, line = this.lineOf(node), then?: (seq: number) => void): void {
    if (node.doomed) return;
    const cause = node.turnCause;
    if (then === undefined && this.isNow(node)) {
      this.record(node, body, cause.seq, line);
      return;
    }
    this.commit(node, () => {
      const seq = this.record(node, body, cause.seq, line);
      then?.(seq);
    });
  }

  /** The learner's line that runs now, or 0. */
  lineOf(node: SimNode): number {
    return node.inTurn && node.isProgram ? this.options.runtime.meter.line : 0;
  }

  /**
   * A step of the current turn: a pause or a crash may strike just before it.
   *
   * @returns whether the node goes on
   */
  step(node: SimNode, call: Step['call'], about: string): boolean {
    if (node.doomed) return false;
    const step = node.step++;
    if (node.localUs <= node.slowUntilUs && call !== 'end') this.slowDown(node);
    const { decider } = this.options;
    if (decider.onStep === undefined) return true;
    const { id, incarnation } = node;
    const fault = decider.onStep({ node: id, incarnation, step, call, about, atUs: node.localUs }, this);
    if (fault === undefined) return true;
    if (fault.kind === 'pause') {
      this.fire(fault);
      this.pause(node, fault);
      return true;
    }
    if (!this.life.mayCrash(node)) return true;
    this.fire(fault);
    node.doomed = true;
    this.commit(node, () => this.life.crash(node, fault));
    return false;
  }

  private slowDown(node: SimNode): void {
    let us = 0;
    for (const slow of node.slow)
      if (slow.fromUs < node.localUs && node.localUs <= slow.untilUs) us += slow.byUs;
    node.localUs += us;
    if (us > 0) this.faultOver(node.localUs);
  }

  /** Begins a turn now, or as soon as the node is free. */
  enqueue(node: SimNode, work: Work): void {
    if (node.inTurn || node.localUs > this.timeUs || node.inbox.length > 0) {
      node.inbox.push(work);
      if (!node.inTurn) this.wakeLater(node);
    } else {
      this.turn(node, work);
    }
  }

  /** As {@link enqueue}, but after `start()` has settled. */
  enqueueStarted(node: SimNode, work: Work): void {
    if (node.started) this.enqueue(node, work);
    else node.held.push(work);
  }

  private wakeLater(node: SimNode): void {
    const atUs = Math.max(node.localUs, this.timeUs);
    if (node.wakeAtUs >= atUs) return;
    node.wakeAtUs = atUs;
    this.agenda.add(atUs, () => {
      if (node.wakeAtUs === atUs) node.wakeAtUs = -1;
      while (node.inbox.length > 0 && node.localUs <= this.timeUs && this.ending === undefined) {
        const work = node.inbox.shift();
        if (work !== undefined) this.turn(node, work);
      }
      if (node.inbox.length > 0) this.wakeLater(node);
    });
  }

  private turn(node: SimNode, work: Work): void {
    if (node.localUs < this.timeUs) node.localUs = this.timeUs;
    const { runtime } = this.options;
    const { meter, realm } = runtime;
    const byProgram = node.isProgram;
    if (byProgram) meter.reset();
    node.inTurn = true;
    node.turnCause = NO_CAUSE;
    if (this.step(node, 'turn', '')) work.run();
    else work.lost?.();
    if (byProgram) {
      realm.drain();
      const overrun = meter.overrun;
      const jobsOverrun = runtime.jobsOverrun();
      const unhandled = realm.takeUnhandled();
      // What a doomed turn goes on to do has not happened.
      if (!node.doomed) {
        if (overrun !== undefined) this.ending = { reason: overrun.kind, node: node.id, line: overrun.line };
        else if (jobsOverrun) this.ending = { reason: 'jobs', node: node.id, line: meter.line };
        else {
          for (const reason of unhandled) this.escaped(node, reason, 'unhandled rejection');
          if (meter.stepsOfRun > this.options.limits.stepsPerRun)
            this.ending = { reason: 'steps-of-run', node: node.id, line: meter.line };
        }
      }
    }
    if (this.step(node, 'end', '')) this.show(node);
    node.inTurn = false;
    if (node.inbox.length > 0) this.wakeLater(node);
  }

  /** An exception that left the program: an event with its line. The node lives on. */
  escaped(node: SimNode, thrown: unknown, where: string): void {
    if (node.doomed) return;
    const { meter } = this.options.runtime;
    const line = node.isProgram ? meter.lineOf(thrown) : 0;
    this.emit(node, { kind: 'error', text: describeThrown(thrown), where }, line);
  }

  /**
   * Asks a program outside its turns, without faults: steps are not counted, and nothing it calls has an effect.
   *
   * @returns `undefined` also when it threw
   */
  probe<T>(node: SimNode, ask: () => T): T | undefined {
    const { meter, realm } = this.options.runtime;
    meter.reset();
    if (node.localUs < this.timeUs) node.localUs = this.timeUs;
    const { doomed } = node;
    node.doomed = true;
    try {
      return ask();
    } catch {
      return undefined;
    } finally {
      realm.drain();
      realm.takeUnhandled();
      node.doomed = doomed;
      const overrun = meter.overrun;
      if (overrun !== undefined) this.ending = { reason: overrun.kind, node: node.id, line: overrun.line };
    }
  }

  /** Reads the methods by which a program shows its state; what is new becomes an event. */
  private show(node: SimNode): void {
    if (!node.started || !('factory' in node.spec) || node.spec.shows === undefined) return;
    const values: Record<string, Json> = {};
    for (const method of node.spec.shows) {
      const value = this.probe(node, () => methodOf(node.instance, method)?.());
      values[method] = this.probe(node, () => copyJson(value, `What ${method} gave`, this.stored)) ?? null;
    }
    const text = canonicalJson(values);
    if (text === node.shown) return;
    node.shown = text;
    this.emit(node, { kind: 'shows', values });
  }

  // ---- for the parts of the world

  /** Told of operations that a crash left open. Set by the script. */
  onOperationCut: ((op: number) => void) | undefined;

  /** The node stands still from its local instant on. */
  pause(node: SimNode, fault: PauseFault): void {
    const untilUs = Math.max(node.localUs, this.timeUs) + toMicros(fault.forMs);
    this.emit(node, { kind: 'pause', untilUs });
    node.localUs = untilUs;
    this.faultOver(untilUs);
  }

  /** Makes a fault happen at the end of this instant, or later. */
  inject(fault: Fault): void {
    this.timedFaults.inject(fault);
  }

  /** Notes that a fault happens now, as it is to be replayed. */
  fire(fault: Fault, given: Fault = fault): void {
    this.fired.push(fault);
    this.happened.add(given);
  }

  /** A fault was over at that instant, or will be. */
  faultOver(atUs: number): void {
    if (atUs > this.lastFaultUs) this.lastFaultUs = atUs;
  }

  /** The next seeded random number of the node, in [0, 1), of 53 bits. */
  random(node: SimNode): number {
    const count = node.randomCount++;
    const { seed } = this.options;
    const high = keyed(seed, Draw.Random, node.index, node.incarnation, count, 0) >>> 6;
    const low = keyed(seed, Draw.Random, node.index, node.incarnation, count, 1) >>> 5;
    return (high * 0x800_0000 + low) / 0x20_0000_0000_0000;
  }
}
