import { EPOCH_MS, type Finding, type NodesChecks, type Operation, type Run } from 'partial-failure/kit';
import { AHEAD_MS, E_MS, factsOf, type Event, type Facts } from './facts.ts';
import { OUTSIDE, timestampOf, type Stamp } from './commands.ts';
import { broken, explain, held, tell, textOf } from './words.ts';

/** For the rounding of a reading to whole milliseconds. */
const ROOM_MS = 1;
/** A counter may be so many times the number of events that it could count. */
const COUNTER_FACTOR = 4;

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [
    ...facts.failed
      .slice(0, 1)
      .map((one) => broken('no-timestamp', placesOf(one), { method: one.method, at: one.node })),
    ...facts.events.flatMap((event) => [
      ...form(event),
      ...monotonic(event, facts),
      ...causal(event, facts),
      ...close(event),
      ...boundedCounter(event),
    ]),
    ...facts.refused.flatMap((operation) => refusal(operation, run)),
    ...unique(facts),
  ];
}

function form(event: Event): Finding[] {
  const { wall, counter, node } = event.stamp;
  const isSound = [wall, counter].every((one) => Number.isSafeInteger(one) && one >= 0);
  if (isSound && node === event.operation.node) return [];
  return [broken('malformed', [seqOf(event)], { at: event.operation.node, gave: textOf(event.stamp) })];
}

function monotonic(event: Event, { sign, comparedSeq }: Facts): Finding[] {
  const { before } = event;
  if (before === undefined || comparedSeq < 0) return [];
  if (sign(before, event) === -1) return [held('monotonic')];
  const data = {
    at: event.operation.node,
    first: textOf(before.stamp),
    then: textOf(event.stamp),
    says: saysOf(sign(before, event)),
  };
  return [broken('not-later', [seqOf(before), seqOf(event)], data)];
}

function causal(event: Event, { sign, outsideSign, comparedSeq }: Facts): Finding[] {
  const { operation, sender, stamp } = event;
  if (operation.method !== 'receive' || comparedSeq < 0) return [];
  const remote = timestampOf(operation.args[0]);
  if (remote === undefined) return [];
  const at = operation.node;
  if (isWild(remote, event.fromMs)) {
    const data = { at, remote: textOf(remote), aheadMs: Math.round(remote.wall - event.fromMs) };
    return [broken('wild-accepted', [seqOf(event)], data)];
  }
  const result = sender === undefined ? outsideSign(event) : sign(sender, event);
  if (result === -1) return [held('causal')];
  const proof = sender === undefined ? [] : [seqOf(sender)];
  const data = { at, remote: textOf(remote), gave: textOf(stamp), says: saysOf(result) };
  return [broken('not-after-remote', [...proof, seqOf(event)], data)];
}

/** Only timestamps far in the future may be refused; no right node has doubts about these. */
function refusal(operation: Operation, run: Run): Finding[] {
  const remote = timestampOf(operation.args[0]);
  if (remote === undefined) return [];
  const { events } = factsOf(run);
  // That all are refused says nothing: `receive` must have let one in.
  if (remote.node === OUTSIDE && isWild(remote, EPOCH_MS + operation.invokedUs / 1000))
    return events.some(({ operation: { method } }) => method === 'receive') ? [held('causal')] : [];
  const data = { at: operation.node, remote: textOf(remote) };
  return [broken('refused', placesOf(operation), data)];
}

/** Nothing is drawn between what clocks within their bound can differ by and a minute. */
function isWild({ wall }: Stamp, nowMs: number): boolean {
  return wall - nowMs > AHEAD_MS + 2 * E_MS;
}

function close(event: Event): Finding[] {
  const { stamp, fromMs, untilMs, operation } = event;
  const early = fromMs - stamp.wall;
  const late = stamp.wall - untilMs;
  if (early <= E_MS + ROOM_MS && late <= E_MS + ROOM_MS) return [held('close')];
  const offMs = Math.round(Math.max(early, late));
  const data = { at: operation.node, gave: textOf(stamp), offMs, side: early > late ? 'behind' : 'ahead of' };
  return [broken('off', [seqOf(event)], data)];
}

function boundedCounter(event: Event): Finding[] {
  const { stamp, known, operation } = event;
  if (stamp.counter > COUNTER_FACTOR * known) {
    const data = { at: operation.node, gave: textOf(stamp), counter: stamp.counter, known };
    return [broken('counter-grows', [seqOf(event)], data)];
  }
  const { before, sender } = event;
  // Where walls have passed on, a counter that is never set back would have grown.
  const moved = [before, sender].some(
    (one) => one !== undefined && one.stamp.wall < stamp.wall && one.known > 1,
  );
  return moved ? [held('bounded-counter')] : [];
}

function unique({ events, sign, allPairs, comparedSeq }: Facts): Finding[] {
  if (!allPairs || comparedSeq < 0) return [];
  for (const one of events) {
    for (const other of events) {
      const result = sign(one, other);
      const isSame = one === other;
      if (result === null || result === undefined || (result === 0) !== isSame) {
        const data = { first: textOf(one.stamp), second: textOf(other.stamp), says: saysOf(result) };
        return [broken(isSame ? 'not-itself' : 'equal', [seqOf(one), seqOf(other)], data)];
      }
      if (result !== -(sign(other, one) ?? 0) && !isSame) {
        const data = { first: textOf(one.stamp), second: textOf(other.stamp), says: saysOf(result) };
        return [broken('both-ways', [seqOf(one), seqOf(other)], data)];
      }
    }
  }
  for (const one of events)
    for (const two of events)
      for (const three of events) {
        if (sign(one, two) !== -1 || sign(two, three) !== -1 || sign(one, three) === -1) continue;
        const data = { first: textOf(one.stamp), second: textOf(two.stamp), third: textOf(three.stamp) };
        return [broken('circle', [seqOf(one), seqOf(two), seqOf(three)], data)];
      }
  const isShared = events.some((one) =>
    events.some(
      (other) => one.stamp.wall === other.stamp.wall && one.operation.node !== other.operation.node,
    ),
  );
  return isShared ? [held('unique')] : [];
}

function saysOf(sign: number | null | undefined): string {
  return sign === null || sign === undefined
    ? 'gives no number'
    : sign === 0
      ? 'gives 0'
      : sign < 0
        ? 'is below 0'
        : 'is above 0';
}

function seqOf({ operation }: Event): number {
  return operation.returnedSeq ?? operation.invokedSeq;
}

function placesOf({ invokedSeq, returnedSeq }: Operation): number[] {
  return [invokedSeq, returnedSeq ?? invokedSeq];
}

export default { check, explain, tell } satisfies NodesChecks;
