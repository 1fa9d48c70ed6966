import type { Json, NodeId } from '../../api.ts';
import type { Finding, Run } from '../../explore/scenario.ts';
import type { Message, TraceEvent } from '../../sim/trace.ts';

/**
 * A shrunk counterexample as a set of features that say what kind of run it is: its faults and what they hit, what the
 * nodes said to each other up to the violation, how the calls ended, the code. Nodes go by their roles; there
 * are no instants, numbers, lines or seeds, so that two programs with the same mistake have much the same shape.
 */
export function shapeOf(finding: Finding, run: Run): string[] {
  const roles = new Map(run.nodes.map(({ id, role }) => [id, role === '' ? 'course' : role]));
  const role = (node: NodeId): string => roles.get(node) ?? 'world';
  const last = Math.max(-1, ...(finding.events ?? []));
  const features = new Set<string>([`code ${finding.code ?? ''}`]);
  for (const event of run.trace) {
    if (last >= 0 && event.seq > last) break;
    const feature = featureOf(event, role);
    if (feature !== undefined) features.add(feature);
  }
  for (const { kind } of run.faults) features.add(`fault ${kind}`);
  return [...features].sort();
}

function featureOf(event: TraceEvent, role: (node: NodeId) => string): string | undefined {
  switch (event.kind) {
    case 'send':
      return `send ${wordsOf(event.message, role)}`;
    case 'lost':
      return event.why === 'stale' ? undefined : `lost ${event.why} ${wordsOf(event.message, role)}`;
    case 'deliver':
      return event.copy > 0 ? `copy ${wordsOf(event.message, role)}` : undefined;
    case 'boot':
      return event.incarnation > 0 ? `restart ${role(event.node)}` : undefined;
    case 'crash':
      return `crash ${role(event.node)} ${event.openWrites > 0 ? 'writing' : 'idle'}`;
    case 'pause':
    case 'clock-step':
    case 'slow-disk':
    case 'silence':
    case 'error':
      return `${event.kind} ${role(event.node)}`;
    case 'return':
      return `return ${typeof event.value === 'string' ? 'text' : kindOf(event.value)}`;
    case 'throw':
      return 'throw';
    default:
      return undefined;
  }
}

function wordsOf({ kind, from, to, body }: Message, role: (node: NodeId) => string): string {
  return `${kind} ${role(from)}>${role(to)} ${opOf(body)}`;
}

/** What a message says it is, by the field that diagrams label it by too. */
function opOf(body: Json): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return kindOf(body);
  for (const [key, value] of Object.entries(body)) {
    if (['op', 'type', 'kind', 'result'].includes(key) && typeof value === 'string') return value;
  }
  return 'object';
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
