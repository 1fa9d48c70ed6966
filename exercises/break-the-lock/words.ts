import type { Run, TraceEvent } from 'partial-failure/kit';
import { appliedIn } from './facts.ts';

/** A sentence for each grant, each write that was applied, and each that was refused. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  if (event.kind === 'log') return `The ${event.node} ${event.text}.`;
  if (event.kind !== 'note') return undefined;
  if (event.name === 'granted') return `The lock was granted to ${String(event.data).split(' ')[0] ?? ''}.`;
  const applied = appliedIn(run).find(({ seq }) => seq === event.seq);
  if (applied === undefined) return undefined;
  return `The storage applied a write of ${applied.client}, under grant ${applied.grant}.`;
}
