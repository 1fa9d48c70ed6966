/** Reads from a trace who asked whom what, when it was delivered, and what was answered when. */
import {
  isJsonObject,
  type EventOf,
  type Json,
  type MessageKey,
  type NodeId,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import type { StorageRequest } from 'partial-failure/fencing-token';

/** A place in a trace: the event's `seq` and its instant. */
export interface Mark {
  readonly seq: number;
  readonly us: number;
}

/** One delivery of a request at a node, and the answer that the node sent to it. */
export interface Exchange {
  readonly key: MessageKey;
  readonly from: NodeId;
  readonly body: { readonly [name: string]: Json };
  readonly incarnation: number;
  readonly delivered: Mark;
  /** Absent when none was sent: its handler still runs, has thrown, or was cut by a crash. */
  answer?: { readonly body: Json; readonly sent: Mark };
}

/** All deliveries of requests at a node, in order. What is not an object with a text as `op` is left out. */
export function exchangesAt(run: Run, node: NodeId): readonly Exchange[] {
  return exchanges.recall(run, node, readExchanges);
}

function readExchanges(run: Run, node: NodeId): Exchange[] {
  const found: Exchange[] = [];
  const byReply = new Map<MessageKey, Exchange>();
  for (const event of eventsAt(run, node)) {
    if (event.kind === 'deliver' && event.message.kind === 'request') {
      const { key, from, body } = event.message;
      if (!isJsonObject(body) || typeof body['op'] !== 'string') continue;
      const { incarnation } = event;
      const exchange: Exchange = { key, from, body, incarnation, delivered: markOf(event) };
      found.push(exchange);
      byReply.set(`reply ${key}${event.copy === 0 ? '' : ` copy ${event.copy}`}`, exchange);
    } else if (event.kind === 'send' && event.message.kind === 'reply') {
      const exchange = byReply.get(event.message.key);
      if (exchange !== undefined) exchange.answer ??= { body: event.message.body, sent: markOf(event) };
    }
  }
  return found;
}

/** A request that a node sent, and the answers that reached it in the same incarnation. */
export interface Asked {
  readonly key: MessageKey;
  readonly to: NodeId;
  readonly body: { readonly [name: string]: Json };
  readonly incarnation: number;
  readonly sent: Mark;
  /** When the turn began in which it was sent: a pause may lie between the two. */
  readonly turnUs: number;
  answer?: { readonly body: Json; readonly arrived: Mark };
}

/** All requests that a node sent, in order. */
export function askedBy(run: Run, node: NodeId): readonly Asked[] {
  return asked.recall(run, node, readAsked);
}

function readAsked(run: Run, node: NodeId): Asked[] {
  const found: Asked[] = [];
  const byKey = new Map<MessageKey, Asked>();
  for (const event of eventsAt(run, node)) {
    if (event.kind === 'send' && event.message.kind === 'request') {
      const { key, to, body } = event.message;
      if (!isJsonObject(body)) continue;
      const turnUs = run.trace[event.cause]?.atUs ?? event.atUs;
      const one: Asked = { key, to, body, incarnation: event.incarnation, sent: markOf(event), turnUs };
      found.push(one);
      byKey.set(key, one);
    } else if (event.kind === 'deliver' && event.message.kind === 'reply') {
      const one = byKey.get(event.message.answers ?? '');
      if (one !== undefined) one.answer ??= { body: event.message.body, arrived: markOf(event) };
    }
  }
  return found;
}

/** What was read off a run once is not read again. */
class Memory<T> {
  private readonly runs = new WeakMap<Run, Map<NodeId, T>>();

  recall(run: Run, node: NodeId, read: (run: Run, node: NodeId) => T): T {
    let known = this.runs.get(run);
    if (known === undefined) this.runs.set(run, (known = new Map()));
    let value = known.get(node);
    if (value === undefined) known.set(node, (value = read(run, node)));
    return value;
  }
}

const exchanges = new Memory<readonly Exchange[]>();
const asked = new Memory<readonly Asked[]>();

const ofNodes = new WeakMap<Run, Map<NodeId, TraceEvent[]>>();

/** What happened at a node, in order. */
export function eventsAt(run: Run, node: NodeId): readonly TraceEvent[] {
  let byNode = ofNodes.get(run);
  if (byNode === undefined) {
    byNode = new Map();
    ofNodes.set(run, byNode);
    for (const event of run.trace) {
      const events = byNode.get(event.node);
      if (events === undefined) byNode.set(event.node, [event]);
      else events.push(event);
    }
  }
  return byNode.get(node) ?? [];
}

export function markOf(event: Pick<TraceEvent, 'seq' | 'atUs'>): Mark {
  return { seq: event.seq, us: event.atUs };
}

/** What an answer says in its `ok`. */
export function saysOk(body: Json | undefined): boolean | undefined {
  const ok = isJsonObject(body) ? body['ok'] : undefined;
  return typeof ok === 'boolean' ? ok : undefined;
}

/** A token as the contract has it, or `undefined`. */
export function tokenIn(body: Json | undefined): number | undefined {
  const token = isJsonObject(body) ? body['token'] : undefined;
  return typeof token === 'number' && Number.isSafeInteger(token) && token >= 1 ? token : undefined;
}

/** A request to the storage that keeps to the contract. */
export function storageRequest(body: Json): StorageRequest | undefined {
  const token = tokenIn(body);
  if (token === undefined || !isJsonObject(body)) return undefined;
  const { op, key, value } = body;
  if (typeof key !== 'string') return undefined;
  if (op === 'read') return { op, key, token };
  return op === 'write' && value !== undefined ? { op, key, value, token } : undefined;
}

/** In good weather the lock service has started after this time. */
const START_US = 1_000_000;
/** What happens so soon after a start still belongs to it. */
const NEAR_START_US = 500_000;

/** When the faults of one node were under way, so that promises for good weather do not count. */
export class Weather {
  private readonly storms: { readonly fromUs: number; readonly untilUs: number }[] = [];
  private readonly startedUs: number[] = [];
  /** Pauses and slow disks: what may hold up a start. */
  private readonly rough: { readonly fromUs: number; readonly untilUs: number }[] = [];
  private readonly starts: { readonly from: Mark; readonly until: Mark }[] = [];
  private readonly run: Run;
  /** The node was booted, and neither started nor crashed since. */
  private readonly stuck: EventOf<'boot'> | undefined;

  /** The weather at a node in a run. */
  static at(run: Run, node: NodeId): Weather {
    return weathers.recall(run, node, (of, at) => new Weather(of, at));
  }

  private constructor(run: Run, node: NodeId) {
    this.run = run;
    let downSince: number | undefined;
    let boot: EventOf<'boot'> | undefined;
    for (const event of eventsAt(run, node)) {
      switch (event.kind) {
        case 'boot':
          boot = event;
          break;
        case 'crash':
          boot = undefined;
          downSince ??= event.atUs;
          break;
        case 'started':
          if (boot !== undefined) this.starts.push({ from: markOf(boot), until: markOf(event) });
          boot = undefined;
          if (event.incarnation > 0) this.startedUs.push(event.atUs);
          if (downSince !== undefined) this.storms.push({ fromUs: downSince, untilUs: event.atUs });
          downSince = undefined;
          break;
        case 'pause':
          this.rough.push({ fromUs: event.atUs, untilUs: event.untilUs });
          break;
        case 'slow-disk':
          this.rough.push({ fromUs: event.atUs, untilUs: event.untilUs + event.byMs * 1000 + 20_000 });
          break;
        case 'clock-step':
        case 'clock-rate':
          this.storms.push({ fromUs: event.atUs, untilUs: event.atUs });
          break;
        default:
      }
    }
    if (downSince !== undefined) this.storms.push({ fromUs: downSince, untilUs: Infinity });
    this.storms.push(...this.rough);
    this.storms.sort((a, b) => a.fromUs - b.fromUs);
    this.stuck = boot;
  }

  /** Whether the node had no fault at any time from one instant to the other, and the run saw all of it. */
  isGood(fromUs: number, untilUs: number): boolean {
    if (untilUs > this.run.endUs) return false;
    return !this.storms.some((storm) => storm.fromUs <= untilUs && storm.untilUs > fromUs);
  }

  /**
   * When the last restart before an instant was over, or `undefined`. A slow disk or a pause just then belongs to it:
   * a program may load what it needs without a `start()` that waits for it.
   */
  restartedUs(beforeUs: number): number | undefined {
    const startedUs = this.startedUs.filter((us) => us <= beforeUs).at(-1);
    if (startedUs === undefined) return undefined;
    let us = startedUs;
    for (const { fromUs, untilUs } of this.storms)
      if (fromUs <= us + NEAR_START_US) us = Math.max(us, untilUs);
    return us;
  }

  /** A start that took longer than a second, although no disk was slow and the node was not paused. */
  slowStart(): { readonly from: Mark; readonly until: Mark } | undefined {
    return this.starts.find(
      ({ from, until }) =>
        until.us - from.us > START_US &&
        !this.rough.some(({ fromUs, untilUs }) => fromUs <= until.us && untilUs >= from.us),
    );
  }

  /** The boot after which the node never began to work, although it had a second of good weather for it. */
  neverStarted(): EventOf<'boot'> | undefined {
    const { stuck, run } = this;
    if (stuck === undefined) return undefined;
    const calmSince = Math.max(
      stuck.atUs,
      ...this.storms.map(({ untilUs }) => (untilUs === Infinity ? 0 : untilUs)),
    );
    return run.endUs - calmSince > 1_500_000 ? stuck : undefined;
  }
}

const weathers = new Memory<Weather>();

/** In good weather a request is answered within this time, if no other is under way. */
const PROMPT_US = 200_000;

/** What became of a request that a node had to answer promptly. */
export type Promptness =
  /** Answered in time, or no time was set. */
  | 'fine'
  /** Not answered in time, in good weather. */
  | 'late'
  /** Not answered in time, but something was in the way. */
  | 'excused';

/**
 * Whether a request was answered within 200 ms, and 200 ms more for each other request that was under way at the same
 * node meanwhile.
 */
export function promptness(exchange: Exchange, all: readonly Exchange[], weather: Weather): Promptness {
  const { delivered, answer, incarnation } = exchange;
  let boundUs = PROMPT_US;
  const endUs = answer?.sent.us ?? Infinity;
  for (const other of all) {
    if (other === exchange || other.incarnation !== incarnation) continue;
    if (other.delivered.us > Math.min(endUs, delivered.us + boundUs)) break;
    const isOver = (other.answer?.sent.us ?? other.delivered.us + 2_000_000) < delivered.us;
    if (!isOver) boundUs += PROMPT_US;
  }
  if (endUs <= delivered.us + boundUs) return 'fine';
  return weather.isGood(delivered.us, delivered.us + boundUs) ? 'late' : 'excused';
}
