/**
 * Keeps every grant since the last release; what is in force is found when it is asked.
 */
import type { Node, NodeId } from 'partial-failure';

interface Grant {
  readonly call: number;
  readonly id: string;
  readonly untilMs: number;
}

export class LeaseHolder {
  #grants: Grant[] = [];
  #life = 0;
  #called = 0;

  constructor(
    readonly node: Node,
    readonly service: NodeId,
    readonly ttlMs: number,
  ) {}

  async acquire(): Promise<boolean> {
    return this.#try({ op: 'acquire', ttlMs: this.ttlMs });
  }

  async renew(): Promise<boolean> {
    const newest = this.#newest();
    return newest !== undefined && this.#try({ op: 'renew', lease: newest.id, ttlMs: this.ttlMs });
  }

  async release(): Promise<void> {
    const newest = this.#newest();
    this.#grants = [];
    this.#life++;
    if (newest) void this.node.request(this.service, { op: 'release', lease: newest.id });
  }

  held(): boolean {
    const nowMs = this.node.clock.monotonic();
    return this.#grants.some(({ untilMs }) => nowMs < untilMs);
  }

  #newest(): Grant | undefined {
    return [...this.#grants].sort((a, b) => a.call - b.call).at(-1);
  }

  async #try(message: { op: string; ttlMs: number; lease?: string }): Promise<boolean> {
    const call = this.#called++;
    const life = this.#life;
    const fromMs = this.node.clock.monotonic();
    const reply = await this.node.request(this.service, message);
    const { granted, lease, ttlMs } = reply as { granted: boolean; lease: string; ttlMs: number };
    if (!granted || life !== this.#life) return false;
    // Two per cent is more than (1 − ρ) / (1 + ρ) takes away.
    this.#grants.push({ call, id: lease, untilMs: fromMs + ttlMs - ttlMs / 50 });
    return true;
  }
}
