/** What the file must export as `FailureDetector`; constructed with `(node: Node, peer: NodeId, intervalMs: number)`. */
export interface FailureDetector {
  /** Called at each heartbeat of the peer, which sends one every `intervalMs` ms. */
  onHeartbeat(): void;
  /** Whether the peer has probably crashed. Asked at any time; answers at once. */
  suspects(): boolean;
}
