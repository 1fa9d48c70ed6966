/** What the file must export as `Coordinator`; constructed with an `IntervalNode`, whose clock has `interval()`. */
export interface Coordinator {
  /**
   * Commits the transaction with this id: writes its timestamp to the disk under the id, once, and resolves with the
   * timestamp, in ms since 1970. The transaction becomes visible when this resolves.
   */
  commit(id: string): Promise<number>;
}
