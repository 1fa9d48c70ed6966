import {
  calmWithin,
  disturbancesIn,
  hasFinished,
  type NodeId,
  type Operation,
  type Run,
  type Stretch,
} from 'partial-failure/kit';
import { BOUND_MS } from '../scenarios/cluster.ts';

const BOUND_US = BOUND_MS * 1000;
/** Room for rounding at the bound. */
const ROOM_US = 2000;
/** What may follow the end of a stated fault: the longest way of a message and of a disk operation in good weather. */
const AFTERMATH_US = 70_000;
/** A restart counts as over this long after the boot, whatever `start()` does. */
const START_MAX_US = 2_000_000;

/** An operation that good weather should have let finish. */
export interface LateOperation {
  readonly operation: Operation;
  /** From here on a majority of the replicas and all links between them and the client had good weather. */
  readonly sinceUs: number;
  readonly majority: readonly NodeId[];
}

/**
 * Everything that hinders a client with these replicas. A fault counts from its beginning to when nothing of it is left:
 * a message held up, to its arrival; a restart, to the end of `start()`. Links count in both directions together.
 */
function badFor(run: Run, client: NodeId, replicas: readonly NodeId[]): Stretch[] {
  const disturbances = disturbancesIn(run);
  const all = [client, ...replicas];
  return [
    ...all.flatMap((node) => disturbances.at(node)),
    ...all.flatMap((a, i) => all.slice(i + 1).flatMap((b) => disturbances.between(a, b))),
  ].map(({ kind, fromUs, untilUs, byUs, bootUs = Infinity }) => {
    if (kind === 'crash') return { fromUs, untilUs: Math.min(untilUs, bootUs + START_MAX_US) };
    const lingers = byUs > 0 || kind === 'partition';
    return { fromUs, untilUs: lingers ? untilUs + byUs + AFTERMATH_US : untilUs };
  });
}

/** Operations that were still open when the bound of good weather had passed, in order of their calls. */
export function findLate(run: Run): LateOperation[] {
  const endUs = (operation: Operation): number =>
    hasFinished(operation, run) ? (operation.returnedUs ?? Infinity) : (operation.cutUs ?? Infinity);
  const slow = run.operations.filter(
    (operation) => operation.invokedSeq >= 0 && endUs(operation) > operation.invokedUs + BOUND_US + ROOM_US,
  );
  if (slow.length === 0) return [];
  const replicas = run.nodes.filter(({ role }) => role === 'replica').map(({ id }) => id);
  const majorities = subsets(replicas, Math.floor(replicas.length / 2) + 1);
  const late: LateOperation[] = [];
  for (const operation of slow) {
    const untilUs = Math.min(endUs(operation), run.endUs);
    for (const majority of majorities) {
      const life = { fromUs: operation.invokedUs, untilUs };
      const good = calmWithin(life, badFor(run, operation.node, majority)).find(
        (stretch) => stretch.untilUs - stretch.fromUs > BOUND_US + ROOM_US,
      );
      if (good === undefined) continue;
      late.push({ operation, sinceUs: good.fromUs, majority });
      break;
    }
  }
  return late;
}

/** All subsets of that size. */
function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return [...subsets(rest, size - 1).map((subset) => [first, ...subset]), ...subsets(rest, size)];
}
