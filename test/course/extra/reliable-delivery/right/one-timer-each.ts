/**
 * @approach A timer for each payload that is a chain of promises; answers tell up to where and what is kept beyond.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private count = 0;
  private upTo = 0;
  private readonly kept = new Set<number>();

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    const id = this.count++;
    const again = (): void => {
      if (id < this.upTo || this.kept.has(id)) return;
      this.node.send(this.receiver, JSON.stringify([id, payload]));
      void this.node.sleep(150 + this.node.random() * 150).then(again);
    };
    again();
  }

  onMessage(_from: NodeId, message: Json): void {
    const [upTo, ...kept] = message as number[];
    this.upTo = Math.max(this.upTo, upTo ?? 0);
    for (const id of kept) this.kept.add(id);
  }
}

export class Receiver {
  private readonly got = new Map<number, Json>();
  private upTo = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const [id, payload] = JSON.parse(String(message)) as [number, Json];
    this.got.set(id, payload);
    const first = this.upTo;
    while (this.got.has(this.upTo)) this.upTo++;
    this.node.send(from, [this.upTo, ...[...this.got.keys()].filter((n) => n > this.upTo)]);
    for (let n = first; n < this.upTo; n++) this.deliver(this.got.get(n) ?? null);
  }
}
