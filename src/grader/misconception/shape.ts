import type { Json, NodeId } from '../../api.ts';
import type { Finding, Run } from '../../explore/scenario.ts';
import type { Message, TraceEvent } from '../../sim/trace.ts';

/** The role of nodes that the course plays. */
const COURSE = 'course';
/** Fields by which a message of the course's says what it is; the diagram labels by them too. */
const OP_FIELDS: ReadonlySet<string> = new Set(['op', 'type', 'kind', 'result']);

/**
 * A shrunk counterexample as a set of features, sorted: the issue's code, the faults and what they hit, what was said
 * up to the violation, how calls ended. Nodes go by their roles, and what learners call their own messages is left out,
 * so that two programs with the same mistake have much the same features.
 */
export function shapeOf(finding: Finding, run: Run): string[] {
  const roles = new Map(run.nodes.map(({ id, role }) => [id, role === '' ? COURSE : role]));
  const roleOf = (node: NodeId): string => roles.get(node) ?? 'world';
  const last = Math.max(-1, ...(finding.events ?? []));
  const features = new Set<string>(run.faults.map(({ kind }) => `fault ${kind}`));
  if (finding.code !== undefined) features.add(`code ${finding.code}`);
  for (const event of run.trace) {
    if (last >= 0 && event.seq > last) break;
    const feature = featureOf(event, roleOf);
    if (feature !== undefined) features.add(feature);
  }
  return [...features].sort();
}

function featureOf(event: TraceEvent, roleOf: (node: NodeId) => string): string | undefined {
  const role = roleOf(event.node);
  switch (event.kind) {
    case 'send':
      return `send ${wordsOf(event.message, roleOf)}`;
    case 'lost':
      return event.why === 'stale' ? undefined : `lost ${event.why} ${wordsOf(event.message, roleOf)}`;
    case 'deliver':
      return event.copy > 0 ? `copy ${wordsOf(event.message, roleOf)}` : undefined;
    case 'boot':
      return event.incarnation > 0 ? `restart ${role}` : undefined;
    case 'crash':
      return `crash ${role} ${event.openWrites > 0 ? 'writing' : 'idle'}`;
    case 'pause':
    case 'clock-step':
    case 'slow-disk':
    case 'silence':
    case 'error':
    case 'throw':
      return `${event.kind} ${role}`;
    case 'return':
      return `return ${typeOf(event.value)}`;
    default:
      return undefined;
  }
}

function wordsOf({ kind, from, to, body }: Message, roleOf: (node: NodeId) => string): string {
  const between = [roleOf(from), roleOf(to)];
  return `${kind} ${between.join('>')}${between.includes(COURSE) ? ` ${opOf(body)}` : ''}`;
}

/** What a message says it is, else its type. */
function opOf(body: Json): string {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    for (const [key, value] of Object.entries(body)) {
      if (OP_FIELDS.has(key) && typeof value === 'string') return value;
    }
  }
  return typeOf(body);
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
