/** Who asked whom what in a run, and when something was wrong at a node. */
import {
  askedBy as anyAskedBy,
  disturbancesIn,
  eventsAt,
  exchangesAt as anyExchangesAt,
  isJsonObject,
  markOf,
  ofRunAt,
  type Asked as AnyAsked,
  type EventOf,
  type Exchange as AnyExchange,
  type Json,
  type Mark,
  type NodeId,
  type Run,
  type Stretch,
} from 'partial-failure/kit';
import type { StorageRequest } from 'partial-failure/fencing-token';

type Fields = { readonly [name: string]: Json };

/** A request whose body is an object with a text as `op`, as it was delivered at a node, and the answer to it. */
export type Exchange = AnyExchange<Fields>;
/** A request whose body is an object, and the answer that came. */
export type Asked = AnyAsked<Fields>;

/** All such deliveries at a node, in order. */
export const exchangesAt = ofRunAt((run, node): readonly Exchange[] =>
  anyExchangesAt(run, node).filter(
    (one): one is Exchange => isJsonObject(one.body) && typeof one.body['op'] === 'string',
  ),
);

/** All such requests that a node sent, in order. */
export const askedBy = ofRunAt((run, node): readonly Asked[] =>
  anyAskedBy(run, node).filter((one): one is Asked => isJsonObject(one.body)),
);

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
/** What began on a slow disk may take so much longer than the fault says: the disk’s own time. */
const AFTER_SLOW_DISK_US = 20_000;

/** When the faults of one node were under way, so that promises for good weather do not count. */
export class Weather {
  private readonly storms: readonly Stretch[];
  /** Pauses and slow disks: what may hold up a start. */
  private readonly rough: readonly Stretch[];
  private readonly startedUs: number[] = [];
  private readonly starts: { readonly from: Mark; readonly until: Mark }[] = [];
  private readonly run: Run;
  /** The node was booted, and neither started nor crashed since. */
  private readonly stuck: EventOf<'boot'> | undefined;

  /** The weather at a node in a run. */
  static readonly at = ofRunAt((run, node) => new Weather(run, node));

  private constructor(run: Run, node: NodeId) {
    this.run = run;
    const faults = disturbancesIn(run)
      .at(node)
      .map(({ kind, fromUs, untilUs, byUs }) => ({
        isRough: kind === 'pause' || kind === 'slow-disk',
        fromUs,
        untilUs: kind === 'slow-disk' ? untilUs + byUs + AFTER_SLOW_DISK_US : untilUs,
      }));
    this.storms = faults;
    this.rough = faults.filter(({ isRough }) => isRough);
    let boot: EventOf<'boot'> | undefined;
    for (const event of eventsAt(run, node)) {
      if (event.kind === 'boot') boot = event;
      if (event.kind === 'crash') boot = undefined;
      if (event.kind !== 'started') continue;
      if (boot !== undefined) this.starts.push({ from: markOf(boot), until: markOf(event) });
      boot = undefined;
      if (event.incarnation > 0) this.startedUs.push(event.atUs);
    }
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
