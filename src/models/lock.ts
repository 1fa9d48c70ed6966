import { textField, unknownOp } from './input.ts';
import { illegal, type SequentialModel } from './model.ts';
import { withOutcome } from './wording.ts';

/**
 * What can be asked of a lock. Outputs: `true` when `acquire` got it and when `release` gave it back, `false` when it
 * was held already (by the same owner too: the lock is not reentrant) or not the owner's to release.
 */
export type LockInput = { readonly op: 'acquire' | 'release'; readonly owner: string };

/** A lock that refuses instead of waiting, free at first. The state is the owner, or `null`. */
export const lock: SequentialModel<string | null> = {
  name: 'lock',
  init: () => null,
  step(holder, input, output) {
    const owner = textField(input, 'owner');
    switch (textField(input, 'op')) {
      case 'acquire':
        if (output !== (holder === null)) return illegal;
        return holder ?? owner;
      case 'release':
        if (output !== (holder === owner)) return illegal;
        return holder === owner ? null : holder;
      default:
        return unknownOp('lock', input);
    }
  },
  open(holder, input) {
    const owner = textField(input, 'owner');
    switch (textField(input, 'op')) {
      case 'acquire':
        return holder === null ? [owner] : [];
      case 'release':
        return holder === owner ? [null] : [];
      default:
        return unknownOp('lock', input);
    }
  },
  observes: (_input, output) => output === false,
  key: (holder) => (holder === null ? 'free' : `held by ${holder}`),
  describe(operation) {
    const { input } = operation;
    return withOutcome(`${textField(input, 'owner')} ${textField(input, 'op')}s`, operation, true);
  },
  describeState: (holder) => (holder === null ? 'free' : `held by ${holder}`),
};
