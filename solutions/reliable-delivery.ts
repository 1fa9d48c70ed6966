import type { Json, Node, NodeId } from 'partial-failure';

/** A payload with its number. Numbers begin at 0 and are never used again, so an old copy is known as one. */
type Datagram = { readonly number: number; readonly payload: Json };
/** Which number the receiver waits for: everything below has been delivered. */
type Answer = { readonly next: number };

/** How long the sender waits before it sends again what nobody has answered for. */
const RESEND_MS = 1_000;

export class Sender {
  /** What is not known to have been delivered, in order. Its first payload has the number `base`. */
  private readonly outstanding: Json[] = [];
  private base = 0;
  private isResending = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.outstanding.push(payload);
    this.transmit(this.outstanding.length - 1);
    if (!this.isResending) void this.resend();
  }

  onMessage(_from: NodeId, message: Json): void {
    const { next } = message as Answer;
    // An answer may be old: then `next` is below `base`, and says nothing new.
    while (this.base < next) {
      this.outstanding.shift();
      this.base++;
    }
  }

  /** One loop for all payloads. No loss can stop it, and it ends by itself when nothing is outstanding. */
  private async resend(): Promise<void> {
    this.isResending = true;
    for (;;) {
      await this.node.sleep(RESEND_MS);
      if (this.outstanding.length === 0) break;
      this.outstanding.forEach((_, i) => this.transmit(i));
    }
    this.isResending = false;
  }

  private transmit(i: number): void {
    const datagram: Datagram = { number: this.base + i, payload: this.outstanding[i] ?? null };
    this.node.send(this.receiver, datagram);
  }
}

export class Receiver {
  private next = 0;
  /** What has arrived before its turn, by number. */
  private readonly early = new Map<number, Json>();

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { number, payload } = message as Datagram;
    // What was delivered before is a copy, or was sent again because our answer is lost.
    if (number >= this.next) this.early.set(number, payload);
    for (;;) {
      // A payload may be null: only `has` tells whether one is there.
      if (!this.early.has(this.next)) break;
      const value = this.early.get(this.next) ?? null;
      this.early.delete(this.next++);
      this.deliver(value);
    }
    // Answer every datagram, copies too: the last answer may not have arrived.
    const answer: Answer = { next: this.next };
    this.node.send(from, answer);
  }
}
