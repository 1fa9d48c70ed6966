import {
  disturbancesIn,
  isJsonObject,
  ofKind,
  ofRun,
  type Disturbance,
  type Json,
  type NodeId,
  type Operation,
  type Run,
} from 'partial-failure/kit';
import { LEASE_US } from './bounds.ts';
import { CLIENTS } from './peers.ts';

/** A stretch of true time in µs; it ends before `untilUs`. */
export interface Span {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** A renewal that gave true. */
export interface Renewal {
  readonly operation: Operation;
  readonly datedUs: number;
}

/** A resolved `acquire`. */
export interface Grant {
  readonly operation: Operation;
  readonly client: NodeId;
  /** `undefined` where it is not a safe integer of 1 or more. */
  readonly token: number | undefined;
  /** The last instant at which its client could look at anything before it had the lock. */
  readonly datedUs: number;
  readonly renewals: readonly Renewal[];
  /** When the client, in any life, called `release` or `acquire` again; `Infinity` where it never did. */
  readonly givenUpUs: number;
  /** When its lease runs: once for itself and for each renewal. */
  readonly leases: readonly Span[];
}

/** The grants of a run, in the order of their dates. */
export const grantsOf = ofRun((run: Run): readonly Grant[] => {
  const grants: Grant[] = [];
  for (const client of CLIENTS) {
    const calls = run.operations
      .filter(({ node, invokedSeq }) => node === client && invokedSeq >= 0)
      .sort((a, b) => a.invokedSeq - b.invokedSeq);
    calls.forEach((operation, i) => {
      if (operation.method !== 'acquire' || operation.status !== 'ok') return;
      const later = calls.slice(i + 1);
      const next = later.findIndex(({ method }) => method !== 'renew');
      const own = (next < 0 ? later : later.slice(0, next)).filter(
        ({ status, value, incarnation }) =>
          status === 'ok' && value === true && incarnation === operation.incarnation,
      );
      const givenUpUs = later[next]?.invokedUs ?? Infinity;
      const datedUs = dateOf(operation, run);
      const renewals = own.map((renewal) => ({ operation: renewal, datedUs: dateOf(renewal, run) }));
      const leases = [{ operation, datedUs }, ...renewals].map(
        ({ operation: { invokedUs }, datedUs: fromUs }) => ({
          fromUs,
          untilUs: Math.min(invokedUs + LEASE_US, givenUpUs),
        }),
      );
      grants.push({
        operation,
        client,
        token: tokenOf(operation.value),
        datedUs,
        renewals,
        givenUpUs,
        leases,
      });
    });
  }
  return grants.sort((a, b) => a.datedUs - b.datedUs || a.operation.id - b.operation.id);
});

function tokenOf(value: Json | undefined): number | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  const { token } = value;
  return typeof token === 'number' && Number.isSafeInteger(token) && token >= 1 ? token : undefined;
}

/**
 * When a call was decided. A pause may strike between a program's last look at its clock and the return; then the call
 * returns when the pause is over, and the program cannot know. So it is dated at the beginning of such a pause.
 */
function dateOf({ node, returnedUs = 0, returnedSeq = -1 }: Operation, { trace }: Run): number {
  let datedUs = returnedUs;
  for (let seq = returnedSeq - 1; seq >= 0; seq--) {
    const event = trace[seq];
    if (event === undefined || event.node !== node) continue;
    if (event.kind !== 'pause' || event.untilUs < datedUs) break;
    datedUs = event.atUs;
  }
  return datedUs;
}

/** Everything that went wrong in a run, wherever. */
export const troubles = ofRun((run: Run): readonly Disturbance[] => {
  const { at, on } = disturbancesIn(run);
  const ids = run.nodes.map(({ id }) => id);
  return ids.flatMap((id) => [...at(id), ...ids.flatMap((other) => on(id, other))]);
});

/** When the last fault was over, in µs: a node that stays down for good counts as over when it fell. */
export const faultsEndUs = ofRun((run: Run): number =>
  Math.max(
    0,
    ...troubles(run).map(({ fromUs, untilUs, byUs }) => (untilUs === Infinity ? fromUs : untilUs) + byUs),
  ),
);

/** How long a node stood still within a span, in µs. */
export function pausedUs(run: Run, node: NodeId, { fromUs, untilUs }: Span): number {
  return disturbancesIn(run)
    .at(node)
    .filter(({ kind }) => kind === 'pause')
    .reduce(
      (sum, pause) => sum + Math.max(0, Math.min(pause.untilUs, untilUs) - Math.max(pause.fromUs, fromUs)),
      0,
    );
}

/** A write that came to the storage. `grant` is the id of its acquire. */
export interface Write {
  readonly seq: number;
  readonly applied: boolean;
  readonly grant: number;
  readonly token: number;
}

export const writesOf = ofRun((run: Run): readonly Write[] =>
  run.trace
    .filter(ofKind('note'))
    .flatMap(({ name, seq, data }) =>
      (name === 'applied' || name === 'refused') && isJsonObject(data)
        ? [{ seq, applied: name === 'applied', grant: Number(data['grant']), token: Number(data['token']) }]
        : [],
    ),
);
