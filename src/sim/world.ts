import type { Json, NodeId } from '../api.ts';
import { keyed } from '../util/prng.ts';
import { Agenda } from './agenda.ts';
import { RateClock, SECOND_US } from './clock.ts';
import { createCourseSide } from './course-side.ts';
import type { Decider, Step, WorldView } from './decider.ts';
import {
  isStepMoment,
  toMicros,
  type CrashFault,
  type Fault,
  type LinkKey,
  type PauseFault,
} from './fault.ts';
import { createNodeApi } from './harness.ts';
import { cloneJson, copyJson } from './json-copy.ts';
import { describeThrown, isThenable, methodOf } from './foreign.ts';
import type { BudgetMeter, ProgramEnv } from './program.ts';
import type { PromiseRealm } from './promise.ts';
import { SimNode, type DiskOperation, type Work } from './sim-node.ts';
import type { Hand, NodeSpec, RunLimits, Span, Surroundings } from './topology.ts';
import type { EventBody, EventRef, Message, TraceEvent } from './trace.ts';

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
  /** Gets what programs write to their console; set at the start of each turn. */
  print: (text: string) => void;
  /** What a program instance is handed. */
  environment(helpers: Readonly<Record<string, unknown>>): ProgramEnv;
}

/**
 * How a run ended: its time was up, nothing was left to happen, or a budget was exceeded
 * (`steps`, `depth` or promise `jobs` within one turn, `events` in the run).
 */
export type Ending =
  | { readonly reason: 'time' | 'quiet' }
  | { readonly reason: 'steps' | 'depth' | 'jobs' | 'events'; readonly node: NodeId; readonly line: number };

interface Cut {
  readonly links: ReadonlySet<LinkKey>;
  readonly fromUs: number;
  readonly untilUs: number;
}

interface Slow extends Cut {
  readonly byUs: number;
}

const EPOCH_MS = 1_790_000_000_000;
const enum Draw {
  Delay = 1,
  Disk,
  Random,
  Rate,
  Monotonic,
  Offset,
  Ties,
}

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
  readonly nodes = new Map<NodeId, SimNode>();
  /** True instant at which the last fault so far was over, in µs; `Infinity` while one has no end yet. */
  private lastFaultUs = 0;
  private readonly restarting = new Set<SimNode>();
  private events: TraceEvent[] = [];
  private agenda: Agenda;
  private readonly endUs: number;
  private readonly cuts: Cut[] = [];
  private readonly slowLinks: Slow[] = [];
  private readonly slowDisks: { node: NodeId; fromUs: number; untilUs: number; byUs: number }[] = [];
  private timeUs = 0;
  private ending: Ending | undefined;
  private readonly linkIndex = new Map<LinkKey, number>();

  constructor(options: WorldOptions) {
    this.options = options;
    this.endUs = toMicros(options.endMs);
    this.agenda = new Agenda(options.surroundings.shuffleTies ? keyed(options.seed, Draw.Ties) : undefined);
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

  down(ids: readonly NodeId[]): number {
    return ids.filter((id) => !this.isStarted(id)).length;
  }

  /** The instant at which the last fault was over, in µs; `Infinity` while a restart is not complete. */
  faultsOverUs(): number {
    return this.restarting.size > 0 ? Infinity : this.lastFaultUs;
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

  // ---- set-up and the main loop

  /** Adds a node; it boots at `atUs`, by default at once. */
  addNode(spec: NodeSpec, atUs = this.timeUs): void {
    if (this.nodes.has(spec.id)) throw new Error(`Two nodes are called "${spec.id}".`);
    const index = this.nodes.size;
    const { seed, surroundings } = this.options;
    const realMicros = drawRate(surroundings, keyed(seed, Draw.Rate, index));
    const offset = spread(keyed(seed, Draw.Offset, index), surroundings.offsetMs);
    const timeOfDay = new RateClock(atUs, (EPOCH_MS + offset) * 1000 + atUs, realMicros);
    const node = new SimNode(spec, index, new RateClock(atUs, 0, realMicros), timeOfDay, realMicros);
    this.nodes.set(spec.id, node);
    this.agenda.add(atUs, () => this.boot(node));
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
      agenda.take()?.();
    }
    return this.ending;
  }

  /**
   * Lets go of what the run has gathered, once its results were taken. Engines keep what a program's closures refer
   * to for longer than the run (in V8, the shape of each generator function holds its scope until a full collection),
   * and all of a run can be reached from there.
   */
  close(): void {
    this.events = [];
    this.agenda = new Agenda(undefined);
    for (const node of this.nodes.values()) node.close();
    this.nodes.clear();
  }

  // ---- events and instants

  /** Puts an event into the trace now. */
  record(node: SimNode | undefined, body: EventBody, cause: number, line = 0): number {
    const seq = this.events.length;
    const event: TraceEvent = {
      seq,
      atUs: this.timeUs,
      node: node?.id ?? '',
      incarnation: node?.incarnation ?? 0,
      cause,
      line,
      ...body,
    };
    this.events.push(event);
    if (seq >= this.options.limits.eventsPerRun && this.ending === undefined) {
      this.ending = { reason: 'events', node: event.node, line };
    }
    this.options.decider.onEvent?.(event, this);
    return seq;
  }

  /** Whether the node's local instant is the world's, and nothing it did before is still to come. */
  private isNow(node: SimNode): boolean {
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
    return node.inTurn && 'factory' in node.spec ? this.options.runtime.meter.line : 0;
  }

  /**
   * A step of the current turn: a pause or a crash may strike just before it.
   *
   * @returns whether the node goes on
   */
  step(node: SimNode, call: Step['call'], about: string): boolean {
    if (node.doomed) return false;
    const step = node.step++;
    const { decider } = this.options;
    if (decider.onStep === undefined) return true;
    const { id, incarnation } = node;
    const fault = decider.onStep({ node: id, incarnation, step, call, about, atUs: node.localUs }, this);
    if (fault === undefined) return true;
    if (fault.kind === 'pause') {
      this.fired.push(fault);
      this.pause(node, fault);
      return true;
    }
    if (!this.crashAllowed(node)) return true;
    this.fired.push(fault);
    node.doomed = true;
    this.commit(node, () => this.crash(node, fault));
    return false;
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
    const byProgram = 'factory' in node.spec;
    if (byProgram) {
      meter.reset();
      runtime.print = node.print;
    }
    node.inTurn = true;
    node.turnCause = { seq: -1 };
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
        else for (const reason of unhandled) this.escaped(node, reason, 'unhandled rejection');
      }
    }
    this.step(node, 'end', '');
    node.inTurn = false;
    if (node.inbox.length > 0) this.wakeLater(node);
  }

  /** An exception that left the program: an event with its line. The node lives on. */
  escaped(node: SimNode, thrown: unknown, where: string): void {
    if (node.doomed) return;
    const { meter } = this.options.runtime;
    const line = 'factory' in node.spec ? meter.lineOf(thrown) : 0;
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

  // ---- boot, crash, pause

  private boot(node: SimNode): void {
    const { seed } = this.options;
    node.incarnation++;
    node.up = true;
    node.doomed = false;
    node.started = false;
    node.bootedAtUs = this.timeUs;
    node.localUs = this.timeUs;
    node.wakeAtUs = -1;
    node.step = 0;
    node.randomCount = 0;
    node.forgetOrdinals();
    node.pending.clear();
    const shown = keyed(seed, Draw.Monotonic, node.index, node.incarnation) % (7_200 * SECOND_US);
    node.monotonic = new RateClock(this.timeUs, shown, node.realMicros);
    for (const change of node.rateChanges) if (change.atUs >= this.timeUs) node.monotonic.change(change);
    this.enqueue(node, {
      run: () => {
        this.open(node, { kind: 'boot' }, -1);
        if ('course' in node.spec) this.bootCourse(node, node.spec.course);
        else this.bootProgram(node, node.spec);
      },
    });
  }

  private bootCourse(node: SimNode, create: Extract<NodeSpec, { course: unknown }>['course']): void {
    node.course = create(createCourseSide(this, node));
    this.markStarted(node);
  }

  private bootProgram(node: SimNode, spec: Extract<NodeSpec, { factory: unknown }>): void {
    const { runtime } = this.options;
    const incarnation = node.incarnation;
    node.instance = undefined;
    let started: unknown;
    try {
      const api = createNodeApi(this, node, spec.withheld);
      node.print = (text) => api.log(text);
      runtime.print = node.print;
      node.program = spec.factory(runtime.environment(spec.helpers));
      if (spec.shape === 'function') {
        node.api = api;
      } else {
        const Exported: unknown = node.program[spec.exportName];
        if (typeof Exported !== 'function')
          throw new TypeError(`The export "${spec.exportName}" is not a class.`);
        const instance: unknown = Reflect.construct(Exported, [api, ...spec.args(this.handFor(node))]);
        node.instance = instance;
        const start = methodOf(instance, 'start');
        if (start !== undefined) started = start();
      }
    } catch (thrown) {
      this.escaped(node, thrown, 'boot');
      this.markStarted(node);
      return;
    }
    if (isThenable(started)) {
      runtime.realm.Promise.resolve(started).then(
        () => {
          if (node.lives(incarnation)) this.markStarted(node);
        },
        (thrown: unknown) => {
          if (!node.lives(incarnation)) return;
          this.escaped(node, thrown, 'start');
          this.commit(node, () => this.stop(node));
        },
      );
    } else {
      this.markStarted(node);
    }
  }

  private handFor(node: SimNode): Hand {
    const incarnation = node.incarnation;
    return (name, onCall) =>
      Object.freeze((...args: unknown[]) => {
        const copies = args.map((arg, i) => copyJson(arg, `argument ${i + 1} of ${name}`));
        if (!node.lives(incarnation) || !this.step(node, 'function', name)) return;
        this.emit(node, { kind: 'call', name, args: copies });
        if (onCall !== undefined) this.commit(node, () => onCall(...copies));
      });
  }

  private markStarted(node: SimNode): void {
    const incarnation = node.incarnation;
    this.emit(node, { kind: 'started' });
    this.commit(node, () => {
      if (!node.up || node.incarnation !== incarnation) return;
      node.started = true;
      node.startedAtUs = this.timeUs;
      if (this.restarting.delete(node)) this.faultOver(this.timeUs);
      for (const work of node.held.splice(0)) this.enqueue(node, work);
    });
  }

  private crashAllowed(node: SimNode): boolean {
    return this.options.decider.mayCrash?.(node.id, this) ?? true;
  }

  private crash(node: SimNode, fault: CrashFault): void {
    if (!node.up) return;
    const openWrites = node.openWrites();
    const openWritesDone = Math.min(fault.openWritesDone ?? 0, openWrites);
    const seq = this.record(node, { kind: 'crash', openWrites, openWritesDone }, -1);
    let left = openWritesDone;
    for (const { key, value } of node.diskQueue) {
      if (value === undefined || left-- <= 0) continue;
      node.disk.set(key, value);
      this.record(node, { kind: 'disk-durable', key, value }, seq);
    }
    this.restarting.delete(node);
    this.stop(node);
    if (fault.restartAfterMs === null) {
      this.faultOver(this.timeUs);
    } else {
      this.restarting.add(node);
      this.agenda.add(this.timeUs + toMicros(fault.restartAfterMs), () => this.boot(node));
    }
  }

  /** Ends an incarnation: what waited is lost. */
  private stop(node: SimNode): void {
    node.up = false;
    node.started = false;
    node.doomed = true;
    node.course = undefined;
    node.instance = undefined;
    node.diskQueue = [];
    node.diskFreeAtUs = this.timeUs;
    node.pending.clear();
    const waiting = [...node.inbox.splice(0), ...node.held.splice(0)];
    for (const work of waiting) work.lost?.();
    const open = [...node.openOperations];
    node.openOperations.clear();
    for (const op of open) this.onOperationCut?.(op);
  }

  /** Told of operations that a crash left open. Set by the script. */
  onOperationCut: ((op: number) => void) | undefined;

  private pause(node: SimNode, fault: PauseFault): void {
    const untilUs = Math.max(node.localUs, this.timeUs) + toMicros(fault.forMs);
    this.emit(node, { kind: 'pause', untilUs });
    node.localUs = untilUs;
    this.faultOver(untilUs);
  }

  // ---- faults by time

  inject(fault: Fault): void {
    switch (fault.kind) {
      case 'crash':
      case 'pause': {
        const { at } = fault;
        if (isStepMoment(at)) return;
        this.strike(this.node(at.node), toMicros(at.atMs), fault);
        return;
      }
      case 'clock-step':
      case 'clock-rate':
        this.changeClock(fault);
        return;
      case 'partition':
      case 'slow-link':
      case 'slow-disk':
        this.disturb(fault);
        return;
      case 'drop':
      case 'delay':
      case 'duplicate':
        return;
    }
  }

  /** A crash or pause by time: at the end of its instant, no earlier than the node's local instant. */
  private strike(node: SimNode, atUs: number, fault: CrashFault | PauseFault): void {
    const dueUs = Math.max(atUs, this.timeUs);
    this.agenda.addFault(dueUs, `${fault.kind} ${node.id}`, () => {
      if (node.localUs > this.timeUs && node.up) {
        this.strike(node, node.localUs, fault);
        return;
      }
      if (!node.up || node.doomed) return;
      if (fault.kind === 'crash' && !this.crashAllowed(node)) return;
      this.fired.push({ ...fault, at: { node: node.id, atMs: this.timeUs / 1000 } });
      if (fault.kind === 'crash') {
        this.crash(node, fault);
        return;
      }
      node.localUs = this.timeUs;
      node.turnCause = { seq: -1 };
      this.pause(node, fault);
    });
  }

  private changeClock(fault: Extract<Fault, { kind: 'clock-step' | 'clock-rate' }>): void {
    const node = this.node(fault.at.node);
    const atUs = Math.max(toMicros(fault.at.atMs), this.timeUs, node.localUs);
    this.fired.push({ ...fault, at: { node: node.id, atMs: atUs / 1000 } });
    if (fault.kind === 'clock-step') {
      node.timeOfDay.change({ atUs, stepUs: toMicros(fault.byMs) });
      this.agenda.addFault(atUs, `clock-step ${node.id}`, () =>
        this.record(node, { kind: 'clock-step', byMs: fault.byMs }, -1),
      );
    } else {
      const { realMicros } = fault;
      node.timeOfDay.change({ atUs, realMicros });
      node.monotonic.change({ atUs, realMicros });
      node.rateChanges.push({ atUs, realMicros });
      this.agenda.addFault(atUs, `clock-rate ${node.id}`, () => {
        node.realMicros = realMicros;
        this.record(node, { kind: 'clock-rate', realMicros }, -1);
      });
    }
    this.faultOver(atUs);
  }

  private disturb(fault: Extract<Fault, { kind: 'partition' | 'slow-link' | 'slow-disk' }>): void {
    const fromUs = Math.max(toMicros(fault.fromMs), this.timeUs);
    const untilUs = toMicros(fault.untilMs);
    if (untilUs <= fromUs) return;
    this.fired.push({ ...fault, fromMs: fromUs / 1000 });
    this.faultOver(untilUs);
    if (fault.kind === 'slow-disk') {
      const byUs = toMicros(fault.byMs);
      this.slowDisks.push({ node: fault.node, fromUs, untilUs, byUs });
      const node = this.node(fault.node);
      this.agenda.addFault(fromUs, `slow-disk ${node.id}`, () =>
        this.record(node, { kind: 'slow-disk', untilUs, byMs: fault.byMs }, -1),
      );
      return;
    }
    const links = new Set(fault.links);
    const body: EventBody =
      fault.kind === 'partition'
        ? { kind: 'partition', links: fault.links, untilUs }
        : { kind: 'slow-link', links: fault.links, untilUs, byMs: fault.byMs };
    if (fault.kind === 'partition') this.cuts.push({ links, fromUs, untilUs });
    else this.slowLinks.push({ links, fromUs, untilUs, byUs: toMicros(fault.byMs) });
    const key = `${fault.kind} ${fault.links.join(' ')}`;
    this.agenda.addFault(fromUs, key, () => this.record(undefined, body, -1));
    this.agenda.addFault(untilUs, key, () =>
      this.record(undefined, { kind: 'heal', links: fault.links }, -1),
    );
  }

  private faultOver(atUs: number): void {
    if (atUs > this.lastFaultUs) this.lastFaultUs = atUs;
  }

  // ---- network

  /** A message leaves its sender: the faults at it are decided, and its copies go on their way. */
  dispatch(message: Message, cause: number, line: number): void {
    const sender = this.node(message.from);
    const sent = this.record(sender, { kind: 'send', message }, cause, line);
    const link: LinkKey = `${message.from}>${message.to}`;
    const dueUs = this.timeUs + this.delayUs(message, link);
    if (this.isCut(link)) {
      this.record(sender, { kind: 'lost', message, copy: 0, why: 'partition' }, sent);
      return;
    }
    let extraUs = 0;
    let dropped = false;
    const copies: number[] = [];
    for (const fault of this.options.decider.onMessage?.(message, this) ?? []) {
      this.fired.push(fault);
      if (fault.kind === 'drop') dropped = true;
      else if (fault.kind === 'delay') extraUs += toMicros(fault.byMs);
      else copies.push(toMicros(fault.afterMs));
    }
    if (dropped) {
      this.record(sender, { kind: 'lost', message, copy: 0, why: 'drop' }, sent);
      this.faultOver(this.timeUs);
      return;
    }
    const arrivesUs = dueUs + extraUs;
    if (extraUs > 0) this.faultOver(arrivesUs);
    this.agenda.add(arrivesUs, () => this.arrive(message, 0, sent, link));
    copies.forEach((afterUs, i) => {
      this.faultOver(arrivesUs + afterUs);
      this.agenda.add(arrivesUs + afterUs, () => this.arrive(message, i + 1, sent, link));
    });
  }

  private delayUs(message: Message, link: LinkKey): number {
    const { minMs, maxMs } = this.options.surroundings.link(message.from, message.to);
    let index = this.linkIndex.get(link);
    if (index === undefined) {
      index = this.linkIndex.size;
      this.linkIndex.set(link, index);
    }
    const from = this.node(message.from);
    const to = this.node(message.to);
    const ordinal = from.nextOrdinal('delay', to.index);
    let us = within(
      { minMs, maxMs },
      keyed(this.options.seed, Draw.Delay, from.index, to.index, from.incarnation, ordinal),
    );
    for (const slow of this.slowLinks) if (covers(slow, link, this.timeUs)) us += slow.byUs;
    return us;
  }

  private isCut(link: LinkKey): boolean {
    for (const cut of this.cuts) if (covers(cut, link, this.timeUs)) return true;
    return false;
  }

  private arrive(message: Message, copy: number, sent: number, link: LinkKey): void {
    const receiver = this.node(message.to);
    const lost = (why: 'partition' | 'down' | 'stale'): void => {
      this.record(receiver, { kind: 'lost', message, copy, why }, sent);
    };
    if (this.isCut(link)) return lost('partition');
    if (!receiver.up) return lost('down');
    if (message.kind === 'reply') {
      const resolve = message.answers === undefined ? undefined : receiver.pending.get(message.answers);
      if (message.answers === undefined || resolve === undefined) return lost('stale');
      receiver.pending.delete(message.answers);
      this.enqueue(receiver, {
        run: () => {
          this.open(receiver, { kind: 'deliver', message, copy }, sent);
          resolve(cloneJson(message.body));
        },
        lost: () => lost('down'),
      });
      return;
    }
    this.enqueueStarted(receiver, {
      run: () => {
        this.open(receiver, { kind: 'deliver', message, copy }, sent);
        this.handle(receiver, message, copy);
      },
      lost: () => lost('down'),
    });
  }

  private handle(node: SimNode, message: Message, copy: number): void {
    const { from, kind } = message;
    const body = cloneJson(message.body);
    const reply = (value: Json): void => this.reply(node, message, copy, value);
    if (node.course !== undefined) {
      if (kind === 'request') node.course.onRequest?.(from, body, reply);
      else node.course.onMessage?.(from, body);
      return;
    }
    const name = kind === 'request' ? 'onRequest' : 'onMessage';
    const handler = methodOf(node.instance, name);
    if (handler === undefined) {
      if (node.instance !== undefined && kind === 'request') {
        this.escaped(node, `A request from ${from} found no ${name} to answer it.`, name);
      }
      return;
    }
    const incarnation = node.incarnation;
    const failed = (thrown: unknown): void => {
      if (node.lives(incarnation)) this.escaped(node, thrown, name);
    };
    const finished = (value: unknown): void => {
      if (kind !== 'request' || !node.lives(incarnation)) return;
      let answer: Json;
      try {
        answer = copyJson(value, 'The reply of onRequest');
      } catch (thrown) {
        failed(thrown);
        return;
      }
      reply(answer);
    };
    try {
      const result = handler(from, body);
      if (isThenable(result)) this.options.runtime.realm.Promise.resolve(result).then(finished, failed);
      else finished(result);
    } catch (thrown) {
      failed(thrown);
    }
  }

  private reply(node: SimNode, request: Message, copy: number, value: Json): void {
    if (node.doomed || !this.step(node, 'reply', request.from)) return;
    const key = `reply ${request.key}${copy === 0 ? '' : ` copy ${copy}`}`;
    const message: Message = {
      key,
      kind: 'reply',
      from: node.id,
      to: request.from,
      body: value,
      answers: request.key,
    };
    const cause = node.turnCause;
    const line = this.lineOf(node);
    this.commit(node, () => this.dispatch(message, cause.seq, line));
  }

  // ---- disk

  /** A disk operation reaches the disk: it finishes after those before it. */
  toDisk(node: SimNode, operation: DiskOperation): void {
    const { seed, surroundings } = this.options;
    let us = within(
      surroundings.disk,
      keyed(seed, Draw.Disk, node.index, node.incarnation, node.diskCount++),
    );
    for (const slow of this.slowDisks) {
      if (slow.node === node.id && slow.fromUs < this.timeUs && this.timeUs <= slow.untilUs) {
        us += slow.byUs;
        this.faultOver(this.timeUs + us);
      }
    }
    const dueUs = Math.max(this.timeUs + us, node.diskFreeAtUs);
    node.diskFreeAtUs = dueUs;
    node.diskQueue.push(operation);
    const incarnation = node.incarnation;
    this.agenda.add(dueUs, () => {
      if (!node.up || node.incarnation !== incarnation) return;
      const done = node.diskQueue.shift();
      if (done === undefined) return;
      node.lastDiskDoneUs = this.timeUs;
      const { key, value, cause, line } = done;
      if (value !== undefined) node.disk.set(key, value);
      const found = node.disk.get(key);
      const body: EventBody =
        value !== undefined ? { kind: 'disk-durable', key, value } : { kind: 'disk-read', key, value: found };
      const seq = this.record(node, body, cause.seq, line);
      this.enqueue(node, {
        run: () => {
          node.turnCause = { seq };
          done.finish(found);
        },
      });
    });
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

function drawRate(surroundings: Surroundings, draw: number): number {
  const { driftPpm, rates } = surroundings;
  switch (rates) {
    case 'true':
      return SECOND_US;
    case 'fast':
      return SECOND_US - driftPpm;
    case 'slow':
      return SECOND_US + driftPpm;
    case 'drawn':
      return SECOND_US + spread(draw, driftPpm);
  }
}

/** An integer in [-bound, bound]. */
function spread(draw: number, bound: number): number {
  return (draw % (2 * bound + 1)) - bound;
}

function within({ minMs, maxMs }: Span, draw: number): number {
  const min = toMicros(minMs);
  return min + (draw % (toMicros(maxMs) - min + 1));
}

function covers(cut: Cut, link: LinkKey, nowUs: number): boolean {
  // As every fault by time, it begins and ends after everything else of its instant.
  return cut.fromUs < nowUs && nowUs <= cut.untilUs && cut.links.has(link);
}
