import type { Json, NodeId } from '../api.ts';
import type { EventOf } from '../sim/trace.ts';
import { isJsonObject } from '../util/canonical.ts';
import { briefJson } from './message-label.ts';
import type { RecordedRun } from './recorded-run.ts';

/** A span in which a node believes that it holds something: a lease, leadership. */
export interface Hold {
  readonly node: NodeId;
  readonly what: string;
  readonly fromUs: number;
  readonly untilUs: number;
  /** `seq` of the event with which it began, or -1. */
  readonly seq: number;
}

/**
 * What nodes hold, as far as a trace tells. A lease begins when a reply with `ttlMs` arrives, lasts that long by its
 * holder's clock, and ends before when the holder sends `release`. Leadership begins when a node shows, or logs details with,
 * `role: "leader"`, and ends with another `role` or `term`, or with a crash. Holds that the run names itself come on top.
 */
export function holdsOf(run: RecordedRun, length = run.events.length): Hold[] {
  const holds: Hold[] = (run.holds ?? []).map((hold) => ({ ...hold, seq: -1 }));
  const leases = new Map<NodeId, Hold>();
  const leaders = new Map<NodeId, Hold>();
  const rates = new Map(run.nodes.map(({ id, clockAtStart }) => [id, clockAtStart?.realMicros ?? 1_000_000]));
  const close = (open: Map<NodeId, Hold>, node: NodeId, atUs: number): void => {
    const hold = open.get(node);
    open.delete(node);
    if (hold !== undefined) holds.push({ ...hold, untilUs: Math.min(hold.untilUs, atUs) });
  };
  for (let seq = 0; seq < length; seq++) {
    const event = run.events[seq];
    if (event === undefined) break;
    const { node, atUs } = event;
    if (event.kind === 'deliver') {
      const lease = grantedBy(event);
      if (lease === undefined) continue;
      const before = leases.get(node);
      const untilUs = atUs + Math.round((lease.ttlMs * (rates.get(node) ?? 1_000_000)) / 1000);
      const what = lease.what ?? before?.what ?? 'lease';
      close(leases, node, atUs);
      leases.set(node, { node, what, fromUs: atUs, untilUs, seq });
    } else if (event.kind === 'send') {
      if (isJsonObject(event.message.body) && event.message.body['op'] === 'release')
        close(leases, node, atUs);
    } else if (event.kind === 'log' || event.kind === 'shows') {
      const details = event.kind === 'shows' ? event.values : event.details;
      if (details === undefined || !isJsonObject(details)) continue;
      const { role, term } = details;
      if (typeof role !== 'string') continue;
      const what = leaderOf(term);
      if (role !== 'leader' || leaders.get(node)?.what !== what) close(leaders, node, atUs);
      if (role === 'leader' && !leaders.has(node))
        leaders.set(node, { node, what, fromUs: atUs, untilUs: Infinity, seq });
    } else if (event.kind === 'crash') {
      close(leases, node, atUs);
      close(leaders, node, atUs);
    }
  }
  for (const hold of [...leases.values(), ...leaders.values()]) holds.push(hold);
  return holds.sort((a, b) => a.fromUs - b.fromUs);
}

function leaderOf(term: Json | undefined): string {
  return typeof term === 'number' ? `leader, term ${term}` : 'leader';
}

function grantedBy(event: EventOf<'deliver'>): { ttlMs: number; what: string | undefined } | undefined {
  const { body, kind } = event.message;
  if (kind === 'request' || event.copy > 0 || !isJsonObject(body) || body['ok'] === false) return undefined;
  const { ttlMs, token } = body;
  if (typeof ttlMs !== 'number') return undefined;
  return { ttlMs, what: token === undefined ? undefined : `lease, token ${briefJson(token, 10)}` };
}
