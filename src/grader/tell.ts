import type { Run } from '../explore/scenario.ts';
import type { Message, TraceEvent } from '../sim/trace.ts';

/** An event of the engine in words: faults, restarts and exceptions. `undefined` for what happens all the time. */
export function tellEvent(event: TraceEvent, run: Run): string | undefined {
  const { node } = event;
  switch (event.kind) {
    case 'lost':
      return tellLost(event.message, event.why, node);
    case 'deliver':
      if (event.copy > 0) return `A second copy of ${describeMessage(event.message)} arrived at ${node}.`;
      return isDelayed(event, run)
        ? `${capital(describeMessage(event.message))}, delayed, arrived at ${node}.`
        : undefined;
    case 'crash': {
      const { openWrites, openWritesDone } = event;
      if (openWrites === 0) return `${node} crashed.`;
      const writes = openWrites === 1 ? '1 disk write was open' : `${openWrites} disk writes were open`;
      return `${node} crashed while ${writes}; ${openWritesDone === 0 ? 'none' : openWritesDone} of them had happened.`;
    }
    case 'boot':
      return event.incarnation > 0 ? `${node} restarted, with an empty memory.` : undefined;
    case 'pause':
      return `${node} was paused for ${seconds(event.untilUs - event.atUs)}.`;
    case 'clock-step':
      return `The time-of-day clock of ${node} stepped ${event.byMs < 0 ? 'back' : 'forward'} by ${seconds(Math.abs(event.byMs) * 1000)}.`;
    case 'clock-rate':
      return `The clocks of ${node} began to run at another rate.`;
    case 'slow-disk':
      return `The disk of ${node} became slow: ${seconds(event.byMs * 1000)} more for each operation.`;
    case 'partition':
      return `The network was cut: ${describeLinks(event.links)}.`;
    case 'slow-link':
      return `The network became slow on ${describeLinks(event.links)}.`;
    case 'heal':
      return 'The network healed.';
    case 'error':
      return `An exception left the program on ${node} (${event.where}): ${event.text}`;
    default:
      return undefined;
  }
}

function tellLost(
  message: Message,
  why: 'drop' | 'partition' | 'down' | 'stale',
  node: string,
): string | undefined {
  const what = describeMessage(message);
  switch (why) {
    case 'drop':
      return `${capital(what)} was lost.`;
    case 'partition':
      return `${capital(what)} was lost in the cut network.`;
    case 'down':
      return `${capital(what)} was lost: ${node} was down.`;
    case 'stale':
      return undefined;
  }
}

/** A message in a few words. */
export function describeMessage(message: Message): string {
  const { kind, from, to } = message;
  if (kind === 'reply') return `the reply of ${from} to ${to}`;
  return kind === 'request' ? `the request of ${from} to ${to}` : `the message of ${from} to ${to}`;
}

function isDelayed(event: TraceEvent & { kind: 'deliver' }, run: Run): boolean {
  return run.faults.some((fault) => fault.kind === 'delay' && fault.message === event.message.key);
}

function describeLinks(links: readonly string[]): string {
  if (links.length > 6) return `${links.length} links`;
  return links.map((link) => link.replace('>', ' → ')).join(', ');
}

/** µs in words: `5 s`, `250 ms`. */
export function seconds(us: number): string {
  if (us >= 10_000_000) return `${Math.round(us / 1_000_000)} s`;
  if (us >= 1_000_000) return `${Math.round(us / 100_000) / 10} s`;
  return `${Math.round(us / 1000)} ms`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
