import type { Operation } from '../../src/history/operation.ts';
import { illegal, type SequentialModel } from '../../src/models/model.ts';

/** A call or a return in the list of all events. Returns of open operations stand at the end. */
interface Entry {
  readonly number: number;
  readonly operation: Operation;
  /** For calls: the return that belongs to it. */
  match: Entry | undefined;
  prev: Entry | undefined;
  next: Entry | undefined;
}

/**
 * The textbook checker: Wing and Gong's search with Lowe's cache of (operations placed, state), as in Porcupine's
 * `checker.go`, without care for speed. It is what the real one is measured against, and a second opinion in tests.
 * Open operations are placed like others, at any point after their call; as their returns come last, that is no limit.
 */
export function textbookCheck<S>(model: SequentialModel<S>, history: readonly Operation[]): 'ok' | 'illegal' {
  const operations = history.filter((operation) => operation.status !== 'fail');
  const head: Entry = makeEntries(operations);
  const cache = new Set<string>();
  const calls: { entry: Entry; state: S }[] = [];
  let placed = 0n;
  let state = model.init();
  let entry = head.next;
  while (head.next !== undefined) {
    if (entry?.match !== undefined) {
      const [next, ...others] = outcomes(model, state, entry.operation);
      if (others.length > 0) throw new Error('textbook: an open operation with several outcomes');
      if (next !== undefined) {
        const nowPlaced = placed | (1n << BigInt(entry.number));
        const key = `${nowPlaced.toString(36)} ${model.key(next)}`;
        if (!cache.has(key)) {
          cache.add(key);
          calls.push({ entry, state });
          state = next;
          placed = nowPlaced;
          lift(entry);
          entry = head.next;
          continue;
        }
      }
      entry = entry.next;
      continue;
    }
    const undone = calls.pop();
    if (undone === undefined) return 'illegal';
    state = undone.state;
    placed &= ~(1n << BigInt(undone.entry.number));
    unlift(undone.entry);
    entry = undone.entry.next;
  }
  return 'ok';
}

/** Where an operation leads. Open ones may also have no effect. */
function outcomes<S>(model: SequentialModel<S>, state: S, operation: Operation): readonly S[] {
  if (operation.status === 'info') {
    const possible = model.open(state, operation.input);
    return possible.length === 0 ? [state] : possible;
  }
  const next = operation.status === 'ok' ? model.step(state, operation.input, operation.output) : illegal;
  return next === illegal ? [] : [next];
}

function makeEntries(operations: readonly Operation[]): Entry {
  const events = operations.flatMap((operation, number) => {
    const end: Entry = { number, operation, match: undefined, prev: undefined, next: undefined };
    const start: Entry = { number, operation, match: end, prev: undefined, next: undefined };
    const returnedAt = operation.status === 'info' ? Infinity : operation.returnedAt;
    return [
      { at: operation.invokedAt, isReturn: 0, entry: start },
      { at: returnedAt, isReturn: 1, entry: end },
    ];
  });
  events.sort((a, b) => (a.at === b.at ? a.isReturn - b.isReturn : a.at < b.at ? -1 : 1));
  const [first] = operations;
  if (first === undefined)
    return { number: -1, operation: nobody, match: undefined, prev: undefined, next: undefined };
  const head: Entry = { number: -1, operation: first, match: undefined, prev: undefined, next: undefined };
  let last = head;
  for (const { entry } of events) {
    entry.prev = last;
    last.next = entry;
    last = entry;
  }
  return head;
}

const nobody: Operation = { id: -1, process: '', input: null, invokedAt: 0, status: 'info' };

function lift(entry: Entry): void {
  for (const gone of [entry, entry.match]) {
    if (gone?.prev !== undefined) gone.prev.next = gone.next;
    if (gone?.next !== undefined) gone.next.prev = gone.prev;
  }
}

function unlift(entry: Entry): void {
  for (const back of [entry.match, entry]) {
    if (back?.prev !== undefined) back.prev.next = back;
    if (back?.next !== undefined) back.next.prev = back;
  }
}
