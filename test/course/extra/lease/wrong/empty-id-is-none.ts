/**
 * @breaks speaks
 * @misconception A lease's id is never empty.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Answer = { granted: boolean; lease: string; ttlMs: number };

export class LeaseHolder {
  private id: string | undefined;
  private end = 0;
  private epoch = 0;
  private last = 0;
  private made = 0;

  constructor(
    private readonly node: Node,
    private readonly service: NodeId,
    private readonly ttlMs: number,
  ) {}

  acquire(): Promise<boolean> {
    return this.go({ op: 'acquire', ttlMs: this.ttlMs });
  }

  async renew(): Promise<boolean> {
    if (!this.id) return false;
    return this.go({ op: 'renew', lease: this.id, ttlMs: this.ttlMs });
  }

  async release(): Promise<void> {
    const { id } = this;
    this.id = undefined;
    this.epoch++;
    if (id) await this.node.request(this.service, { op: 'release', lease: id });
  }

  held(): boolean {
    return this.id !== undefined && this.node.clock.monotonic() < this.end;
  }

  private async go(message: Json): Promise<boolean> {
    const { epoch } = this;
    const made = ++this.made;
    const began = this.node.clock.monotonic();
    const answer = (await this.node.request(this.service, message)) as Answer;
    if (!answer.granted || epoch !== this.epoch || made < this.last) return false;
    this.last = made;
    this.id = answer.lease;
    this.end = began + answer.ttlMs * 0.98;
    return true;
  }
}
