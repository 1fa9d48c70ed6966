import type { Json } from 'partial-failure';

/** What a replica is asked, by `node.request`. */
export type Request =
  { readonly op: 'read' } | { readonly op: 'write'; readonly ts: number; readonly value: Json };

/** What a replica answers to a read, if it does not lie. At first it holds `{ ts: 0, value: null }`. */
export interface Pair {
  readonly ts: number;
  readonly value: Json;
}

/** What a replica answers to a write, if it does not lie. `ok` is false only where `ts` is no safe integer from 1 on. */
export interface Ack {
  readonly ok: boolean;
}

/** What the file must export as `Client`; constructed with `(node, replicas, f)`. */
export interface Client {
  read(): Promise<Json>;
  write(value: Json): Promise<void>;
}
