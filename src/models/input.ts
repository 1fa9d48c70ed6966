import { assert } from '../util/assert.ts';
import { canonicalJson, isJsonObject, type Json } from '../util/canonical.ts';

/**
 * A field of an operation's input. Inputs are written by the course, so a missing field is a fault of ours.
 *
 * @throws AssertionError when `input` is no object or lacks the field.
 */
export function field(input: Json, name: string): Json {
  const value = isJsonObject(input) ? input[name] : undefined;
  assert(
    value !== undefined,
    () => `model: the input ${canonicalJson(input)} lacks "${name}". Add it to the workload.`,
  );
  return value;
}

/** As {@link field}, for texts. */
export function textField(input: Json, name: string): string {
  const value = field(input, name);
  assert(
    typeof value === 'string',
    () => `model: "${name}" of the input ${canonicalJson(input)} should be a text.`,
  );
  return value;
}

/** As {@link field}, for safe integers. */
export function integerField(input: Json, name: string): number {
  const value = field(input, name);
  assert(
    typeof value === 'number' && Number.isSafeInteger(value),
    () => `model: "${name}" of the input ${canonicalJson(input)} should be a safe integer.`,
  );
  return value;
}

/** Refuses an operation that a model does not have. */
export function unknownOp(model: string, input: Json): never {
  assert(
    false,
    () => `model ${model}: no operation ${canonicalJson(input)}. Use one that the model's types list.`,
  );
}
