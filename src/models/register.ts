import { canonicalJson, type Json } from '../util/canonical.ts';
import { field, textField, unknownOp } from './input.ts';
import { illegal, type SequentialModel } from './model.ts';
import { withOutcome } from './wording.ts';

/** What can be asked of a register. A read's output is the value; what a write outputs is not looked at. */
export type RegisterInput = { readonly op: 'read' } | { readonly op: 'write'; readonly value: Json };

/** One value, `null` at first; values are equal when their canonical JSON is. The state is that text. */
export const register: SequentialModel<string> = {
  name: 'register',
  init: () => 'null',
  step(state, input, output) {
    switch (textField(input, 'op')) {
      case 'read':
        return canonicalJson(output) === state ? state : illegal;
      case 'write':
        return canonicalJson(field(input, 'value'));
      default:
        return unknownOp('register', input);
    }
  },
  open(_state, input) {
    switch (textField(input, 'op')) {
      case 'read':
        return [];
      case 'write':
        return [canonicalJson(field(input, 'value'))];
      default:
        return unknownOp('register', input);
    }
  },
  observes: (input) => textField(input, 'op') === 'read',
  key: (state) => state,
  describe(operation) {
    const { input } = operation;
    const isRead = textField(input, 'op') === 'read';
    return withOutcome(isRead ? 'read' : `write ${canonicalJson(field(input, 'value'))}`, operation, isRead);
  },
  describeState: (state) => state,
};
