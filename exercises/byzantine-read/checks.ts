import {
  deepEqualJson,
  hasFinished,
  isJsonObject,
  type Finding,
  type NodesChecks,
  type Run,
} from 'partial-failure/kit';
import { BOUND_MS } from './bounds.ts';
import { readsOf, type Read } from './facts.ts';
import { broken, callText, explain, held, tell } from './words.ts';

/** Room for rounding at the bound. */
const ROOM_US = 2000;

export default { check, explain, tell } satisfies NodesChecks;

function check(run: Run): Finding[] {
  return [...trueValues(run), ...fresh(run), ...available(run)];
}

/** Put to the test where a read heard a lie, and gave a value. */
function trueValues(run: Run): Finding[] {
  const reads = readsOf(run);
  const made = reads.find(({ isTrue }) => !isTrue);
  if (made !== undefined) {
    const { operation, value } = made;
    return [broken('made-up', placesOf(made), { client: operation.node, value })];
  }
  return reads.some(({ value, answers }) => value !== null && answers.some(({ isLie }) => isLie))
    ? [held('true-values')]
    : [];
}

/** Put to the test where a replica told a read something else than the value of the last write. */
function fresh(run: Run): Finding[] {
  // A value that nobody wrote is neither old nor new.
  const reads = readsOf(run).filter(({ isTrue }) => isTrue);
  for (const read of reads) {
    const { operation, value, last, isFresh } = read;
    if (isFresh || last === undefined) continue;
    const data = { client: operation.node, value, writer: last.node, newer: last.args[0] ?? null };
    return [
      broken(
        value === null ? 'nothing' : 'old',
        [last.invokedSeq, last.returnedSeq, ...placesOf(read)],
        data,
      ),
    ];
  }
  const isTested = reads.some(
    ({ last, answers }) =>
      last !== undefined &&
      answers.some(
        ({ body }) => !isJsonObject(body) || !deepEqualJson(body['value'] ?? null, last.args[0] ?? null),
      ),
  );
  return isTested ? [held('fresh')] : [];
}

/** Put to the test where something was achieved: a read gave what had been written. */
function available(run: Run): Finding[] {
  for (const operation of run.operations) {
    const { node: client, status, invokedSeq, invokedUs, returnedSeq, returnedUs } = operation;
    if (invokedSeq < 0) continue;
    const call = callText(operation);
    if (status === 'threw' && !hasFinished(operation, run)) {
      const event = run.trace[returnedSeq ?? -1];
      const text = event?.kind === 'throw' ? event.text : '';
      return [broken('rejected', [invokedSeq, returnedSeq], { client, call, text })];
    }
    const openUs = (returnedUs ?? run.endUs) - invokedUs;
    if (openUs <= BOUND_MS * 1000 + ROOM_US) continue;
    const code = returnedUs === undefined ? 'open' : 'late';
    return [
      broken(code, [invokedSeq, returnedSeq ?? run.trace.length - 1], {
        client,
        call,
        ms: Math.round(openUs / 1000),
      }),
    ];
  }
  return readsOf(run).some(({ value, isFresh, last }) => value !== null && isFresh && last !== undefined)
    ? [held('available')]
    : [];
}

function placesOf({ operation, returnedSeq }: Read): number[] {
  return [operation.invokedSeq, returnedSeq];
}
