import { canonicalJson, type Json } from '../util/canonical.ts';
import { field, textField } from './input.ts';
import { illegal, type SequentialModel } from './model.ts';
import { register, type RegisterInput } from './register.ts';
import { withOutcome } from './wording.ts';

/** A register's operations and compare-and-set, whose output is `true` when it wrote and `false` when it did not. */
export type CasRegisterInput = RegisterInput | { readonly op: 'cas'; readonly from: Json; readonly to: Json };

/** A register that can also be written on condition of its value. The state is the value's canonical JSON. */
export const casRegister: SequentialModel<string> = {
  ...register,
  name: 'cas-register',
  step(state, input, output) {
    if (textField(input, 'op') !== 'cas') return register.step(state, input, output);
    const swaps = canonicalJson(field(input, 'from')) === state;
    if (output !== swaps) return illegal;
    return swaps ? canonicalJson(field(input, 'to')) : state;
  },
  open(state, input) {
    if (textField(input, 'op') !== 'cas') return register.open(state, input);
    return canonicalJson(field(input, 'from')) === state ? [canonicalJson(field(input, 'to'))] : [];
  },
  observes(input, output) {
    return textField(input, 'op') === 'cas' ? output === false : register.observes?.(input, output) === true;
  },
  describe(operation) {
    const { input } = operation;
    if (textField(input, 'op') !== 'cas') return register.describe(operation);
    const call = `cas ${canonicalJson(field(input, 'from'))} to ${canonicalJson(field(input, 'to'))}`;
    return withOutcome(call, operation, true);
  },
};
