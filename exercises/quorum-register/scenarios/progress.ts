import type { NodeId, TraceEvent } from 'partial-failure/kit';

/**
 * How far an operation of a client is, told by who heard whom; nothing is asked about what messages mean. What the
 * client sends before it has heard a majority, since the operation began, is the first part of the operation; what it
 * sends later is the second.
 */
export class Progress {
  /** Replicas that the client has heard, by messages that were sent after the operation began. */
  readonly heard = new Set<NodeId>();
  /** Replicas that got a message of the second part. */
  readonly reached = new Set<NodeId>();
  private readonly client: NodeId;
  private readonly sinceSeq: number;
  private readonly majority: number;
  private readonly sentLater = new Set<string>();

  /** @param sinceSeq position in the trace at which the operation begins */
  constructor(client: NodeId, sinceSeq: number, majority: number) {
    this.client = client;
    this.sinceSeq = sinceSeq;
    this.majority = majority;
  }

  /** Whether a majority has been heard: what is sent from now on belongs to the second part. */
  get isLater(): boolean {
    return this.heard.size >= this.majority;
  }

  /** Whether the second part has begun. */
  get hasSentLater(): boolean {
    return this.sentLater.size > 0;
  }

  /** Takes in the next event. @returns whether a majority has been heard with it */
  feed(event: TraceEvent): boolean {
    if (event.kind === 'send') {
      if (event.node === this.client && this.isLater) this.sentLater.add(event.message.key);
      return false;
    }
    if (event.kind !== 'deliver') return false;
    if (this.sentLater.has(event.message.key)) this.reached.add(event.node);
    // The cause of a delivery is the sending.
    if (event.node !== this.client || event.cause <= this.sinceSeq || this.isLater) return false;
    this.heard.add(event.message.from);
    return this.isLater;
  }
}
