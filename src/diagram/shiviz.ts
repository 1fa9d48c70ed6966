import type { NodeId } from '../api.ts';
import type { Fate } from './messages.ts';
import { fatesOf } from './messages.ts';
import type { RecordedRun } from './recorded-run.ts';
import { tellEvent } from './words.ts';

/** The expression with which ShiViz reads {@link toShiViz}; it is ShiViz's own default. */
export const SHIVIZ_PARSER = '(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)';

/**
 * A run as a log for ShiViz: for each event a line with the node and its vector clock, and a line with words. What is
 * lost on arrival is no event of its receiver, and the world itself has no clock: both are left out.
 */
export function toShiViz(run: RecordedRun): string {
  const clocks = new Map<NodeId, Map<string, number>>();
  const stamps = new Map<number, ReadonlyMap<string, number>>();
  const fates = new Map<number, Fate>();
  for (const fate of fatesOf(run)) if (fate.endSeq >= 0) fates.set(fate.endSeq, fate);
  const names = new Map(run.nodes.map(({ id }) => [id, id.replace(/\s+/g, '_')]));
  const lines: string[] = [];
  for (const event of run.events) {
    const { node, seq, cause } = event;
    const name = names.get(node);
    if (name === undefined) continue;
    if (event.kind === 'lost' && event.node === event.message.to) continue;
    const clock = clocks.get(node) ?? new Map<string, number>();
    clocks.set(node, clock);
    const origin = event.kind === 'deliver' ? stamps.get(cause) : undefined;
    for (const [host, count] of origin ?? []) {
      if (count > (clock.get(host) ?? 0)) clock.set(host, count);
    }
    clock.set(name, (clock.get(name) ?? 0) + 1);
    if (event.kind === 'send') stamps.set(seq, new Map(clock));
    lines.push(`${name} ${JSON.stringify(Object.fromEntries(clock))}`);
    lines.push(tellEvent(event, fates.get(seq)).replace(/\s+/g, ' '));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
