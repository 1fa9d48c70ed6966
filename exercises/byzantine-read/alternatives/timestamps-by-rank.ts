/**
 * @approach The next timestamp is one more than the (f + 1)-th greatest that was reported; values are compared one with
 * the other; a read writes back what it gives.
 */
import type { Json, Node, NodeId } from 'partial-failure';

interface Report {
  ts: number;
  value: Json;
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
    private readonly f: number,
  ) {}

  async read(): Promise<Json> {
    const reports = await this.collect();
    const ts = this.vouchedFor(reports);
    const candidates = reports.filter((report) => report.ts === ts);
    const chosen = candidates.find(
      ({ value }) => candidates.filter((other) => same(other.value, value)).length > this.f,
    );
    if (chosen === undefined) return null;
    if (ts > 0) await this.store(chosen);
    return chosen.value;
  }

  async write(value: Json): Promise<void> {
    const reports = await this.collect();
    await this.store({ ts: this.vouchedFor(reports) + 1, value });
  }

  /** At most f of the greatest are lies, and f + 1 that do not lie report the newest timestamp or a later one. */
  private vouchedFor(reports: readonly Report[]): number {
    const falling = reports.map(({ ts }) => ts).sort((a, b) => b - a);
    return falling[this.f] ?? 0;
  }

  private async collect(): Promise<Report[]> {
    return (await this.enough({ op: 'read' })).map(toReport);
  }

  private async store({ ts, value }: Report): Promise<void> {
    await this.enough({ op: 'write', ts, value });
  }

  private async enough(message: Json): Promise<Json[]> {
    const replies: Json[] = [];
    let stop: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      stop = resolve;
    });
    this.replicas.forEach(async (replica) => {
      replies.push(await this.node.request(replica, message));
      if (replies.length >= this.replicas.length - this.f) stop();
    });
    await done;
    return replies;
  }
}

/** What makes no sense counts as knowing nothing. */
function toReport(reply: Json): Report {
  if (reply !== null && typeof reply === 'object' && !Array.isArray(reply)) {
    const { ts, value } = reply as Record<string, Json | undefined>;
    if (Number.isSafeInteger(ts) && value !== undefined) return { ts: ts as number, value };
  }
  return { ts: 0, value: null };
}

function same(a: Json, b: Json): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, Json>;
  const right = b as Record<string, Json>;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key] ?? null, right[key] ?? null))
  );
}
