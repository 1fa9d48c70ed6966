import type { NodeId } from '../api.ts';
import type { LinkKey } from '../sim/fault.ts';
import type { LossCause, Message } from '../sim/trace.ts';
import { canonicalJson } from '../util/canonical.ts';
import type { RecordedRun } from './recorded-run.ts';

/** What became of one copy of a message. */
export interface Fate {
  readonly message: Message;
  /** 0 for the original. */
  readonly copy: number;
  /** `seq` of its sending. */
  readonly sentSeq: number;
  readonly sentUs: number;
  /** `seq` of its arrival or loss, or -1 while it is on its way. */
  readonly endSeq: number;
  readonly endUs: number;
  /**
   * `arrived`; `lost` on its way, right after it was sent; `stopped` at the receiver (cut, down); `stale`: nobody waited
   * for it; `flying` when the picture ends.
   */
  readonly end: 'arrived' | 'lost' | 'stopped' | 'stale' | 'flying';
  /** A fault held it up. */
  readonly late: boolean;
  /** What arrived is not what was sent. */
  readonly corrupted: boolean;
  /** How many ms later it might have come without harm, where that is known and has a limit. */
  readonly spareMs?: number;
}

/** The messages of the first `length` events, each copy on its own, by when they were sent. */
export function fatesOf(run: RecordedRun, length = run.events.length): Fate[] {
  const delayed = new Set(run.faults.flatMap((fault) => (fault.kind === 'delay' ? [fault.message] : [])));
  const slow: { links: ReadonlySet<LinkKey>; fromUs: number; untilUs: number }[] = [];
  const sent = new Map<
    string,
    { seq: number; atUs: number; message: Message; late: boolean; ends: number }
  >();
  const fates: Fate[] = [];
  const key = (message: Message, sentSeq: number): string => `${message.key} ${sentSeq}`;
  for (let seq = 0; seq < length; seq++) {
    const event = run.events[seq];
    if (event === undefined) break;
    if (event.kind === 'slow-link') {
      slow.push({ links: new Set(event.links), fromUs: event.atUs, untilUs: event.untilUs });
    } else if (event.kind === 'send') {
      const { message, atUs } = event;
      const link = linkOf(message.from, message.to);
      const late =
        delayed.has(message.key) ||
        slow.some(({ links, fromUs, untilUs }) => links.has(link) && fromUs < atUs && atUs <= untilUs);
      sent.set(key(message, seq), { seq, atUs, message, late, ends: 0 });
    } else if (event.kind === 'deliver' || event.kind === 'lost') {
      const { message, copy } = event;
      const origin = sent.get(key(message, event.cause));
      if (origin === undefined) continue;
      origin.ends++;
      const wasSent = run.events[origin.seq];
      const corrupted =
        event.kind === 'deliver' &&
        wasSent?.kind === 'send' &&
        wasSent.message.body !== message.body &&
        canonicalJson(wasSent.message.body) !== canonicalJson(message.body);
      const spareMs = copy === 0 ? run.spareMs?.get(message.key) : undefined;
      fates.push({
        ...(spareMs !== undefined && { spareMs }),
        message,
        copy,
        sentSeq: origin.seq,
        sentUs: origin.atUs,
        endSeq: seq,
        endUs: event.atUs,
        end: endOf(event),
        late: origin.late && event.kind === 'deliver',
        corrupted,
      });
    }
  }
  for (const { seq, atUs, message, late, ends } of sent.values()) {
    if (ends > 0) continue;
    fates.push({
      message,
      copy: 0,
      sentSeq: seq,
      sentUs: atUs,
      endSeq: -1,
      endUs: atUs,
      end: 'flying',
      late,
      corrupted: false,
    });
  }
  return fates.sort((a, b) => a.sentSeq - b.sentSeq || a.copy - b.copy);
}

function endOf(
  event:
    | { readonly kind: 'deliver' }
    | {
        readonly kind: 'lost';
        readonly why: LossCause;
        readonly node: NodeId;
        readonly message: Message;
      },
): Fate['end'] {
  if (event.kind === 'deliver') return 'arrived';
  if (event.why === 'stale') return 'stale';
  if (event.why === 'down' || event.why === 'overflow') return 'stopped';
  return event.why === 'partition' &&
    event.node === event.message.to &&
    event.message.from !== event.message.to
    ? 'stopped'
    : 'lost';
}

function linkOf(from: NodeId, to: NodeId): LinkKey {
  return `${from}>${to}`;
}
