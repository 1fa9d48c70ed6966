import type { FileNode, Json } from 'partial-failure';

/** What the file must export as `Log`. `append` and `read` are called only after `start` has resolved. */
export interface LogContract {
  /** Runs at every boot: reads what is there, and repairs it. */
  start(): Promise<void>;
  /** Resolves with the record’s index in `read()` once it will survive every crash. May be called while others wait. */
  append(record: Json): Promise<number>;
  /** All records, in order. Whether it shows those that are not acknowledged yet is up to you. */
  read(): Json[];
}

/** How it is made, at every boot. */
export type LogClass = new (node: FileNode) => LogContract;
