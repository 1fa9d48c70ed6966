import type { Node, NodeId } from 'partial-failure';

/** What is to be paid. */
export interface Payment {
  /** Names this payment and no other. A call that is repeated carries the same one. */
  readonly id: string;
  /** A whole number above 0. Two payments may have the same amount. */
  readonly amount: number;
}

/**
 * `"paid"`: the money has moved. `"declined"`: it has not, and never will for this payment. `"unknown"`: neither is
 * certain.
 */
export type Answer = 'paid' | 'declined' | 'unknown';

/** What the bank understands, by `node.request`. You choose the keys. */
export type BankRequest =
  /** Pay under this key. Answers `applied`, `refused`, `cancelled` or `mismatch`. */
  | { readonly op: 'pay'; readonly key: string; readonly amount: number }
  /** Ask what was decided on this key; moves nothing. Answers `applied`, `refused`, `cancelled` or `none`. */
  | { readonly op: 'status'; readonly key: string }
  /** Cancel this key, if nothing was decided on it. Answers `applied`, `refused` or `cancelled`. */
  | { readonly op: 'cancel'; readonly key: string };

/**
 * What the bank answers. The first decision on a key is final, and every later request on it is told that one:
 * `applied`: the money was moved; `refused`: the account does not cover it; `cancelled`: cancelled before anything else
 * was decided. `mismatch`: the key belongs to another amount, nothing was moved. `none`: nothing is decided yet.
 */
export type BankReply = {
  readonly result: 'applied' | 'refused' | 'cancelled' | 'mismatch' | 'none';
};

/** What `pay` must be. Resolves within 10,000 ms of the monotonic clock of `node`; never rejects. */
export type Pay = (node: Node, bank: NodeId, payment: Payment) => Promise<Answer>;
