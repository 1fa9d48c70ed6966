/**
 * @breaks durable
 * @misconception A question need not wait for the disk.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Ticket = { time: number; owner: NodeId; salt: number };
type Parcel = { ticket: Ticket; content: Json };
type Job = { value: Json | undefined; done: (value: Json) => void };

const ranks = ({ time, owner, salt }: Ticket): [number, NodeId, number] => [time, owner, salt];
function beats(a: Ticket, b: Ticket): boolean {
  const [x, y] = [ranks(a), ranks(b)];
  for (let i = 0; i < 3; i++) if (x[i] !== y[i]) return x[i]! > y[i]!;
  return false;
}

export class Replica {
  private parcel: Parcel = { ticket: { time: 0, owner: '', salt: 0 }, content: null };
  private log: Promise<void> = Promise.resolve();
  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const parcel = await this.node.disk.read('parcel');
    if (parcel !== undefined) this.parcel = parcel as Parcel;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const { parcel } = message as { parcel?: Parcel };
    if (parcel !== undefined && beats(parcel.ticket, this.parcel.ticket)) {
      this.parcel = parcel;
      const save = this.node.disk.write('parcel', parcel);
      this.log = Promise.all([this.log, save]).then(() => undefined);
    }
    // Also a question waits for the disk: nothing is shown that could be forgotten.
    const shown = this.parcel;
    if (parcel !== undefined) await this.log;
    return shown;
  }
}

export class Client {
  private readonly jobs: Job[] = [];
  private wake: () => void = () => undefined;
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {
    void this.loop();
  }

  read(): Promise<Json> {
    return this.add(undefined);
  }

  write(value: Json): Promise<void> {
    return this.add(value).then(() => undefined);
  }

  private add(value: Json | undefined): Promise<Json> {
    return new Promise((done) => {
      this.jobs.push({ value, done });
      this.wake();
    });
  }

  private async loop(): Promise<void> {
    for (;;) {
      const job = this.jobs.shift();
      if (job === undefined) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      const parcels = await this.tour({});
      let top = parcels[0]!;
      for (const parcel of parcels) if (beats(parcel.ticket, top.ticket)) top = parcel;
      if (job.value !== undefined) {
        const salt = this.node.random();
        top = { ticket: { time: top.ticket.time + 1, owner: this.node.id, salt }, content: job.value };
        await this.tour({ parcel: top });
      } else if (parcels.some(({ ticket }) => beats(top.ticket, ticket))) {
        await this.tour({ parcel: top });
      }
      job.done(top.content);
    }
  }

  private tour(message: { parcel?: Parcel }): Promise<Parcel[]> {
    const back = new Map<NodeId, Parcel>();
    const half = this.replicas.length / 2;
    return new Promise((resolve) => {
      const visit = (replica: NodeId, wait: number): void => {
        if (back.size > half || back.has(replica)) return;
        void this.node.request(replica, message).then((parcel) => {
          if (back.size > half) return;
          back.set(replica, parcel as Parcel);
          if (back.size > half) resolve([...back.values()]);
        });
        void this.node.sleep(wait).then(() => visit(replica, Math.min(500, wait * 1.5)));
      };
      this.replicas.forEach((replica) => visit(replica, 80));
    });
  }
}
