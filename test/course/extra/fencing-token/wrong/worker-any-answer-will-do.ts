/**
 * @breaks no-lost-job
 * @misconception An answer to the write means that it was written.
 * @misconception-of worker-refusal-is-done
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceRequest, StorageRequest } from 'partial-failure/fencing-token';

type Answer = Promise<Json>;

export class LockService {
  private node: Node;
  private ttl: number;
  private tail: Promise<unknown> = Promise.resolve();
  private state = { token: 0, attempt: '', expires: -1 };

  constructor(node: Node, ttlMs: number) {
    this.node = node;
    this.ttl = ttlMs;
  }

  start(): Promise<void> {
    const { disk, clock } = this.node;
    return disk.read('grant').then((grant) => {
      if (grant === undefined) return;
      // Whoever it was, the lease cannot run for longer than this from now.
      this.state = { token: grant as number, attempt: '', expires: clock.monotonic() + this.ttl };
    });
  }

  onRequest(from: NodeId, message: ServiceRequest): Answer {
    const step = () =>
      message.op === 'acquire'
        ? this.acquire(message.attempt)
        : Promise.resolve(message.op === 'renew' ? this.renew(message.token) : this.release(message.token));
    const answer = this.tail.then(step);
    this.tail = answer;
    return answer;
  }

  private acquire(attempt: string): Answer {
    const now = this.node.clock.monotonic();
    const { state, ttl } = this;
    if (now < state.expires) {
      const same = attempt === state.attempt;
      return Promise.resolve(same ? { ok: true, token: state.token, ttlMs: ttl } : { ok: false });
    }
    const token = state.token + 1;
    return this.node.disk.write('grant', token).then(() => {
      this.state = { token, attempt, expires: now + ttl };
      return { ok: true, token, ttlMs: ttl };
    });
  }

  private renew(token: number): Json {
    const now = this.node.clock.monotonic();
    if (token !== this.state.token || this.state.attempt === '' || now >= this.state.expires) return { ok: false };
    this.state.expires = now + this.ttl;
    return { ok: true, ttlMs: this.ttl };
  }

  private release(token: number): Json {
    if (token === this.state.token && this.state.attempt !== '') this.state.expires = -1;
    return { ok: true };
  }
}

export class Storage {
  private node: Node;
  private mark: Promise<number>;

  constructor(node: Node) {
    this.node = node;
    this.mark = node.disk.read('mark').then((mark) => (mark === undefined ? 0 : (mark as number)));
  }

  onRequest(from: NodeId, { op, key, token, ...rest }: StorageRequest): Answer {
    const { disk } = this.node;
    let answer: Json = { ok: true };
    this.mark = this.mark.then((mark) => {
      if (token < mark) {
        answer = { ok: false, highest: mark };
        return mark;
      }
      const marked = token === mark ? Promise.resolve() : disk.write('mark', token);
      return marked
        .then(() =>
          'value' in rest
            ? disk.write('=' + key, rest.value)
            : disk.read('=' + key).then((value) => {
                answer = { ok: true, value: value === undefined ? null : value };
              }),
        )
        .then(() => token);
    });
    return this.mark.then(() => answer);
  }
}

export class Worker {
  constructor(
    private node: Node,
    private lock: NodeId,
    private store: NodeId,
  ) {}

  run(job: Job): Promise<Outcome> {
    return this.acquire(0).then((token) =>
      job.writes
        .reduce<Promise<boolean>>(
          (before, { key, value }) =>
            before.then((fine) =>
              fine ? this.ask(this.store, { op: 'write', key, value, token }).then(() => true) : false,
            ),
          Promise.resolve(true),
        )
        .then((fine) => {
          this.node.request(this.lock, { op: 'release', token });
          return fine ? 'done' : 'lost-lock';
        }),
    );
  }

  private acquire(n: number): Promise<number> {
    const attempt = `${this.node.id} ${n} ${this.node.clock.monotonic()} ${this.node.random()}`;
    return this.ask(this.lock, { op: 'acquire', attempt }).then((reply) =>
      isOk(reply) ? (reply as { token: number }).token : this.node.sleep(90).then(() => this.acquire(n + 1)),
    );
  }

  private ask(to: NodeId, message: Json): Promise<Json> {
    let isAnswered = false;
    const once = (): Promise<Json> => {
      const reply = this.node.request(to, message).then((body) => {
        isAnswered = true;
        return body;
      });
      const again = this.node.sleep(450).then(() => (isAnswered ? reply : once()));
      return Promise.race([reply, again]);
    };
    return once();
  }
}

function isOk(reply: Json): boolean {
  return (reply as { ok: boolean }).ok;
}
