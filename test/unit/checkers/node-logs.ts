import fc from 'fast-check';
import type { LogEvent, MessageId, NodeLog } from '../../../src/checkers/node-log.ts';

const names = ['a', 'b', 'c', 'd'];

/** How random logs look; probabilities in tenths. */
export interface LogShape {
  readonly nodes: number;
  readonly maxEvents: number;
  /** Sends that name their receivers instead of being for all. */
  readonly addressed: number;
  /** Deliveries of anything, also of what is unsent, not yet sent, for others, or there already. */
  readonly wild: number;
  /** Deliveries of the oldest message that is missing, instead of any. */
  readonly orderly: number;
}

/**
 * Logs that are nearly right: nodes take turns to send and to deliver what has been sent and is for them, mostly in
 * order, but for some deliveries that are wild.
 */
export function nodeLogs(shape: LogShape): fc.Arbitrary<NodeLog[]> {
  const tenths = (limit: number): fc.Arbitrary<boolean> => fc.nat(9).map((n) => n < limit);
  const step = fc.record({
    node: fc.nat(shape.nodes - 1),
    sends: tenths(4),
    isOpen: tenths(1),
    to: fc.option(fc.subarray(names.slice(0, shape.nodes)), { freq: 2 }),
    isAddressed: tenths(shape.addressed),
    isWild: tenths(shape.wild),
    isOrderly: tenths(shape.orderly),
    pick: fc.nat(50),
  });
  return fc.array(step, { maxLength: shape.maxEvents, size: 'max' }).map((steps) => {
    const logs = names.slice(0, shape.nodes).map((node) => ({ node, events: [] as LogEvent[] }));
    const sent: { message: MessageId; to: readonly string[] | undefined }[] = [];
    const total = steps.filter(({ sends }) => sends).length;
    for (const { node, sends, isOpen, to, isAddressed, isWild, isOrderly, pick } of steps) {
      const log = logs[node];
      if (log === undefined) continue;
      if (sends) {
        const receivers = isAddressed && to !== null ? to : undefined;
        const message = sent.length;
        sent.push({ message, to: receivers });
        log.events.push({
          kind: 'send',
          message,
          ...(receivers === undefined ? {} : { to: receivers }),
          ...(isOpen ? { open: true } : {}),
        });
      } else if (isWild) {
        log.events.push({ kind: 'deliver', message: pick % (total + 1) });
      } else {
        const missing = sent.filter(
          ({ message, to: receivers }) =>
            receivers?.includes(log.node) !== false &&
            !log.events.some((event) => event.kind === 'deliver' && event.message === message),
        );
        const chosen = missing[isOrderly ? 0 : pick % Math.max(1, missing.length)];
        if (chosen !== undefined) log.events.push({ kind: 'deliver', message: chosen.message });
      }
    }
    return logs;
  });
}

/**
 * Logs in short: `a: !1 ?2` is the log of a, which sends 1 to all and delivers 2; `!1>bc` is for b and c; `!1~` need not
 * arrive.
 */
export function logsOf(...texts: readonly string[]): NodeLog[] {
  return texts.map((text) => {
    const [node = '', events = ''] = text.split(':');
    const words = events.split(' ').filter((word) => word !== '');
    return {
      node,
      events: words.map((word): LogEvent => {
        const [name = '', to] = word.slice(1).replace('~', '').split('>');
        if (word.startsWith('?')) return { kind: 'deliver', message: name };
        return {
          kind: 'send',
          message: name,
          ...(to === undefined ? {} : { to: [...to] }),
          ...(word.endsWith('~') ? { open: true } : {}),
        };
      }),
    };
  });
}

/** Where a node first delivers a message; `Infinity`: nowhere. */
export function firstDelivery({ events }: NodeLog, message: MessageId): number {
  const position = events.findIndex((event) => event.kind === 'deliver' && event.message === message);
  return position === -1 ? Infinity : position;
}

/** Gives every node another name; names in `to` follow. */
export function renamed(logs: readonly NodeLog[]): NodeLog[] {
  const rename = (name: string): string => `${'dcba'.charAt(names.indexOf(name))}'`;
  return logs.map(({ node, events }) => ({
    node: rename(node),
    events: events.map((event) =>
      event.kind === 'send' && event.to !== undefined ? { ...event, to: event.to.map(rename) } : event,
    ),
  }));
}
