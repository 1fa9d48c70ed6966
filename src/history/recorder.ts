import { assert } from '../util/assert.ts';
import type { Json } from '../util/canonical.ts';
import type { Operation } from './operation.ts';

/**
 * Writes down a history while it happens. Instants are virtual microseconds.
 *
 * ```ts
 * const recorder = new HistoryRecorder();
 * const id = recorder.invoke('client-1', { op: 'write', value: 3 }, 1_000);
 * recorder.ok(id, null, 5_000);
 * recorder.operations(); // one finished operation
 * ```
 *
 * An operation that nobody ends stays open (`info`).
 */
export class HistoryRecorder {
  private readonly recorded: Operation[] = [];

  /** A call. Gives the operation's id: 0, 1, 2… in the order of calls. */
  invoke(process: string, input: Json, at: number): number {
    const id = this.recorded.length;
    this.recorded.push({ id, process, input, invokedAt: at, status: 'info' });
    return id;
  }

  /** The answer came: the operation took effect. */
  ok(id: number, output: Json, at: number): void {
    const { process, input, invokedAt } = this.open(id);
    this.recorded[id] = { id, process, input, invokedAt, status: 'ok', output, returnedAt: at };
  }

  /** The operation is known to have had no effect. */
  fail(id: number, at: number): void {
    const { process, input, invokedAt } = this.open(id);
    this.recorded[id] = { id, process, input, invokedAt, status: 'fail', returnedAt: at };
  }

  /**
   * The server that held the open operation crashed: it took effect by `at`, or never. The first crash counts.
   * Matters only to checks that are strict at crashes.
   */
  crash(id: number, at: number): void {
    const { process, input, invokedAt, mustTakeEffectBefore } = this.open(id);
    const deadline = mustTakeEffectBefore ?? at;
    this.recorded[id] = { id, process, input, invokedAt, status: 'info', mustTakeEffectBefore: deadline };
  }

  /** Ids of the operations that nobody has ended yet, in the order of calls. */
  openIds(): number[] {
    return this.recorded.filter((operation) => operation.status === 'info').map((operation) => operation.id);
  }

  /** All operations so far, in the order of calls; a copy. */
  operations(): Operation[] {
    return this.recorded.slice();
  }

  private open(id: number) {
    const operation = this.recorded[id];
    assert(operation !== undefined, () => `history: operation ${id} was never invoked`);
    assert(operation.status === 'info', () => `history: operation ${id} has ended already; it ends once`);
    return operation;
  }
}
