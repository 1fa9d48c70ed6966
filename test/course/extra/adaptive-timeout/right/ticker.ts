/**
 * One loop for all calls looks every 5 ms which of them are due. Twice the longest of 20, nearly.
 */
import type { Json, Node, NodeId } from 'partial-failure';

interface Open { server: NodeId; question: Json; due: number; wait: number; done: boolean; resolve: (reply: Json) => void }
export class Client {
  private readonly opens = new Set<Open>();
  private readonly max = new Map<NodeId, number[]>();
  private running = false;
  constructor(private readonly node: Node) {}
  call(server: NodeId, question: Json): Promise<Json> {
    return new Promise((resolve) => {
      const trips = this.max.get(server);
      const wait = trips ? Math.max(25, 1.8 * Math.max(...trips)) : 1000;
      const open: Open = { server, question, due: 0, wait, done: false, resolve };
      this.opens.add(open);
      this.send(open);
      if (!this.running) {
        this.running = true;
        void this.run();
      }
    });
  }
  private send(open: Open): void {
    const from = this.node.clock.monotonic();
    open.due = from + open.wait;
    open.wait = Math.min(2 * open.wait, 3500);
    void this.node.request(open.server, open.question).then((reply) => {
      const trips = this.max.get(open.server) ?? [];
      trips.unshift(this.node.clock.monotonic() - from);
      trips.length = Math.min(trips.length, 20);
      this.max.set(open.server, trips);
      if (open.done) return;
      open.done = true;
      this.opens.delete(open);
      open.resolve(reply);
    });
  }
  private async run(): Promise<void> {
    while (this.opens.size > 0) {
      await this.node.sleep(5);
      const now = this.node.clock.monotonic();
      for (const open of [...this.opens]) if (now >= open.due) this.send(open);
    }
    this.running = false;
  }
}
