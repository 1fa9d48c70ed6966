import type { Json, NodeId } from '../api.ts';
import type { Step } from '../sim/decider.ts';
import type { MessageFault } from '../sim/fault.ts';
import type { Operation, Script } from '../sim/script.ts';
import type { SimNode } from '../sim/sim-node.ts';
import { traceHash, type Message, type TraceEvent } from '../sim/trace.ts';
import type { World } from '../sim/world.ts';
import { canonicalJson } from '../util/canonical.ts';
import { hashString } from '../util/prng.ts';
import type { Watch } from './run.ts';

/** A hash of 64 bits of everything that was put into it, in order. */
class History {
  private low = 0x9e37_79b9;
  private high = 0x85eb_ca6b;

  add(text: string): void {
    this.low = hashString(text, this.low);
    this.high = hashString(text, this.high ^ this.low);
  }

  toString(): string {
    return `${this.high.toString(36)}.${this.low.toString(36)}`;
  }
}

interface Flight {
  /** The message, when it left and as which of its link, and the faults at it. */
  text: string;
  /** Copies on their way. */
  copies: number;
  landed: string;
}

/** The system model's own exceptions to "the checks read only what they say": see `builtInFindings`. */
const PAUSE_GRACE_US = 1_000_000;

/**
 * The key of a run's situation: while two runs of one scenario and seed have equal keys at equal instants, the same
 * faults from there on give the same events, and the same findings.
 *
 * A program cannot be looked into, but it is deterministic: its state follows from what it was handed. So the key holds
 *
 * - of each learner's node what was handed to it since its boot, in order, with local instants: its disk at the boot,
 *   messages, replies, disk results, timers, calls, probes, and every step (of which clock readings and random values
 *   are functions); of a node that is down its disk;
 * - as one history what was handed to the course's own code: its nodes, the script, functions handed in, in the order
 *   in which it happened, for such code may share variables;
 * - every message on its way, with when it left and the faults at it; the instants of everything that is to come;
 * - the outcomes of all operations, and the events that the checks remember (all that they say they read);
 * - the time, and when the last fault is over, where anything could still depend on it.
 *
 * Two situations are compared only between two instants, while every node is idle and no restart is under way: then
 * nothing else is left that could make a difference. Where something is out of sight ({@link Situation.blind}), there
 * is no key. Keys are hashes of 64 bits: among a million, two differing situations share one with a chance of 3·10⁻⁸.
 *
 * After Godefroid, Model Checking for Programming Languages using VeriSoft, POPL 1997 (replay instead of stored
 * states), and Musuvathi et al., CMC, OSDI 2002 (hashes of states).
 */
export class Situation implements Watch {
  /** Why situations of this scenario cannot be compared; `undefined` as far as is known. */
  blind: string | undefined;
  private readonly reads: (event: TraceEvent) => boolean;
  private readonly whenMoment: (world: World) => void;
  private world: World | undefined;
  private operations: readonly Operation[] = [];
  private readonly course = new History();
  private readonly handed = new Map<NodeId, History>();
  private remembered = '';
  private readonly flights = new Map<number, Flight>();
  private readonly sent = new Map<string, number>();
  private lastSent: Flight | undefined;

  /**
   * @param reads which events the checks read
   * @param whenMoment called between two instants
   */
  constructor(reads: (event: TraceEvent) => boolean, whenMoment: (world: World) => void) {
    this.reads = reads;
    this.whenMoment = whenMoment;
  }

  /** The key of now, or `undefined` while none can be given. */
  key(): string | undefined {
    const { world } = this;
    if (world === undefined || this.blind !== undefined) return undefined;
    const nowUs = world.nowUs();
    const faultsOverUs = world.faultsOverUs();
    if (faultsOverUs === Infinity) return undefined;
    const texts: string[] = [`${nowUs} ${this.course.toString()} ${this.remembered}`];
    let starting = false;
    for (const node of world.nodes.values()) {
      if (!isIdle(node, nowUs)) return undefined;
      if (node.up && !node.started) starting = true;
      texts.push(this.textOf(node, nowUs));
    }
    // A start that never settles is judged by how long faults have been over.
    if (starting || faultsOverUs > nowUs) texts.push(`over ${faultsOverUs}`);
    for (const { text, copies, landed } of this.flights.values()) texts.push(`${text} ${copies} ${landed}`);
    texts.push(world.pendingInstants().join(' '));
    for (const operation of this.operations) texts.push(textOfOperation(operation));
    const whole = new History();
    for (const text of texts) whole.add(text);
    return whole.toString();
  }

  // ---- what the run tells

  begin(world: World, operations: readonly Operation[]): void {
    this.world = world;
    this.operations = operations;
    if (world.options.surroundings.shuffleTies)
      this.blind = 'The order of events at one instant is shuffled by how many there were before.';
    // A file and the state of a clock's synchronisation outlive what a node was handed.
    for (const { spec } of world.nodes.values()) {
      if ('factory' in spec && spec.granted.length > 0) this.blind ??= 'A node has a file or intervals.';
    }
  }

  onMoment(world: World): void {
    this.whenMoment(world);
  }

  onLinkDraw(): void {
    this.blind ??= 'How long a message takes is drawn in the order of messages.';
  }

  watched(script: Script): Script {
    const note = (...parts: Json[]): void => this.course.add(canonicalJson(parts));
    const now = (): number => this.world?.nowUs() ?? 0;
    let entries = 0;
    const entered = (then: () => void): (() => void) => {
      const entry = entries++;
      return () => {
        note('script', entry, now());
        then();
      };
    };
    return {
      ...script,
      at: (ms, then) => script.at(ms, entered(then)),
      after: (ms, then) => script.after(ms, entered(then)),
      call: (node, method, args, then) =>
        script.call(
          node,
          method,
          args,
          then === undefined
            ? undefined
            : (operation) => {
                note('settled', operation.id, operation.status, now());
                then(operation);
              },
        ),
      probe: (node, method, args) => {
        const value = script.probe(node, method, args);
        // A program can notice that it was asked, and random numbers that it took are gone.
        this.handedTo(node).add(`probe ${method} ${canonicalJson(args ?? [])} ${now()}`);
        note('probe', node, method, value === undefined ? [] : [value]);
        return value;
      },
      faultsOverMs: () => {
        this.blind ??= 'The script asks when the last fault was over.';
        return script.faultsOverMs();
      },
      trace: () => {
        this.blind ??= 'The script reads the trace.';
        return script.trace();
      },
      boot: (spec) => {
        this.blind ??= 'The script adds nodes.';
        script.boot(spec);
      },
    };
  }

  /** A step of a node, before any fault at it. */
  onStep({ node: id, incarnation, step, call, about, atUs }: Step): void {
    const node = this.world?.nodes.get(id);
    if (node === undefined) return;
    if (step === 0 && 'factory' in node.spec) {
      // A boot leaves nothing of what was before but the disk, and numbers from which later draws follow.
      const fresh = new History();
      fresh.add(`boot ${incarnation} ${node.bootedAtUs} ${node.diskCount} ${textOfDisk(node)}`);
      this.handed.set(id, fresh);
      // Arguments are made anew by the course's code.
      this.course.add(`boot ${id} ${incarnation} ${atUs}`);
    }
    this.handedTo(id).add(`${call} ${about} ${atUs} ${step}`);
  }

  onEvent(event: TraceEvent): void {
    this.followFlight(event);
    const { kind, node } = event;
    const mattersAlways =
      kind === 'invoke' ||
      kind === 'return' ||
      kind === 'throw' ||
      (kind === 'error' && (event.where === 'start' || event.where === 'boot')) ||
      (kind === 'pause' && event.untilUs > (this.world?.options.endMs ?? 0) * 1000 - PAUSE_GRACE_US);
    if (mattersAlways || this.reads(event)) {
      // What an engine words is not part of a trace's hash, but checks could read it.
      const text = kind === 'error' || kind === 'throw' ? event.text : '';
      this.remembered = traceHash([event], `${this.remembered} ${text}`);
    }
    switch (kind) {
      case 'deliver':
      case 'timer':
      case 'invoke':
      case 'disk-read':
      case 'disk-durable':
        this.handedTo(node).add(traceHash([event]));
        return;
      case 'call':
      case 'return':
      case 'throw':
        this.course.add(traceHash([event]));
        return;
      default:
        return;
    }
  }

  /** The faults that were decided for the message that is just leaving. */
  onFaults(faults: readonly MessageFault[]): void {
    const flight = this.lastSent;
    if (flight === undefined) return;
    for (const fault of faults) {
      flight.text += ` ${JSON.stringify(fault)}`;
      if (fault.kind === 'duplicate') flight.copies++;
    }
  }

  private followFlight(event: TraceEvent): void {
    if (event.kind === 'send') {
      const { message } = event;
      const link = `${message.from}>${message.to} ${event.incarnation}`;
      const ordinal = this.sent.get(link) ?? 0;
      this.sent.set(link, ordinal + 1);
      this.lastSent = { text: textOfMessage(message, event.atUs, ordinal), copies: 1, landed: '' };
      this.flights.set(event.seq, this.lastSent);
    } else if (event.kind === 'deliver' || event.kind === 'lost') {
      const flight = this.flights.get(event.cause);
      if (flight === undefined) return;
      flight.copies--;
      flight.landed += `${event.copy} `;
      if (flight.copies === 0) this.flights.delete(event.cause);
    }
  }

  /** Where what a node is handed is kept: all of the course's code has one history. */
  private handedTo(id: NodeId): History {
    const node = this.world?.nodes.get(id);
    if (node === undefined || 'course' in node.spec) {
      this.course.add(id);
      return this.course;
    }
    let history = this.handed.get(id);
    if (history === undefined) {
      history = new History();
      this.handed.set(id, history);
    }
    return history;
  }

  private textOf(node: SimNode, nowUs: number): string {
    const { id, incarnation, up, started, bootedAtUs, lastDiskDoneUs, wakeAtUs } = node;
    const about = `${id} ${incarnation} ${bootedAtUs} ${lastDiskDoneUs}`;
    if (!up) return `${about} down ${node.diskCount} ${textOfDisk(node)}`;
    const wake = wakeAtUs >= nowUs ? wakeAtUs : '';
    return `${about} ${started ? 'started' : 'starting'} ${wake} ${this.handed.get(id)?.toString() ?? ''}`;
  }
}

/** Nothing of the node waits or has run ahead: its state is what it was handed. */
function isIdle(node: SimNode, nowUs: number): boolean {
  return (
    !node.inTurn &&
    node.localUs <= nowUs &&
    node.inbox.length === 0 &&
    node.outbox.length === 0 &&
    node.held.length === 0
  );
}

function textOfDisk({ disk }: SimNode): string {
  return [...disk].map(([key, value]) => `${JSON.stringify(key)}${canonicalJson(value)}`).join();
}

function textOfMessage({ key, body }: Message, atUs: number, ordinal: number): string {
  return `${key} ${atUs} ${ordinal} ${canonicalJson(body)}`;
}

function textOfOperation(operation: Operation): string {
  const { status, incarnation, invokedUs, returnedUs, cutUs, value } = operation;
  const gave = value === undefined ? '' : canonicalJson(value);
  return `${status} ${incarnation} ${invokedUs} ${returnedUs ?? ''} ${cutUs ?? ''} ${gave}`;
}
