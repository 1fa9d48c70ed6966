import { canonicalJson, isJsonObject, type Json } from '../util/canonical.ts';
import { field, textField, unknownOp } from './input.ts';
import { illegal, type SequentialModel } from './model.ts';
import { withOutcome } from './wording.ts';

/**
 * What can be asked of a queue. `dequeue` outputs `{ok: true, value}`, or `{ok: false}` when the queue is empty; what
 * `enqueue` outputs is not looked at.
 */
export type QueueInput = { readonly op: 'enqueue'; readonly value: Json } | { readonly op: 'dequeue' };

/**
 * First in, first out; empty at first. The state holds the canonical JSON of each value, the oldest first.
 *
 * For short histories (some fifty operations): the order of two overlapping enqueues shows only when they are dequeued,
 * so the search has to carry every order of them until then.
 */
export const queue: SequentialModel<readonly string[]> = {
  name: 'queue',
  init: () => [],
  step(state, input, output) {
    switch (textField(input, 'op')) {
      case 'enqueue':
        return [...state, canonicalJson(field(input, 'value'))];
      case 'dequeue':
        return dequeue(state, output);
      default:
        return unknownOp('queue', input);
    }
  },
  open(state, input) {
    switch (textField(input, 'op')) {
      case 'enqueue':
        return [[...state, canonicalJson(field(input, 'value'))]];
      case 'dequeue':
        return state.length === 0 ? [] : [state.slice(1)];
      default:
        return unknownOp('queue', input);
    }
  },
  observes: (input) => textField(input, 'op') === 'dequeue',
  key: (state) => state.join(),
  describe(operation) {
    const { input } = operation;
    const isDequeue = textField(input, 'op') === 'dequeue';
    const call = isDequeue ? 'dequeue' : `enqueue ${canonicalJson(field(input, 'value'))}`;
    return withOutcome(call, operation, isDequeue);
  },
  describeState: (state) => `[${state.join(', ')}]`,
};

function dequeue(state: readonly string[], output: Json) {
  const [oldest, ...rest] = state;
  if (!isJsonObject(output)) return illegal;
  if (oldest === undefined) return output['ok'] === false ? state : illegal;
  const { value } = output;
  const matches = output['ok'] === true && value !== undefined && canonicalJson(value) === oldest;
  return matches ? rest : illegal;
}
