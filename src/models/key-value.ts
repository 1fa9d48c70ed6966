import { canonicalJson, type Json } from '../util/canonical.ts';
import { field, textField, unknownOp } from './input.ts';
import { illegal, type SequentialModel } from './model.ts';
import { withOutcome } from './wording.ts';

/**
 * What can be asked of a key-value store. `get` outputs the value, `null` for a key never put or deleted; `cas` outputs
 * whether it wrote; the outputs of `put` and `delete` are not looked at.
 */
export type KeyValueInput =
  | { readonly op: 'get'; readonly key: string }
  | { readonly op: 'put'; readonly key: string; readonly value: Json }
  | { readonly op: 'delete'; readonly key: string }
  | { readonly op: 'cas'; readonly key: string; readonly from: Json; readonly to: Json };

/** The canonical JSON of each key's value; keys that hold `null` are absent. */
export type KeyValueState = ReadonlyMap<string, string>;

/** Independent values under keys. Every operation concerns one key, so each key is checked for itself. */
export const keyValue: SequentialModel<KeyValueState> = {
  name: 'key-value',
  init: () => new Map(),
  step(state, input, output) {
    const key = textField(input, 'key');
    const value = state.get(key) ?? 'null';
    switch (textField(input, 'op')) {
      case 'get':
        return canonicalJson(output) === value ? state : illegal;
      case 'cas': {
        const swaps = canonicalJson(field(input, 'from')) === value;
        if (output !== swaps) return illegal;
        return swaps ? put(state, key, field(input, 'to')) : state;
      }
      default:
        return written(state, key, input);
    }
  },
  open(state, input) {
    const key = textField(input, 'key');
    switch (textField(input, 'op')) {
      case 'get':
        return [];
      case 'cas': {
        const swaps = canonicalJson(field(input, 'from')) === (state.get(key) ?? 'null');
        return swaps ? [put(state, key, field(input, 'to'))] : [];
      }
      default:
        return [written(state, key, input)];
    }
  },
  observes(input, output) {
    const op = textField(input, 'op');
    return op === 'get' || (op === 'cas' && output === false);
  },
  key: (state) => describeMap(state),
  partition: (input) => textField(input, 'key'),
  describe(operation) {
    const { input } = operation;
    const op = textField(input, 'op');
    const key = textField(input, 'key');
    switch (op) {
      case 'put':
        return withOutcome(`put ${key} = ${canonicalJson(field(input, 'value'))}`, operation, false);
      case 'cas': {
        const change = `${canonicalJson(field(input, 'from'))} to ${canonicalJson(field(input, 'to'))}`;
        return withOutcome(`cas ${key} ${change}`, operation, true);
      }
      default:
        return withOutcome(`${op} ${key}`, operation, op === 'get');
    }
  },
  describeState: (state) => describeMap(state),
};

/** A map as canonical JSON-like text, keys in order of their code units: the same for equal maps. */
export function describeMap(map: ReadonlyMap<string, string>): string {
  const entries = [...map.keys()].sort().map((key) => `${JSON.stringify(key)}:${map.get(key)}`);
  return `{${entries.join(',')}}`;
}

/** The state after an operation that writes whatever the value was. */
function written(state: KeyValueState, key: string, input: Json): KeyValueState {
  switch (textField(input, 'op')) {
    case 'put':
      return put(state, key, field(input, 'value'));
    case 'delete':
      return put(state, key, null);
    default:
      return unknownOp('key-value', input);
  }
}

function put(state: KeyValueState, key: string, value: Json): KeyValueState {
  const next = new Map(state);
  if (value === null) next.delete(key);
  else next.set(key, canonicalJson(value));
  return next;
}
