import type { Json } from 'partial-failure';

/**
 * What the file must export as `Replica`; constructed with the node and the ids of all replicas, its own included.
 * Every method returns at once. Context and state are your own, and reach you again as copies.
 */
export interface Replica {
  /**
   * Stores a value and replaces the writes that the context stands for. Returns a context that stands for the same
   * writes and for this one, and for nothing else.
   */
  put(key: string, value: string, context?: Json): Json;
  /**
   * Gives the values of all writes that this replica knows of and that no write it knows of has replaced. Its context
   * stands for all writes that it knows of, shown or replaced, and for all that they have replaced.
   */
  get(key: string): { values: string[]; context: Json };
  /** All that another replica needs to know. */
  state(): Json;
  /** Takes in what `state()` of any replica gave, at any time before. */
  merge(remote: Json): void;
}
