import type { Json, Node, NodeId } from 'partial-failure';
import type {
  Job,
  Outcome,
  ServiceReply,
  ServiceRequest,
  StorageReply,
  StorageRequest,
} from 'partial-failure/fencing-token';

/** Grants the lock to one worker at a time, each time with a greater token. */
export class LockService {
  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // TODO: what must a service that has just restarted know of the grants before?
  }

  async onRequest(from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    // TODO: acquire, renew, release.
    this.node.log(`${from} asks to ${message.op}`);
    return { ok: false };
  }
}

/** Keeps values, and refuses the past. */
export class Storage {
  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    // TODO: load what must survive a restart.
  }

  async onRequest(from: NodeId, message: StorageRequest): Promise<StorageReply> {
    // TODO: write and read, but only for who comes with a token that is not below the mark.
    this.node.log(`${from} wants to ${message.op} with token ${message.token}`);
    return { ok: false, highest: 0 };
  }
}

/** Does a job while it holds the lock. */
export class Worker {
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {}

  async run(job: Job): Promise<Outcome> {
    // TODO: this waits for ever when the answer is lost.
    const reply: Json = await this.node.request(this.lockService, { op: 'acquire', attempt: job.id });
    this.node.log('the lock service has answered', reply);
    // TODO: write with the token, and say "done" only when every write is acknowledged.
    return 'lost-lock';
  }
}
