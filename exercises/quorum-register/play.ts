import type {
  Decider,
  InjectedFault,
  Json,
  Message,
  MessageFault,
  NodeId,
  Script,
  StepFault,
  TraceEvent,
  WorldView,
} from 'partial-failure/kit';
import { BOUND_MS, Callers, CLIENTS, replicasOf } from './cluster.ts';

/**
 * Directed runs. Messages may look as they like, so a play never asks what one means. It counts whom a client has
 * heard since its operation began: what the client sends before it has heard a majority belongs to the first part of
 * the operation, what it sends later to the second.
 *
 * Replicas are numbered from 1, clients from 0; who plays which part is drawn by the script.
 */
export interface Play {
  readonly n: number;
  readonly moves: readonly Move[];
  readonly crash?: CrashPlan;
  /** Whether the replicas keep their numbers. Default: drawn. */
  readonly fixedReplicas?: boolean;
  /** Who plays clients 0, 1 and 2. Default: drawn. */
  readonly clients?: readonly NodeId[];
}

/** Which messages of a client get through while an operation is under way. */
export interface Passage {
  /** At first it can talk with these replicas only; their answers come in this order. Default: all, in any order. */
  readonly first?: readonly number[];
  /** Later its messages reach these only. Default: all. */
  readonly then?: readonly number[];
  /** Of its later messages to these only the first arrives. */
  readonly once?: readonly number[];
  /** Later it hears these only. Default: all. */
  readonly hears?: readonly number[];
  /** These hear the client at first, whether in `first` or not, and their answers come late, all the time. */
  readonly answersLate?: { readonly from: readonly number[]; readonly byMs: number };
  /** Of the later messages to this replica the first comes late, the others not at all. */
  readonly storeLate?: { readonly to: number; readonly byMs: number };
  /** Of the later messages to this replica the first arrives so long after (or before) the late one, the others never. */
  readonly meetsLate?: { readonly at: number; readonly afterMs: number };
  /** All messages of the client are doubled, the copies a little later. */
  readonly doubled?: boolean;
}

export type Move =
  | {
      readonly kind: 'call';
      readonly by: number;
      readonly method: 'read' | 'write';
      readonly value?: Json;
      readonly passage: Passage;
      /** The next move comes when the operation settled, or after this. */
      readonly waitMs: number;
    }
  | { readonly kind: 'allow'; readonly by: number; readonly passage: Passage; readonly waitMs: number }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Waits until every replica that restarts has started. */
  | { readonly kind: 'restarts' }
  | { readonly kind: 'fault'; readonly fault: (cast: Cast, nowMs: number) => InjectedFault };

/** A crash of one replica, counted from a move on. */
export interface CrashPlan {
  readonly replica: number;
  readonly fromMove: number;
  /**
   * `messages`: at the end of the turn in which it sent its so-manieth message (to `to`, if given).
   * `step`: just before its so-manieth step at which at least `openWritesDone` disk writes are open.
   */
  readonly at: { readonly messages: number; readonly to?: number } | { readonly step: number };
  readonly openWritesDone: number;
  readonly restartAfterMs: number | null;
  /** Messages sent to it while it is down arrive this long after its boot. */
  readonly wakesToMs?: number;
}

/** Who plays which part. */
export interface Cast {
  readonly clients: readonly NodeId[];
  readonly replicas: readonly NodeId[];
}

/** How long a message takes on every link of a play, in ms: fixed, so that meetings can be arranged. */
export const LINK_MS = 5;
/** The longest a message may be held up. */
const DELAY_MAX_MS = 2000;
/** Between the answers of two replicas in an ordered passage. */
const ORDER_MS = 8;
const COPY_AFTER_MS = 3;

/** A call that gets through. */
export function call(by: number, method: 'read' | 'write', value?: Json, passage: Passage = {}): Move {
  return { kind: 'call', by, method, ...(value !== undefined && { value }), passage, waitMs: BOUND_MS + 100 };
}

export function write(by: number, value: Json, passage: Passage = {}): Move {
  return call(by, 'write', value, passage);
}

export function read(by: number, passage: Passage = {}): Move {
  return call(by, 'read', undefined, passage);
}

/** The same move, but the play goes on after this, settled or not. */
export function atMost(waitMs: number, move: Move): Move {
  return move.kind === 'call' || move.kind === 'allow' ? { ...move, waitMs } : move;
}

/** Changes what gets through, and waits for the open operation. */
export function allow(by: number, passage: Passage = {}, waitMs = BOUND_MS + 100): Move {
  return { kind: 'allow', by, passage, waitMs };
}

export function wait(ms: number): Move {
  return { kind: 'wait', ms };
}

export const restarts: Move = { kind: 'restarts' };

/** The script's side of a play: makes the moves, then finishes. */
export function perform(script: Script, play: Play): void {
  const callers = new Callers(script);
  const numbers = replicasOf(play.n);
  const cast: Cast = {
    clients: play.clients ?? script.draw.shuffle(CLIENTS),
    replicas: play.fixedReplicas === true ? numbers : script.draw.shuffle(numbers),
  };
  script.note('cast', { clients: cast.clients, replicas: cast.replicas });

  const make = (index: number): void => {
    const move = play.moves[index];
    script.note('move', index);
    if (move === undefined) {
      // One read is enough: a play has reads of its own where they tell most.
      callers.finish([script.draw.pick(cast.clients)]);
      return;
    }
    let wentOn = false;
    const goOn = (): void => {
      if (wentOn) return;
      wentOn = true;
      script.after(2, () => make(index + 1));
    };
    switch (move.kind) {
      case 'call':
        callers.call(at(cast.clients, move.by), move.method, move.value, goOn);
        script.after(move.waitMs, goOn);
        return;
      case 'allow': {
        const endMs = script.nowMs() + move.waitMs;
        const look = (): void => {
          if (!callers.isBusy(at(cast.clients, move.by)) || script.nowMs() >= endMs) goOn();
          else script.after(10, look);
        };
        look();
        return;
      }
      case 'wait':
        script.after(move.ms, goOn);
        return;
      case 'restarts': {
        const endMs = script.nowMs() + 2500;
        const look = (): void => {
          if (script.faultsOverMs() < Infinity || script.nowMs() >= endMs) goOn();
          else script.after(5, look);
        };
        look();
        return;
      }
      case 'fault':
        goOn();
        return;
    }
  };
  script.after(30, () => make(0));
}

/** Who of the replicas a client has heard since its operation began. */
interface Watch {
  passage: Passage;
  readonly sinceSeq: number;
  readonly heard: Set<NodeId>;
  readonly used: Set<'storeLate' | 'meetsLate' | number>;
}

/** The other side of a play: decides what becomes of the messages, and when a replica crashes. */
export function conduct(play: Play): Decider {
  return new Conductor(play).decider();
}

class Conductor {
  private readonly play: Play;
  private readonly majority: number;
  private cast: Cast = { clients: [], replicas: [] };
  private readonly watches = new Map<NodeId, Watch>();
  private isCounting = false;
  private messagesSent = 0;
  private stepsMade = 0;
  private crashed = false;
  private bootMs = 0;
  private lateArrivalMs = 0;

  constructor(play: Play) {
    this.play = play;
    this.majority = Math.floor(play.n / 2) + 1;
  }

  decider(): Decider {
    return {
      onEvent: (event, view) => this.onEvent(event, view),
      onMessage: (message, view) => this.onMessage(message, view.nowUs() / 1000),
      ...(this.play.crash !== undefined && { onStep: (step, view) => this.onStep(step, view) }),
    };
  }

  private onEvent(event: TraceEvent, view: WorldView): void {
    if (event.kind === 'note' && event.name === 'cast') this.cast = parseCast(event.data);
    if (event.kind === 'note' && event.name === 'move') this.onMove(Number(event.data), event, view);
    if (event.kind !== 'deliver') return;
    const watch = this.watches.get(event.node);
    // `cause` is the sending: what was sent before the operation began does not belong to it.
    if (watch !== undefined && event.cause > watch.sinceSeq) watch.heard.add(event.message.from);
  }

  private onMove(index: number, event: TraceEvent, view: WorldView): void {
    const move = this.play.moves[index];
    if (index === this.play.crash?.fromMove) this.isCounting = true;
    if (move === undefined) {
      this.watches.clear();
      return;
    }
    if (move.kind === 'call') {
      const { passage } = move;
      this.watches.set(at(this.cast.clients, move.by), {
        passage,
        sinceSeq: event.seq,
        heard: new Set(),
        used: new Set(),
      });
    }
    if (move.kind === 'allow') {
      const watch = this.watches.get(at(this.cast.clients, move.by));
      if (watch !== undefined) watch.passage = move.passage;
    }
    if (move.kind === 'fault') view.inject(move.fault(this.cast, view.nowUs() / 1000));
  }

  private onMessage(message: Message, nowMs: number): readonly MessageFault[] {
    const isOut = this.watches.has(message.from);
    const client = isOut ? message.from : message.to;
    const watch = this.watches.get(client);
    const delay = (byMs: number): MessageFault => ({ kind: 'delay', message: message.key, byMs });
    const drop: MessageFault = { kind: 'drop', message: message.key };
    const wake = this.wakeDelayMs(message.to, nowMs);
    const waking = wake === undefined ? [] : [delay(wake)];
    if (watch === undefined) return waking;
    const replica = this.cast.replicas.indexOf(isOut ? message.to : message.from) + 1;
    if (replica === 0) return waking;
    const { passage } = watch;
    const isLater = watch.heard.size >= this.majority;
    const isLate = passage.answersLate?.from.includes(replica) === true;

    if (!isOut) {
      if (isLate) return [delay(passage.answersLate?.byMs ?? 0)];
      const heard = isLater ? passage.hears : passage.first;
      if (heard === undefined) return [];
      const place = heard.indexOf(replica);
      if (place < 0) return [drop];
      return !isLater && place > 0 ? [delay(place * ORDER_MS)] : [];
    }
    const copies: MessageFault[] =
      passage.doubled === true ? [{ kind: 'duplicate', message: message.key, afterMs: COPY_AFTER_MS }] : [];
    if (!isLater) {
      const gets = passage.first === undefined || passage.first.includes(replica) || isLate;
      return gets ? [...waking, ...copies] : [drop];
    }
    if (passage.storeLate?.to === replica) {
      if (watch.used.has('storeLate')) return [drop];
      watch.used.add('storeLate');
      this.lateArrivalMs = nowMs + LINK_MS + passage.storeLate.byMs;
      return [delay(passage.storeLate.byMs)];
    }
    if (passage.meetsLate?.at === replica) {
      const byMs = this.lateArrivalMs + passage.meetsLate.afterMs - LINK_MS - nowMs;
      if (watch.used.has('meetsLate') || byMs < 0 || byMs > DELAY_MAX_MS) return [drop];
      watch.used.add('meetsLate');
      return byMs === 0 ? [] : [delay(byMs)];
    }
    if (passage.then?.includes(replica) === false) return [drop];
    if (passage.once?.includes(replica) === true) {
      if (watch.used.has(replica)) return [drop];
      watch.used.add(replica);
    }
    return [...waking, ...copies];
  }

  /** How much longer a message to a replica that is down has to take, so that it arrives just after its boot. */
  private wakeDelayMs(to: NodeId, nowMs: number): number | undefined {
    const { crash } = this.play;
    if (crash?.wakesToMs === undefined || nowMs >= this.bootMs) return undefined;
    if (to !== at(this.cast.replicas, crash.replica - 1)) return undefined;
    const byMs = this.bootMs + crash.wakesToMs - LINK_MS - nowMs;
    return byMs > 0 && byMs <= DELAY_MAX_MS ? byMs : undefined;
  }

  private onStep(
    step: Parameters<NonNullable<Decider['onStep']>>[0],
    view: WorldView,
  ): StepFault | undefined {
    const { crash } = this.play;
    if (crash === undefined || !this.isCounting || this.crashed) return undefined;
    if (step.node !== at(this.cast.replicas, crash.replica - 1)) return undefined;
    if ('messages' in crash.at) {
      const { to } = crash.at;
      const sends = step.call === 'send' || step.call === 'reply' || step.call === 'request';
      if (sends && (to === undefined || step.about === at(this.cast.clients, to))) this.messagesSent++;
      if (step.call !== 'end' || this.messagesSent < crash.at.messages) return undefined;
    } else {
      if (view.openWrites(step.node) < crash.openWritesDone) return undefined;
      if (this.stepsMade++ < crash.at.step) return undefined;
    }
    this.crashed = true;
    const { restartAfterMs, openWritesDone } = crash;
    if (restartAfterMs !== null) this.bootMs = step.atUs / 1000 + restartAfterMs;
    const { node, incarnation } = step;
    return {
      kind: 'crash',
      at: { node, incarnation, step: step.step },
      restartAfterMs,
      ...(openWritesDone > 0 && { openWritesDone }),
    };
  }
}

function at(ids: readonly NodeId[], index: number): NodeId {
  const id = ids[index];
  if (id === undefined) throw new Error(`play: there is no part number ${index}.`);
  return id;
}

function parseCast(data: Json): Cast {
  const list = (name: string): NodeId[] => {
    const found: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
    return Array.isArray(found) ? found.map(String) : [];
  };
  return { clients: list('clients'), replicas: list('replicas') };
}
