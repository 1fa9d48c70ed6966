import { canonicalJson, isJsonObject, type Json } from '../util/canonical.ts';
import { field, integerField, textField, unknownOp } from './input.ts';
import { describeMap } from './key-value.ts';
import { illegal, type SequentialModel } from './model.ts';
import { withOutcome } from './wording.ts';

/**
 * What can be asked of storage that checks fencing tokens (safe integers, at least 1). Outputs: `{ok: true}` for a
 * write, `{ok: true, value}` for a read with `null` for what was never written, `{ok: false, highest}` when refused.
 * More fields in an output are not looked at.
 */
export type FencedStorageInput =
  | { readonly op: 'write'; readonly key: string; readonly value: Json; readonly token: number }
  | { readonly op: 'read'; readonly key: string; readonly token: number };

/** All keys share one mark: a stale token is stale for each of them. */
export interface FencedStorageState {
  /** The greatest token that has had an effect; 0 at first. */
  readonly mark: number;
  /** The canonical JSON of each value written. */
  readonly values: ReadonlyMap<string, string>;
}

/** What is to be held against a refusal. */
export interface FencedStorageOptions {
  /**
   * - `checked` (the default): a refusal is right where the token is below the mark, and `highest` is the mark.
   * - `anywhere`: a refusal has no effect and claims nothing, but that `highest` is an integer above the token.
   */
  readonly refusals?: 'checked' | 'anywhere';
}

/**
 * Storage that refuses the past: an operation whose token is below the mark has no effect; any other raises the mark to
 * its token. Reads raise it like writes: who has seen the state under a token must not see older holders change it.
 *
 * An operation without an answer may have raised the mark and crashed before its value was written; such a storage
 * is right, and lower tokens may then be refused.
 *
 * The idea: Kleppmann, *How to do distributed locking*, 2016.
 */
export function fencedStorage(options: FencedStorageOptions = {}): SequentialModel<FencedStorageState> {
  const refusals = options.refusals ?? 'checked';
  return {
    name: 'fenced-storage',
    init: () => ({ mark: 0, values: new Map() }),
    step(state, input, output) {
      const token = integerField(input, 'token');
      if (!isJsonObject(output)) return illegal;
      if (output['ok'] === false) {
        const { highest } = output;
        if (refusals === 'checked') return token < state.mark && highest === state.mark ? state : illegal;
        return Number.isSafeInteger(highest) && Number(highest) > token ? state : illegal;
      }
      if (output['ok'] !== true || token < state.mark) return illegal;
      if (isWrite(input)) return write(state, input);
      const { value } = output;
      const isStored =
        value !== undefined && canonicalJson(value) === valueAt(state, textField(input, 'key'));
      return isStored ? raise(state, token) : illegal;
    },
    open(state, input) {
      const token = integerField(input, 'token');
      if (token < state.mark) return [];
      return isWrite(input) ? [raise(state, token), write(state, input)] : [raise(state, token)];
    },
    // A read raises the mark to its token. Where the mark is there already, it can only be higher afterwards.
    observes: (input, output) => !isWrite(input) || (isJsonObject(output) && output['ok'] === false),
    key: describeState,
    describe(operation) {
      const { input } = operation;
      const value = isWrite(input) ? ` = ${canonicalJson(field(input, 'value'))}` : '';
      const call = `${textField(input, 'op')} ${textField(input, 'key')}${value}`;
      return withOutcome(`${call} with token ${integerField(input, 'token')}`, operation, true);
    },
    describeState,
  };
}

function describeState(state: FencedStorageState): string {
  return `mark ${state.mark}, ${describeMap(state.values)}`;
}

function isWrite(input: Json): boolean {
  const op = textField(input, 'op');
  return op === 'write' || (op !== 'read' && unknownOp('fenced-storage', input));
}

function valueAt(state: FencedStorageState, key: string): string {
  return state.values.get(key) ?? 'null';
}

function raise(state: FencedStorageState, token: number): FencedStorageState {
  return { mark: token, values: state.values };
}

function write(state: FencedStorageState, input: Json): FencedStorageState {
  const values = new Map(state.values);
  values.set(textField(input, 'key'), canonicalJson(field(input, 'value')));
  return { mark: integerField(input, 'token'), values };
}
