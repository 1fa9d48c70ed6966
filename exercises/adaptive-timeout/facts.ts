import { canonicalJson, ofRun, type Operation, type Run } from 'partial-failure/kit';
import { CLIENT, byQuestion } from './peers.ts';
import type { Phase, Plan, Planned } from './scenarios/plan.ts';

/** A request of a call. Times in ms of the client's clock, after the call. */
export interface Attempt {
  readonly seq: number;
  readonly sentMs: number;
  /** When its reply arrived; `Infinity` where it was lost. */
  arrivedMs: number;
  arrivedSeq: number;
}

/** A call, and what became of it. Times in ms of the client's clock, after the call. */
export interface Call {
  readonly planned: Planned;
  readonly operation: Operation;
  readonly attempts: readonly Attempt[];
  /** The attempt whose reply was there first. */
  readonly first: Attempt | undefined;
  /** `Infinity` while it is open. */
  readonly settledMs: number;
  /** How long the run went on after the call. */
  readonly watchedMs: number;
  /** One request sufficed. */
  readonly isClean: boolean;
  /** The first request that left while the reply to an earlier one was on its way, and the earlier one. */
  readonly needless: { readonly earlier: Attempt; readonly attempt: Attempt } | undefined;
}

export interface Record {
  readonly calls: readonly Call[];
  /** The same, to each server. */
  readonly byServer: ReadonlyMap<string, readonly Call[]>;
  /** The call that an event is about, by its `seq`: of the call itself, its requests, losses and replies. */
  readonly about: ReadonlyMap<number, Call>;
  /** What was sent and belongs to no call. */
  readonly strays: readonly number[];
  /** `seq` of the event with which a phase begins: the story tells what the network is like. */
  readonly phaseSeqs: ReadonlyMap<Phase, number>;
  /** `seq` of the last event of the run. */
  readonly endSeq: number;
}

/** The calls of a run, in order. */
export const recordOf = ofRun((run: Run): Record => {
  const micros = run.nodes.find(({ id }) => id === CLIENT)?.realMicros ?? 1_000_000;
  const plan = run.case as Plan;
  const planned = byQuestion(plan);
  const operations = new Map<Planned, Operation>();
  for (const operation of run.operations) {
    const one = planned.get(canonicalJson(operation.args[1] ?? null));
    if (operation.method === 'call' && operation.invokedSeq >= 0 && one !== undefined)
      operations.set(one, operation);
  }
  const attempts = new Map<Planned, Attempt[]>();
  const byKey = new Map<string, { readonly one: Planned; readonly attempt: Attempt }>();
  const seqs = new Map<number, Planned>();
  const strays: number[] = [];
  const phaseSeqs = new Map<Phase, number>();
  const shownMs = (one: Planned, us: number): number =>
    ((us - (operations.get(one)?.invokedUs ?? 0)) * 1000) / micros;
  for (const event of run.trace) {
    if (event.kind === 'send' && event.node === CLIENT) {
      const { message } = event;
      const one = message.kind === 'request' ? planned.get(canonicalJson(message.body)) : undefined;
      const isOwn = one?.server === message.to && (operations.get(one)?.invokedSeq ?? Infinity) < event.seq;
      if (one === undefined || !isOwn) {
        strays.push(event.seq);
        continue;
      }
      const attempt = {
        seq: event.seq,
        sentMs: shownMs(one, event.atUs),
        arrivedMs: Infinity,
        arrivedSeq: -1,
      };
      byKey.set(message.key, { one, attempt });
      seqs.set(event.seq, one);
      const own = attempts.get(one);
      if (own === undefined) attempts.set(one, [attempt]);
      else own.push(attempt);
    } else if (event.kind === 'deliver' && event.node === CLIENT) {
      const of = byKey.get(event.message.answers ?? '');
      if (of === undefined) continue;
      of.attempt.arrivedMs = shownMs(of.one, event.atUs);
      of.attempt.arrivedSeq = event.seq;
      seqs.set(event.seq, of.one);
    } else if (event.kind === 'note' && event.name === 'phase') {
      const phase = plan.phases[phaseSeqs.size];
      if (phase !== undefined) phaseSeqs.set(phase, event.seq);
    } else if (event.kind === 'lost') {
      const of = byKey.get(event.message.answers ?? event.message.key);
      if (of !== undefined) seqs.set(event.seq, of.one);
    }
  }
  const calls = [...operations].map(([one, operation]): Call => {
    const own = attempts.get(one) ?? [];
    // By its place in the run: several may arrive at one instant.
    const [first] = own
      .filter(({ arrivedSeq }) => arrivedSeq >= 0)
      .sort((a, b) => a.arrivedSeq - b.arrivedSeq);
    return {
      planned: one,
      operation,
      attempts: own,
      first,
      settledMs: operation.returnedUs === undefined ? Infinity : shownMs(one, operation.returnedUs),
      watchedMs: shownMs(one, run.endUs),
      isClean: own.length === 1 && first !== undefined && operation.status === 'ok',
      needless: needlessAmong(own),
    };
  });
  const byPlanned = new Map(calls.map((call) => [call.planned, call]));
  const about = new Map<number, Call>();
  for (const [seq, one] of seqs) {
    const call = byPlanned.get(one);
    if (call !== undefined) about.set(seq, call);
  }
  const byServer = new Map<string, Call[]>();
  for (const call of calls) {
    const { invokedSeq, returnedSeq } = call.operation;
    about.set(invokedSeq, call);
    if (returnedSeq !== undefined) about.set(returnedSeq, call);
    const own = byServer.get(call.planned.server);
    if (own === undefined) byServer.set(call.planned.server, [call]);
    else own.push(call);
  }
  return { calls, byServer, about, strays, phaseSeqs, endSeq: run.trace.length - 1 };
});

function needlessAmong(attempts: readonly Attempt[]): Call['needless'] {
  for (const [i, attempt] of attempts.entries()) {
    const earlier = attempts.slice(0, i).find(({ arrivedMs }) => {
      return arrivedMs > attempt.sentMs && arrivedMs < Infinity;
    });
    if (earlier !== undefined) return { earlier, attempt };
  }
  return undefined;
}

/** So many calls to the server that had settled before this one began, the last ones first. */
export function settledBefore(call: Call, count: number, { byServer }: Record): Call[] {
  const own = byServer.get(call.planned.server) ?? [];
  const found: Call[] = [];
  for (let i = own.indexOf(call) - 1; i >= 0 && found.length < count; i--) {
    const other = own[i];
    const { returnedSeq = Infinity } = other?.operation ?? {};
    if (other !== undefined && returnedSeq < call.operation.invokedSeq) found.push(other);
  }
  return found;
}
