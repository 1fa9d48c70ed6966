import type { InjectedFault, Json, NodeId, Script } from 'partial-failure/kit';
import { BOUND_MS, Callers, CLIENTS, replicasOf } from './cluster.ts';
import { tryHalf } from './half.ts';
import { Progress } from './progress.ts';

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
  /** Ids of all nodes, where they are not the usual ones. */
  readonly ids?: Cast;
  /**
   * Whom the latest passage does not let the client reach at first (or from beginning to end), the other replicas
   * cannot reach either: those that talk with each other would make good what a client has left undone.
   */
  readonly apart?: 'at first' | 'to the end';
  /** What replicas tell each other from a move on, up to another, comes so late. */
  readonly newsLate?: { readonly fromMove: number; readonly untilMove: number; readonly byMs: number };
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
  /** At first the first message to this replica, whether in `first` or not, comes late, the others not at all. */
  readonly asksLate?: { readonly to: number; readonly byMs: number };
  /** These hear the client at first, whether in `first` or not, and their answers come late, all the time. */
  readonly answersLate?: { readonly from: readonly number[]; readonly byMs: number };
  /** Of the later messages to this replica (and to another) the first comes late, the others not at all. */
  readonly storeLate?: { readonly to: number; readonly and?: number; readonly byMs: number };
  /** Of the later messages to this replica the first comes at once, the others late. */
  readonly restLate?: { readonly to: number; readonly byMs: number };
  /** Of the later messages to this replica the first arrives so long after (or before) the late one, the others never. */
  readonly meetsLate?: { readonly at: number; readonly afterMs: number };
  /** All messages of the client are doubled, the copies a little later. */
  readonly doubled?: boolean;
  /** As soon as it has heard a majority, it is cut off from all for so long, or pauses, or dies. */
  readonly onceHeard?: { readonly cutMs: number } | { readonly pauseMs: number } | 'dies';
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
      /** Or as soon as its second part has begun, or has reached all of these. */
      readonly until?: 'sent' | readonly number[];
    }
  | { readonly kind: 'allow'; readonly by: number; readonly passage: Passage; readonly waitMs: number }
  /**
   * A write that leaves its value with exactly one replica, see `half.ts`; first it is tried with `to`. The replica that
   * has it is number 1 from then on. The play ends here when no try succeeds.
   */
  | { readonly kind: 'half'; readonly by: number; readonly to: number }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Waits until a message of the client is lost again: what comes next comes just after it has tried in vain. */
  | { readonly kind: 'loss'; readonly by: number }
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
/** How long a play waits for another loss: no outage lasts longer than 60 s in all. */
const LOSS_MAX_MS = 8000;

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

/** The same call, but the play goes on as soon as its second part has begun, or has reached these replicas. */
export function until(reached: 'sent' | readonly number[], move: Move): Move {
  return move.kind === 'call' ? { ...move, until: reached, waitMs: 1500 } : move;
}

/** Changes what gets through, and waits for the open operation. */
export function allow(by: number, passage: Passage = {}, waitMs = BOUND_MS + 100): Move {
  return { kind: 'allow', by, passage, waitMs };
}

export function wait(ms: number): Move {
  return { kind: 'wait', ms };
}

export function lossOf(by: number): Move {
  return { kind: 'loss', by };
}

export const restarts: Move = { kind: 'restarts' };

/** The script's side of a play: makes the moves, then finishes. */
export function perform(script: Script, play: Play): void {
  const callers = new Callers(script);
  const numbers = play.ids?.replicas ?? replicasOf(play.n);
  let cast: Cast = {
    clients: play.clients ?? script.draw.shuffle(play.ids?.clients ?? CLIENTS),
    replicas: play.fixedReplicas === true ? numbers : script.draw.shuffle(numbers),
  };
  script.note('cast', { clients: cast.clients, replicas: cast.replicas });

  const lookFor = (wanted: 'sent' | readonly number[], client: NodeId, then: () => void): void => {
    let seen = script.trace().length;
    const progress = new Progress(client, seen - 1, Math.floor(play.n / 2) + 1);
    const endMs = script.nowMs() + 2000;
    const look = (): void => {
      const trace = script.trace();
      for (; seen < trace.length; seen++) {
        const event = trace[seen];
        if (event !== undefined) progress.feed(event);
      }
      const isThere =
        wanted === 'sent'
          ? progress.hasSentLater
          : wanted.every((replica) => progress.reached.has(at(cast.replicas, replica - 1)));
      if (isThere) then();
      else if (script.nowMs() < endMs) script.after(2, look);
    };
    look();
  };

  const make = (index: number): void => {
    const move = play.moves[index];
    script.note('move', index);
    if (move === undefined) {
      // One read is enough: a play has reads of its own where they tell most. None if it has just ended with one.
      const last = play.moves.at(-1);
      const hasRead = last?.kind === 'call' && last.method === 'read' && !callers.isAnyBusy();
      const reader = script.draw.pick(cast.clients);
      callers.finish(hasRead ? [] : [reader]);
      return;
    }
    let wentOn = false;
    const goOn = (): void => {
      if (wentOn) return;
      wentOn = true;
      script.after(2, () => make(index + 1));
    };
    switch (move.kind) {
      case 'half': {
        const half = { client: at(cast.clients, move.by), replicas: cast.replicas, to: move.to };
        tryHalf(script, callers, half, (holder) => {
          if (holder === undefined) {
            make(play.moves.length);
            return;
          }
          cast = { ...cast, replicas: [holder, ...cast.replicas.filter((id) => id !== holder)] };
          script.note('cast', { clients: cast.clients, replicas: cast.replicas });
          goOn();
        });
        return;
      }
      case 'call':
        if (move.until !== undefined) lookFor(move.until, at(cast.clients, move.by), goOn);
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
      case 'loss': {
        const client = at(cast.clients, move.by);
        const endMs = script.nowMs() + LOSS_MAX_MS;
        let seen = script.trace().length;
        const look = (): void => {
          const trace = script.trace();
          let isLost = false;
          for (; seen < trace.length; seen++) {
            const event = trace[seen];
            if (event?.kind === 'lost' && event.message.from === client) isLost = true;
          }
          if (isLost || script.nowMs() >= endMs || !callers.isBusy(client)) goOn();
          else script.after(2, look);
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

/** The id of a part. */
export function at(ids: readonly NodeId[], index: number): NodeId {
  const id = ids[index];
  if (id === undefined) throw new Error(`play: there is no part number ${index}.`);
  return id;
}
