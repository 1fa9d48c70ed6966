import {
  isJsonObject,
  linksBetween,
  linksFrom,
  type Decider,
  type Json,
  type Message,
  type MessageFault,
  type NodeId,
  type Step,
  type StepFault,
  type TraceEvent,
  type WorldView,
} from 'partial-failure/kit';
import { at, LINK_MS, type Cast, type Passage, type Play } from './play.ts';
import { Progress } from './progress.ts';

/** The longest a message may be held up. */
const DELAY_MAX_MS = 2000;
/** Between the answers of two replicas in an ordered passage. */
const ORDER_MS = 8;
const COPY_AFTER_MS = 3;

/** An operation under way. */
interface Watch {
  passage: Passage;
  readonly progress: Progress;
  /** Passages for one message that have been used. */
  readonly used: Set<'asksLate' | 'meetsLate' | 'restLate' | `storeLate ${number}` | number>;
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
  private moveMade = -1;
  /** Numbers of the replicas that can talk with each other, where the play says so. */
  private together: readonly number[] = [];

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
    if (event.kind === 'note' && event.name === 'half') this.onHalf(event.data, view);
    if (event.kind === 'note' && event.name === 'move') this.onMove(Number(event.data), event, view);
    if (event.kind !== 'send' && event.kind !== 'deliver') return;
    for (const [client, watch] of this.watches) {
      if (watch.progress.feed(event)) this.onHeard(client, watch.passage, view);
    }
  }

  /** From a moment on only one replica hears anything, for a while. */
  private onHalf(data: Json, view: WorldView): void {
    if (!isJsonObject(data)) return;
    const { only, afterMs, forMs } = data;
    const fromMs = view.nowUs() / 1000 + Number(afterMs);
    const { clients, replicas } = this.cast;
    const deaf = replicas.filter((replica) => replica !== only);
    const links = linksFrom([...clients, ...replicas], deaf);
    view.inject({ kind: 'partition', fromMs, untilMs: fromMs + Number(forMs), links });
  }

  /** The client has just heard a majority and is about to go on. */
  private onHeard(client: NodeId, { onceHeard }: Passage, view: WorldView): void {
    if (onceHeard === undefined) return;
    const nowMs = view.nowUs() / 1000;
    const moment = { node: client, atMs: nowMs };
    if (onceHeard === 'dies') {
      view.inject({ kind: 'crash', at: moment, restartAfterMs: null });
    } else if ('pauseMs' in onceHeard) {
      view.inject({ kind: 'pause', at: moment, forMs: onceHeard.pauseMs });
    } else {
      // A microsecond later: what has just arrived has arrived.
      const fromMs = nowMs + 0.001;
      const links = linksBetween([client], this.cast.replicas);
      view.inject({ kind: 'partition', fromMs, untilMs: fromMs + onceHeard.cutMs, links });
    }
  }

  private onMove(index: number, event: TraceEvent, view: WorldView): void {
    const move = this.play.moves[index];
    this.moveMade = index;
    if (index === this.play.crash?.fromMove) this.isCounting = true;
    if (move === undefined) {
      this.watches.clear();
      return;
    }
    if (move.kind === 'call' || move.kind === 'allow') {
      const all = this.cast.replicas.map((_, i) => i + 1);
      const { first = all, then = all } = move.passage;
      this.together =
        this.play.apart === 'at first' ? first : first.filter((replica) => then.includes(replica));
    }
    if (move.kind === 'call') {
      const client = at(this.cast.clients, move.by);
      const progress = new Progress(client, event.seq, this.majority);
      this.watches.set(client, { passage: move.passage, progress, used: new Set() });
    }
    if (move.kind === 'allow') {
      const watch = this.watches.get(at(this.cast.clients, move.by));
      if (watch !== undefined) watch.passage = move.passage;
    }
    if (move.kind === 'fault') view.inject(move.fault(this.cast, view.nowUs() / 1000));
  }

  private onMessage(message: Message, nowMs: number): readonly MessageFault[] {
    return this.amongReplicas(message) ?? this.ofClients(message, nowMs);
  }

  /** What becomes of a message between two replicas, where the play says so. */
  private amongReplicas({ key, from, to }: Message): readonly MessageFault[] | undefined {
    const { apart, newsLate, moves } = this.play;
    if ((apart ?? newsLate) === undefined || this.moveMade >= moves.length) return undefined;
    const ends = [from, to].map((node) => this.cast.replicas.indexOf(node) + 1);
    if (ends.includes(0)) return undefined;
    if (apart !== undefined && from !== to && !ends.every((replica) => this.together.includes(replica)))
      return [{ kind: 'drop', message: key }];
    const isLate =
      newsLate !== undefined && this.moveMade >= newsLate.fromMove && this.moveMade < newsLate.untilMove;
    return isLate ? [{ kind: 'delay', message: key, byMs: newsLate.byMs }] : undefined;
  }

  private ofClients(message: Message, nowMs: number): readonly MessageFault[] {
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
    const { isLater } = watch.progress;
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
    if (!isLater && passage.asksLate?.to === replica) {
      if (watch.used.has('asksLate')) return [drop];
      watch.used.add('asksLate');
      return [delay(passage.asksLate.byMs)];
    }
    if (!isLater) {
      const gets = passage.first === undefined || passage.first.includes(replica) || isLate;
      return gets ? [...waking, ...copies] : [drop];
    }
    if (passage.storeLate?.to === replica || passage.storeLate?.and === replica) {
      if (watch.used.has(`storeLate ${replica}`)) return [drop];
      watch.used.add(`storeLate ${replica}`);
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
    if (passage.restLate?.to === replica) {
      if (watch.used.has('restLate')) return [delay(passage.restLate.byMs)];
      watch.used.add('restLate');
    }
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

  private onStep(step: Step, view: WorldView): StepFault | undefined {
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

function parseCast(data: Json): Cast {
  const list = (name: string): NodeId[] => {
    const found: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
    return Array.isArray(found) ? found.map(String) : [];
  };
  return { clients: list('clients'), replicas: list('replicas') };
}
