import type { NodeId, Operation, Run } from 'partial-failure/kit';
import { BOUND_MS } from '../scenarios/cluster.ts';
import { isFinished } from '../facts.ts';

const BOUND_US = BOUND_MS * 1000;
/** Room for rounding at the bound. */
const ROOM_US = 2000;
/** What may follow the end of a stated fault: the longest way of a message and of a disk operation in good weather. */
const AFTERMATH_US = 70_000;
/** A restart counts as over this long after the boot, whatever `start()` does. */
const START_MAX_US = 2_000_000;

/** A stretch of true time in µs, both ends included. */
interface Stretch {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** An operation that good weather should have let finish. */
export interface LateOperation {
  readonly operation: Operation;
  /** From here on a majority of the replicas and all links between them and the client had good weather. */
  readonly sinceUs: number;
  readonly majority: readonly NodeId[];
}

/**
 * When nodes and links had bad weather. Links count in both directions together, and a fault counts from its beginning
 * to when nothing of it is left: a message held up, to its arrival; a restart, to the end of `start()`.
 */
class Weather {
  private readonly bad = new Map<string, Stretch[]>();

  constructor(run: Run) {
    const sent = new Map<string, { atUs: number; pair: string }>();
    for (const event of run.trace) {
      if (event.kind === 'send') {
        const { key, from, to } = event.message;
        sent.set(key, { atUs: event.atUs, pair: pairOf(from, to) });
      } else if (event.kind === 'pause') {
        this.add(event.node, event.atUs, event.untilUs);
      } else if (event.kind === 'crash') {
        this.add(event.node, event.atUs, this.backAt(run, event.seq, event.node));
      } else if (event.kind === 'clock-step' || event.kind === 'clock-rate') {
        this.add(event.node, event.atUs, event.atUs);
      }
    }
    for (const fault of run.faults) {
      switch (fault.kind) {
        case 'drop':
        case 'delay':
        case 'duplicate': {
          const message = sent.get(fault.message);
          if (message === undefined) break;
          const byMs = fault.kind === 'drop' ? 0 : fault.kind === 'delay' ? fault.byMs : fault.afterMs;
          const lastsUs = byMs === 0 ? 0 : byMs * 1000 + AFTERMATH_US;
          this.add(message.pair, message.atUs, message.atUs + lastsUs);
          break;
        }
        case 'partition':
        case 'slow-link': {
          const lastsMs = fault.kind === 'slow-link' ? fault.byMs : 0;
          for (const link of fault.links) {
            const [from = '', to = ''] = link.split('>');
            this.add(pairOf(from, to), fault.fromMs * 1000, (fault.untilMs + lastsMs) * 1000 + AFTERMATH_US);
          }
          break;
        }
        case 'slow-disk':
          this.add(fault.node, fault.fromMs * 1000, (fault.untilMs + fault.byMs) * 1000 + AFTERMATH_US);
          break;
        default:
          break;
      }
    }
  }

  /** Everything that hinders this client with these replicas, in order. */
  badFor(client: NodeId, replicas: readonly NodeId[]): Stretch[] {
    const all = [client, ...replicas];
    const names = [...all, ...all.flatMap((a, i) => all.slice(i + 1).map((b) => pairOf(a, b)))];
    return names.flatMap((name) => this.bad.get(name) ?? []).sort((a, b) => a.fromUs - b.fromUs);
  }

  private add(name: string, fromUs: number, untilUs: number): void {
    const list = this.bad.get(name);
    if (list === undefined) this.bad.set(name, [{ fromUs, untilUs }]);
    else list.push({ fromUs, untilUs });
  }

  private backAt(run: Run, crashSeq: number, node: NodeId): number {
    let bootUs = Infinity;
    for (const event of run.trace.slice(crashSeq + 1)) {
      if (event.node !== node) continue;
      if (event.kind === 'boot') bootUs = event.atUs;
      if (event.kind === 'started' || event.kind === 'crash')
        return Math.min(event.atUs, bootUs + START_MAX_US);
    }
    return bootUs + START_MAX_US;
  }
}

/** Operations that were still open when the bound of good weather had passed, in order of their calls. */
export function findLate(run: Run): LateOperation[] {
  const endUs = (operation: Operation): number =>
    isFinished(operation, run) ? (operation.returnedUs ?? Infinity) : (operation.cutUs ?? Infinity);
  const slow = run.operations.filter(
    (operation) => operation.invokedSeq >= 0 && endUs(operation) > operation.invokedUs + BOUND_US + ROOM_US,
  );
  if (slow.length === 0) return [];
  const weather = new Weather(run);
  const replicas = run.nodes.filter(({ role }) => role === 'replica').map(({ id }) => id);
  const majorities = subsets(replicas, Math.floor(replicas.length / 2) + 1);
  const late: LateOperation[] = [];
  for (const operation of slow) {
    const untilUs = Math.min(endUs(operation), run.endUs);
    for (const majority of majorities) {
      const sinceUs = goodSince(weather.badFor(operation.node, majority), operation.invokedUs, untilUs);
      if (sinceUs === undefined) continue;
      late.push({ operation, sinceUs, majority });
      break;
    }
  }
  return late;
}

/** Where a stretch longer than the bound begins, within the span, in which nothing bad happens. */
function goodSince(bad: readonly Stretch[], fromUs: number, untilUs: number): number | undefined {
  let sinceUs = fromUs;
  for (const stretch of bad) {
    if (stretch.untilUs < sinceUs) continue;
    if (Math.min(stretch.fromUs, untilUs) - sinceUs > BOUND_US + ROOM_US) return sinceUs;
    sinceUs = Math.max(sinceUs, stretch.untilUs);
  }
  return untilUs - sinceUs > BOUND_US + ROOM_US ? sinceUs : undefined;
}

function pairOf(a: NodeId, b: NodeId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** All subsets of that size. */
function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return [...subsets(rest, size - 1).map((subset) => [first, ...subset]), ...subsets(rest, size)];
}
