import {
  isJsonObject,
  type CourseProgram,
  type CourseSide,
  type Fault,
  type Json,
  type Reply,
} from 'partial-failure/kit';

export const SERVER = 'server';
export const CLIENTS: readonly string[] = Array.from({ length: 50 }, (_, i) => `client-${i + 1}`);

/** What the server takes for a request, and for a rejection; how many requests may wait. */
const WORK_MS = 10;
const REJECTION_MS = 2;
const QUEUE_MAX = 50;
/** While it is slow, a request takes so many times as long. What it takes is settled when it is taken up. */
const SLOW_FACTOR = 10;

/** A stretch in which the server does not do its work. Silent ones are crashes. In ms of true time. */
export interface Outage {
  readonly how: 'silent' | 'rejecting' | 'slow';
  readonly fromMs: number;
  readonly untilMs: number;
}

export function isDuring({ fromMs, untilMs }: Outage, ms: number): boolean {
  return ms >= fromMs && ms < untilMs;
}

/** What a request is answered with: among other things what looks like nothing. */
export function valueFor(id: string): Json {
  const nothings: readonly Json[] = [null, 0, '', false, [], {}];
  const n = Number(id.slice(id.lastIndexOf('-') + 1));
  return n % 5 === 0 ? (nothings[(n / 5) % nothings.length] ?? null) : { answer: id };
}

export function idOf(request: Json | undefined): string {
  return request !== undefined && isJsonObject(request) && typeof request['id'] === 'string'
    ? request['id']
    : '';
}

export function isInvalid(request: Json | undefined): boolean {
  return request !== undefined && isJsonObject(request) && request['item'] === null;
}

/**
 * One worker and a queue. What waits is done in its order, also for callers who have left. A silent outage is a crash:
 * the queue is gone with it.
 */
export function server(outages: readonly Outage[]) {
  return (me: CourseSide): CourseProgram => {
    const queue: { readonly request: Json; readonly reply: Reply }[] = [];
    let busy = false;
    /** What rejections cost since the worker took up its last request. */
    let owedMs = 0;
    const work = (): void => {
      const next = queue.shift();
      busy = next !== undefined;
      if (next === undefined) return;
      const slow = outages.some((outage) => outage.how === 'slow' && isDuring(outage, me.nowMs()));
      const forMs = WORK_MS * (slow ? SLOW_FACTOR : 1) + owedMs;
      owedMs = 0;
      me.after(forMs, () => {
        next.reply({ ok: true, value: valueFor(idOf(next.request)) });
        work();
      });
    };
    return {
      onRequest(_from, request, reply) {
        if (isInvalid(request)) reply({ error: 'invalid' });
        else if (outages.some((outage) => outage.how === 'rejecting' && isDuring(outage, me.nowMs())))
          reply({ error: 'overloaded' });
        else if (queue.length >= QUEUE_MAX) {
          owedMs += REJECTION_MS;
          reply({ error: 'overloaded' });
        } else {
          queue.push({ request, reply });
          if (!busy) work();
        }
      },
    };
  };
}

/** What is asked in a run, and what befalls the server. */
export interface Plan {
  /** Says when which client asks: the same in every grading. `undefined`: drawn. */
  readonly traffic?: number;
  readonly outages: readonly Outage[];
  /** Calls of single clients, 60 a second in all, until this instant in ms. */
  readonly untilMs: number;
  /** Every client makes so many calls at this instant in ms. */
  readonly wave?: { readonly atMs: number; readonly calls: number };
  /** From each of these instants in ms on, ten requests in a row are invalid. */
  readonly invalidFromMs?: readonly number[];
  /** From this instant in ms on no outage excuses anybody. Absent: from the beginning, where there is none. */
  readonly wellFromMs?: number;
  readonly faults: readonly Fault[];
}
