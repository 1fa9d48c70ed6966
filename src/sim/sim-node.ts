import type { Json, NodeId } from '../api.ts';
import type { ClockAtStart, ClockChange, RateClock } from './clock.ts';
import type { CourseProgram } from './course-node.ts';
import type { MessageKey } from './fault.ts';
import type { EventRef } from './trace.ts';
import type { FileState } from './files.ts';
import type { NodeSpec } from './topology.ts';

/** A turn that waits for its node. */
export interface Work {
  run(): void;
  /** Called instead when the node crashes before the turn could begin. */
  lost?(): void;
}

/** A disk operation on its way. */
export interface DiskOperation {
  readonly key: string;
  /** Absent for reads. */
  readonly value?: Json;
  readonly finish: (found: Json | undefined) => void;
  readonly cause: EventRef;
  readonly line: number;
}

/** What one incarnation sends to one node: its messages have numbers, apart for each kind, and so have their delays. */
export class Outgoing {
  private sends = 0;
  private requests = 0;
  private delays = 0;
  private readonly sendKey: string;
  private readonly requestKey: string;

  constructor(path: string) {
    this.sendKey = `send ${path}`;
    this.requestKey = `request ${path}`;
  }

  /** The key of the next message. */
  nextKey(kind: 'send' | 'request'): MessageKey {
    return kind === 'send' ? this.sendKey + String(this.sends++) : this.requestKey + String(this.requests++);
  }

  /** The number of the next delay. */
  nextDelay(): number {
    return this.delays++;
  }
}

/** All that the world knows of one node. Only `World` and the harness change it. */
export class SimNode {
  readonly id: NodeId;
  readonly index: number;
  readonly spec: NodeSpec;
  /** A submitted program runs here, not one of the course's. */
  readonly isProgram: boolean;
  /** -1 before the first boot. */
  incarnation = -1;
  up = false;
  /** `start()` of this incarnation has settled. */
  started = false;
  startedAtUs = 0;
  bootedAtUs = 0;
  /** A crash was decided within the current turn: its later calls have no effect. */
  doomed = false;
  /** How far this node's turns have run ahead. */
  localUs = 0;
  inTurn = false;
  wakeAtUs = -1;
  /** Number of the next step of this incarnation. */
  step = 0;
  randomCount = 0;
  /** What this incarnation showed last, as canonical text. */
  shown = '';
  /** Stretches in which each step takes time, and when the last of them is over. */
  readonly slow: { readonly fromUs: number; readonly untilUs: number; readonly byUs: number }[] = [];
  slowUntilUs = -1;
  /** Messages that this node sent as a liar, without its program. */
  liesCount = 0;
  /** The event that began the current turn. */
  turnCause: EventRef = { seq: -1 };
  readonly inbox: Work[] = [];
  /** How many of the turns that wait are messages. */
  messagesWaiting = 0;
  /** Most messages that may wait. */
  readonly capacity: number;
  /** Messages and calls that wait for `start()`. */
  readonly held: Work[] = [];
  /** Effects of calls whose instants lie ahead, in order. */
  readonly outbox: (() => void)[] = [];
  /** Requests of this incarnation without a reply, by message key. */
  readonly pending = new Map<string, (reply: Json) => void>();
  private outgoing = new Map<NodeId, Outgoing>();
  readonly disk = new Map<string, Json>();
  diskQueue: DiskOperation[] = [];
  diskFreeAtUs = 0;
  diskCount = 0;
  lastDiskDoneUs = 0;
  /** Only where a file is granted. */
  file: FileState | undefined;
  /** Stretches without a synchronisation of the clock. */
  readonly lostSyncs: { readonly fromUs: number; readonly untilUs: number }[] = [];
  /** What a course-played node keeps through crashes. */
  readonly durable = new Map<string, Json>();
  monotonic: RateClock;
  readonly timeOfDay: RateClock;
  realMicros: number;
  /** How its clocks were set when the run began: before steps and changes of the rate. */
  readonly clockAtStart: ClockAtStart;
  /** Changes of the rate, past and to come: a later incarnation's clock has them too. */
  readonly rateChanges: ClockChange[] = [];
  program: Record<string, unknown> = {};
  /** The program's instance, for class roles. */
  instance: unknown = undefined;
  /** What a function role is called with. */
  api: unknown = undefined;
  course: CourseProgram | undefined;
  /** Open operations of scripts on this node. */
  readonly openOperations = new Set<number>();

  constructor(
    spec: NodeSpec,
    index: number,
    monotonic: RateClock,
    timeOfDay: RateClock,
    clockAtStart: ClockAtStart,
    capacity: number,
  ) {
    this.capacity = capacity;
    this.id = spec.id;
    this.spec = spec;
    this.isProgram = 'factory' in spec;
    this.index = index;
    this.monotonic = monotonic;
    this.timeOfDay = timeOfDay;
    this.realMicros = clockAtStart.realMicros;
    this.clockAtStart = clockAtStart;
  }

  /** Whether calls of that incarnation still have effects. */
  lives(incarnation: number): boolean {
    return this.up && !this.doomed && this.incarnation === incarnation;
  }

  openWrites(): number {
    let count = 0;
    for (const operation of this.diskQueue) if (operation.value !== undefined) count++;
    return count;
  }

  /** Lets go of what this node's programs hold. */
  close(): void {
    this.inbox.length = 0;
    this.held.length = 0;
    this.outbox.length = 0;
    this.pending.clear();
    this.diskQueue = [];
    this.program = {};
    this.instance = undefined;
    this.api = undefined;
    this.course = undefined;
  }

  /** What this incarnation has sent to a node so far. */
  towards(to: NodeId): Outgoing {
    let found = this.outgoing.get(to);
    if (found === undefined) {
      found = new Outgoing(`${this.id}>${to} ${this.incarnation}.`);
      this.outgoing.set(to, found);
    }
    return found;
  }

  /** A new incarnation numbers from 0 again. */
  forgetSent(): void {
    this.outgoing.clear();
  }
}
