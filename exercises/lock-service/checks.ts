import type { Finding, NodesChecks, Operation, Run } from 'partial-failure/kit';
import { FREE_MS, LEASE_US, ROOM_MS, SHORT_MS, WAIT_MS } from './bounds.ts';
import { faultsEndUs, grantsOf, pausedUs, troubles, writesOf, type Grant } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

function check(run: Run): Finding[] {
  const grants = grantsOf(run);
  return [
    ...tokensIncrease(grants),
    ...noForgottenGrant(grants, run),
    ...atStorage(grants, run),
    ...available(grants, run),
  ];
}

function tokensIncrease(grants: readonly Grant[]): Finding[] {
  for (const { token, operation, client } of grants)
    if (token === undefined)
      return [broken('no-token', [operation.invokedSeq, operation.returnedSeq], { client })];
  for (const one of grants) {
    for (const other of grants) {
      const { token = 0, client: first, operation } = one;
      const { token: later = 0, client: second, operation: next } = other;
      if (one === other) continue;
      const { returnedSeq: oneSeq = Infinity } = operation;
      const { returnedSeq: nextSeq = Infinity } = next;
      if (token === later && oneSeq < nextSeq)
        return [broken('same-token', [operation.invokedSeq, oneSeq, nextSeq], { first, second, token })];
      if (oneSeq < next.invokedSeq && later < token)
        return [broken('smaller-token', [oneSeq, next.invokedSeq, nextSeq], { first, second, token, later })];
    }
  }
  return grants.length > 1 ? [held('tokens-increase')] : [];
}

function noForgottenGrant(grants: readonly Grant[], run: Run): Finding[] {
  for (const grant of grants) {
    for (const other of grants) {
      if (other.client === grant.client) continue;
      const running = grant.leases.find(
        ({ fromUs, untilUs }) => other.datedUs >= fromUs && other.datedUs < untilUs,
      );
      if (running !== undefined) {
        const leftMs = Math.ceil((running.untilUs - other.datedUs) / 1000);
        const data = { first: grant.client, second: other.client, leftMs };
        return [broken('two-holders', [grant.operation.returnedSeq, other.operation.returnedSeq], data)];
      }
      const renewal = grant.renewals.find(
        ({ datedUs }) => other.datedUs > grant.datedUs && other.datedUs <= datedUs,
      );
      if (renewal !== undefined) {
        const places = [
          grant.operation.returnedSeq,
          other.operation.returnedSeq,
          renewal.operation.returnedSeq,
        ];
        const data = { first: grant.client, second: other.client };
        return [broken('renewed-after-another', places.sort(inOrder), data)];
      }
    }
  }
  const renewals = new Set(grants.flatMap((grant) => grant.renewals.map(({ operation }) => operation)));
  const bold = run.operations.find(
    (operation) => operation.method === 'renew' && operation.value === true && !renewals.has(operation),
  );
  if (bold !== undefined)
    return [broken('renewed-nothing', [bold.invokedSeq, bold.returnedSeq], { client: bold.node })];
  return new Set(grants.map(({ client }) => client)).size > 1 ? [held('no-forgotten-grant')] : [];
}

function inOrder(a = 0, b = 0): number {
  return a - b;
}

function atStorage(grants: readonly Grant[], run: Run): Finding[] {
  const byId = new Map(grants.map((grant) => [grant.operation.id, grant]));
  const writes = writesOf(run);
  const applied = writes.filter((write) => write.applied);
  for (const [i, write] of applied.entries()) {
    const grant = byId.get(write.grant);
    if (grant === undefined) continue;
    for (const before of applied.slice(0, i)) {
      const newer = byId.get(before.grant);
      if (newer === undefined || newer === grant) continue;
      const { returnedSeq: grantedSeq = Infinity } = grant.operation;
      const isOlder = grantedSeq < newer.operation.invokedSeq;
      const isMixed =
        grant.token === newer.token &&
        applied.some(({ grant: id, seq }) => id === write.grant && seq < before.seq);
      if (!isOlder && !isMixed) continue;
      const data = { first: grant.client, second: newer.client, token: write.token };
      return [broken('mixed', [grantedSeq, newer.operation.returnedSeq, before, write], data)];
    }
  }
  return writes.length > applied.length ? [held('mutual-exclusion-at-storage')] : [];
}

function available(grants: readonly Grant[], run: Run): Finding[] {
  const operations = run.operations.filter(({ invokedSeq }) => invokedSeq >= 0);
  for (const { status, method, node: client, invokedSeq, returnedSeq } of operations)
    if (status === 'threw') return [broken('rejected', [invokedSeq, returnedSeq], { method, client })];
  return [
    ...operations.flatMap((operation) => settles(operation, run)).slice(0, 1),
    ...grants.flatMap((grant) => renews(grant, run)).slice(0, 1),
    ...waits(grants, operations, run),
  ];
}

/** `renew` and `release` are short, whatever happens. */
function settles(operation: Operation, run: Run): Finding[] {
  const { method, node: client, invokedUs, returnedUs, invokedSeq, returnedSeq, cutUs } = operation;
  if (method === 'acquire') return [];
  const untilUs = returnedUs ?? cutUs ?? run.endUs;
  const tookUs = untilUs - invokedUs - pausedUs(run, client, { fromUs: invokedUs, untilUs });
  if (tookUs <= (SHORT_MS * 1.01 + ROOM_MS) * 1000) return [];
  return [broken('takes-too-long', [invokedSeq, returnedSeq ?? run.trace.at(-1)], { client, method })];
}

/** In good weather who asks in the first half of a lease may go on. */
function renews({ operation, client }: Grant, run: Run): Finding[] {
  const findings: Finding[] = [];
  let sinceUs = operation.invokedUs;
  for (const renewal of run.operations) {
    const { node, method, incarnation, invokedUs, returnedUs, invokedSeq, returnedSeq, value } = renewal;
    if (node !== client || invokedSeq < (operation.returnedSeq ?? Infinity)) continue;
    if (method !== 'renew' || incarnation !== operation.incarnation) break;
    if (returnedUs === undefined || invokedUs >= sinceUs + LEASE_US / 2) break;
    const isCalm = troubles(run).every(
      ({ fromUs, untilUs, byUs }) => fromUs > returnedUs || untilUs + byUs < operation.invokedUs,
    );
    if (value !== true) {
      if (isCalm)
        findings.push(broken('not-renewed', [operation.returnedSeq, invokedSeq, returnedSeq], { client }));
      break;
    }
    sinceUs = invokedUs;
  }
  return findings;
}

/** A free lock is granted soon; who waits is served. */
function waits(grants: readonly Grant[], operations: readonly Operation[], run: Run): Finding[] {
  const overUs = faultsEndUs(run);
  const acquires = operations.filter(({ method }) => method === 'acquire');
  const endOf = ({ returnedUs, cutUs }: Operation): number => returnedUs ?? cutUs ?? Infinity;
  const leases = grants.flatMap((grant) => grant.leases);
  const freeUs = (FREE_MS * 1.01 + ROOM_MS) * 1000;
  const begins = [
    overUs,
    ...acquires.map(({ invokedUs }) => invokedUs),
    ...leases.map(({ untilUs }) => untilUs),
  ];
  for (const fromUs of begins) {
    const untilUs = fromUs + freeUs;
    if (fromUs < overUs || untilUs > run.endUs) continue;
    const open = acquires.find((acquire) => acquire.invokedUs <= fromUs && endOf(acquire) > untilUs);
    if (open === undefined) continue;
    const isQuiet =
      leases.every((lease) => lease.fromUs > untilUs || lease.untilUs <= fromUs) &&
      grants.every(({ operation }) => endOf(operation) < fromUs || endOf(operation) > untilUs);
    if (isQuiet)
      return [
        broken('stuck', [open.invokedSeq, lastBefore(untilUs, run)], {
          client: open.node,
          sinceMs: Math.round(fromUs / 1000),
        }),
      ];
  }
  const waitUs = (WAIT_MS + ROOM_MS) * 1000;
  const starved = acquires.find(
    (acquire) =>
      acquire.invokedUs <= overUs && endOf(acquire) > overUs + waitUs && run.endUs > overUs + waitUs,
  );
  if (starved !== undefined)
    return [
      broken('starved', [starved.invokedSeq, lastBefore(overUs + waitUs, run)], {
        client: starved.node,
        faultsEndMs: Math.round(overUs / 1000),
      }),
    ];
  return grants.some(({ operation }) => endOf(operation) >= overUs) ? [held('available')] : [];
}

/** The last event until an instant: where it became certain. */
function lastBefore(us: number, { trace }: Run): number {
  let seq = -1;
  for (const event of trace) {
    if (event.atUs > us) break;
    seq = event.seq;
  }
  return seq;
}

export default { check, explain, tell } satisfies NodesChecks;
