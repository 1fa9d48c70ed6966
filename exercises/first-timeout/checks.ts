import { deepEqualJson, type Finding, type NodesChecks, type Run } from 'partial-failure/kit';
import { AT_ONCE_MS, ROOM_MS, ROUNDING_MS } from './bounds.ts';
import { overdueSeq, readCalls, type Call } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

/*
 * What is judged, and what is not:
 * - All times are by the asker's own monotonic clock, from the instant of the call. Within `ROOM_MS` around the end both
 *   answers are right, so ties of a reply and a timer are never judged.
 * - A reply belongs to the request that it answers, a request to the call whose question it carries; equal questions are
 *   taken in the order of the calls. How a program keeps its calls apart is its own affair; calls that are equal in
 *   everything, their instant too, may ask in any order, so the first to end is taken for the first to get its reply.
 * - A reply whose value is "timeout" cannot be told from the word; then only the instant tells.
 * - Every property but `answers` counts as exercised only by calls that gave up when they should. So a program that waits
 *   for ever gets nothing for having sent one request, and one that gives up at once gets nothing for having given up.
 *   `answers` says "and only then", so a program that never gives up breaks it with its first late reply.
 */

export default { check, explain, tell } satisfies NodesChecks;

function check(run: Run): Finding[] {
  const { calls, strays } = readCalls(run);
  return [
    ...calls.flatMap((call) => [
      ...answers(call, calls, run),
      ...givesUp(call, run),
      ...ignoresLate(call, calls),
      ...asksOnce(call),
    ]),
    ...strays.map((event) => {
      const { to, body } = event.message;
      return broken('other-message', [event], { to, body });
    }),
  ];
}

// ---- the properties

function answers(call: Call, calls: readonly Call[], run: Run): Finding[] {
  const { reply, gave, ms, settledMs, returnedSeq, operation } = call;
  const data = {
    ms,
    arrivedMs: tidy(reply?.arrivedMs),
    settledMs: tidy(settledMs),
    gave: gave ?? null,
    reply: reply?.value ?? null,
  };
  const at = (seq: number) => [operation.invokedSeq, reply, seq];
  if (reply !== undefined && reply.arrivedMs <= ms - ROOM_MS) {
    if (operation.status === 'threw') return [broken('threw', at(returnedSeq), {}, 'answers')];
    if (gave === undefined) return [broken('hangs-with-reply', at(overdueSeq(call, run)), data)];
    if (returnedSeq < reply.seq)
      return [broken(gave === 'timeout' ? 'too-impatient' : 'made-up', at(returnedSeq), data)];
    if (!deepEqualJson(gave, reply.value)) {
      return [broken(gave === 'timeout' ? 'reply-not-given' : 'other-value', at(returnedSeq), data)];
    }
    if (settledMs > reply.arrivedMs + ROOM_MS + ROUNDING_MS)
      return [broken('kept-back', at(returnedSeq), data)];
    return [held('answers')];
  }
  if (gave === undefined || gave === 'timeout') return [];
  const ownReply = reply !== undefined && returnedSeq > reply.seq && deepEqualJson(gave, reply.value);
  if (ownReply)
    return reply.arrivedMs > ms + ROOM_MS ? [broken('late-reply-given', at(returnedSeq), data)] : [];
  // Some other value. What a sleep gives is not meant as an answer: that belongs to gives-up.
  return replyOfAnother(call, calls) === undefined
    ? []
    : [broken('reply-of-another-call', at(returnedSeq), data)];
}

function givesUp(call: Call, run: Run): Finding[] {
  const { reply, gave, ms, settledMs, watchedMs, returnedSeq, operation } = call;
  if (reply !== undefined && reply.arrivedMs <= ms - ROOM_MS) return [];
  const data = { ms, settledMs: tidy(settledMs), gave: gave ?? null };
  const at = (seq: number) => [operation.invokedSeq, seq];
  if (operation.status === 'threw') return [broken('threw', at(returnedSeq), {}, 'gives-up')];
  if (gave === undefined) {
    return watchedMs > ms + ROOM_MS + ROUNDING_MS ? [broken('hangs', at(overdueSeq(call, run)), data)] : [];
  }
  if (settledMs > ms + ROOM_MS + ROUNDING_MS) return [broken('too-late', at(returnedSeq), data)];
  if (gave === 'timeout') {
    if (settledMs < ms - ROOM_MS - ROUNDING_MS) return [broken('too-early', at(returnedSeq), data)];
    return [held('gives-up')];
  }
  const ownReply = reply !== undefined && returnedSeq > reply.seq && deepEqualJson(gave, reply.value);
  return ownReply ? [] : [broken('other-word', at(returnedSeq), data)];
}

function ignoresLate(call: Call, calls: readonly Call[]): Finding[] {
  const { reply, ms, gave, returnedSeq, operation } = call;
  if (reply === undefined || reply.arrivedMs <= ms + ROOM_MS) return [];
  const data = { ms, arrivedMs: tidy(reply.arrivedMs), reply: reply.value };
  const at = (seq: number) => [operation.invokedSeq, reply, seq];
  if (
    gave !== undefined &&
    gave !== 'timeout' &&
    returnedSeq > reply.seq &&
    deepEqualJson(gave, reply.value)
  ) {
    return [broken('given-by-its-call', at(returnedSeq), data)];
  }
  const thief = calls.find((other) => other !== call && replyOfAnother(other, calls) === call);
  if (thief !== undefined) return [broken('given-by-a-later-call', at(thief.returnedSeq), data)];
  return call.gaveUpInTime ? [held('late-reply-ignored')] : [];
}

function asksOnce(call: Call): Finding[] {
  const { requests, operation, ms, askedMs, settledMs, watchedMs, returnedSeq, gaveUpInTime } = call;
  const [first, second] = requests;
  if (first !== undefined && askedMs > AT_ONCE_MS) {
    const hadEnded = returnedSeq >= 0 && returnedSeq < first.seq;
    return [broken('asked-late', [operation.invokedSeq, first], { askedMs: tidy(askedMs), hadEnded })];
  }
  if (second !== undefined) return [broken('asked-again', [first, second], { requests: requests.length })];
  if (first === undefined) {
    const over = settledMs < Infinity || watchedMs > ms + ROOM_MS;
    return over ? [broken('not-asked', [operation.invokedSeq, operation.returnedSeq])] : [];
  }
  return gaveUpInTime ? [held('one-request')] : [];
}

/** The call whose reply this one gave instead of its own. */
function replyOfAnother(
  { gave, reply, returnedSeq, operation }: Call,
  calls: readonly Call[],
): Call | undefined {
  if (gave === undefined || gave === 'timeout') return undefined;
  if (reply !== undefined && reply.seq < returnedSeq && deepEqualJson(gave, reply.value)) return undefined;
  return calls.find(
    (other) =>
      other.operation !== operation &&
      other.reply !== undefined &&
      other.reply.seq < returnedSeq &&
      deepEqualJson(other.reply.value, gave),
  );
}

/** Whole ms; -1 for "never". */
function tidy(ms: number | undefined): number {
  return ms === undefined || ms === Infinity ? -1 : Math.round(ms);
}
