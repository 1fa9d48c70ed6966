import type { Json } from '../api.ts';
import type { Message, TraceEvent } from '../sim/trace.ts';
import { canonicalJson } from '../util/canonical.ts';
import { briefJson } from './message-label.ts';
import { instant, signed, span } from './quantity.ts';
import type { Fate } from './messages.ts';

/** Longest value that a sentence quotes. */
const LONGEST = 120;

const LIES = {
  equivocate: 'what it told',
  forge: 'what it made up for',
  replay: 'an old message that it sent again to',
} as const;

/** An event in a sentence. `fate` says what became of a message on its way. */
export function tellEvent(event: TraceEvent, fate?: Fate): string {
  const { node } = event;
  switch (event.kind) {
    case 'boot':
      return event.incarnation > 0 ? `${node} restarted, with an empty memory.` : `${node} was started.`;
    case 'started':
      return `${node} was ready.`;
    case 'send':
      return `${node} sent ${toWhom(event.message)}: ${value(event.message.body)}`;
    case 'deliver':
      return tellDelivery(event, fate);
    case 'lost':
      return tellLoss(event);
    case 'log':
      return `${node} logged: ${event.text}${event.details === undefined ? '' : ` ${value(event.details)}`}`;
    case 'error':
      return `An exception left the program on ${node} (${event.where}): ${event.text}`;
    case 'invoke':
      return `${node} was called: ${event.method}(${event.args.map((arg) => value(arg)).join(', ')})`;
    case 'return':
      return `The call on ${node} ended with ${value(event.value)}.`;
    case 'throw':
      return `The call on ${node} failed: ${event.text}`;
    case 'crash':
      return event.openWrites === 0
        ? `${node} crashed.`
        : `${node} crashed; of ${event.openWrites} open disk writes ${event.openWritesDone} had happened.`;
    case 'corrupt':
      return `A message of ${event.message.from} to ${event.message.to} was changed on its way: ${value(event.message.body)}`;
    case 'lie':
      return `${node} lied: ${LIES[event.how]} ${event.message.to} was ${value(event.message.body)}`;
    case 'burst-loss':
      return `The network began to lose ${event.percent} % of the messages: ${links(event.links)}.`;
    case 'silence':
      return `${node} fell silent: nothing that it sends leaves it.`;
    case 'small-inbox':
      return `The inbox of ${node} held ${event.capacity} messages from here on; more are lost.`;
    case 'slow-node':
      return `${node} became slow: ${span(event.byMs * 1000)} more for each step.`;
    case 'leap-second':
      return event.smearSeconds === 0
        ? `A leap second: the time-of-day clock of ${node} showed one second twice.`
        : `A leap second, smeared over ${span(event.smearSeconds * 1_000_000)} by the clock of ${node}.`;
    case 'no-sync':
      return `The clock of ${node} was no longer synchronised: its uncertainty grows.`;
    case 'file-append':
      return `${node} appended ${event.bytes.length} bytes to its file.`;
    case 'file-truncate':
      return `${node} cut its file to ${event.length} bytes.`;
    case 'file-synced':
      return `The file of ${node} was synced: what was appended before is durable.`;
    case 'file-read':
      return `${node} read its file: ${event.length} bytes.`;
    case 'pause':
      return `${node} was paused for ${span(event.untilUs - event.atUs)}.`;
    case 'clock-step':
      return `The time-of-day clock of ${node} stepped by ${signed(event.byMs * 1000)}.`;
    case 'clock-rate':
      return `The clocks of ${node} began to show one second every ${event.realMicros / 1_000_000} s.`;
    case 'slow-disk':
      return `The disk of ${node} became slow: ${span(event.byMs * 1000)} more for each operation.`;
    case 'partition':
      return `The network was cut: ${links(event.links)}.`;
    case 'slow-link':
      return `The network became slow, by ${span(event.byMs * 1000)}: ${links(event.links)}.`;
    case 'heal':
      return `The network healed: ${links(event.links)}.`;
    case 'disk-write':
      return `${node} began to write ${event.key} = ${value(event.value)}.`;
    case 'disk-durable':
      return `The disk of ${node} holds ${event.key} = ${value(event.value)}.`;
    case 'disk-read':
      return event.value === undefined
        ? `${node} read ${event.key}: nothing is there.`
        : `${node} read ${event.key} = ${value(event.value)}.`;
    case 'timer':
      return `${node} woke after ${span(event.atUs - event.sinceUs)}.`;
    case 'shows':
      return `${node} shows ${Object.entries(event.values)
        .map(([method, one]) => `${method} ${value(one)}`)
        .join(', ')}.`;
    case 'call':
      return `${node} called ${event.name}(${event.args.map((arg) => value(arg)).join(', ')}).`;
    case 'note':
      return `${node === '' ? 'The scenario' : node} noted ${event.name}: ${value(event.data)}`;
  }
}

function tellDelivery({ node, message, copy }: TraceEvent & { kind: 'deliver' }, fate?: Fate): string {
  const what = `${message.kind === 'reply' ? 'the reply' : message.kind === 'request' ? 'the request' : 'the message'} of ${message.from}`;
  const how = [
    copy > 0 ? 'a second time' : '',
    fate?.late === true ? 'late' : '',
    fate?.corrupted === true ? 'corrupted' : '',
  ].filter((word) => word !== '');
  const spare =
    fate?.spareMs === undefined ? '' : `. It might have come ${instant(fate.spareMs * 1000)} later, not more`;
  return `${node} got ${what}${how.length > 0 ? `, ${how.join(', ')}` : ''}: ${value(message.body)}${spare}`;
}

function tellLoss({ message, why, node }: TraceEvent & { kind: 'lost' }): string {
  const what = `${message.kind === 'reply' ? 'The reply' : message.kind === 'request' ? 'The request' : 'The message'} of ${message.from} to ${message.to}`;
  switch (why) {
    case 'drop':
      return `${what} was lost: ${value(message.body)}`;
    case 'burst':
      return `${what} was lost in a burst of losses: ${value(message.body)}`;
    case 'silence':
      return `${what} never left, for ${node} was silent: ${value(message.body)}`;
    case 'overflow':
      return `${what} was lost, for the inbox of ${node} was full: ${value(message.body)}`;
    case 'partition':
      return `${what} was lost in the cut network: ${value(message.body)}`;
    case 'down':
      return `${what} was lost, for ${node} was down: ${value(message.body)}`;
    case 'stale':
      return `${what} came to nobody who still waited: ${value(message.body)}`;
  }
}

function toWhom({ kind, to }: Message): string {
  switch (kind) {
    case 'request':
      return `a request to ${to}`;
    case 'reply':
      return `its reply to ${to}`;
    case 'send':
      return `a message to ${to}`;
  }
}

function value(json: Json): string {
  return briefJson(typeof json === 'string' ? json : canonicalJson(json), LONGEST);
}

function links(keys: readonly string[]): string {
  if (keys.length > 6) return `${keys.length} links`;
  return keys.map((key) => key.replace('>', ' → ')).join(', ');
}
