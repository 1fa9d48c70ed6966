import type { Json } from '../api.ts';
import type { Run } from '../explore/scenario.ts';
import type { LossCause, Message, TraceEvent } from '../sim/trace.ts';
import { canonicalJson, isJsonObject } from '../util/canonical.ts';

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
      if (event.losesDisk === true) return `${node} crashed, and lost its disk.`;
      if (event.file !== undefined) return `${node} crashed${tellFile(event.file)}`;
      if (openWrites === 0) return `${node} crashed.`;
      const writes = openWrites === 1 ? '1 disk write was open' : `${openWrites} disk writes were open`;
      return `${node} crashed while ${writes}; ${openWritesDone === 0 ? 'none' : openWritesDone} of them had happened.`;
    }
    case 'corrupt':
      return `${capital(describeMessage(event.message))} was corrupted on its way: it now says ${shown(event.message.body)}.`;
    case 'lie':
      return tellLie(event.how, event.message);
    case 'burst-loss':
      return `A burst of losses began: ${event.percent} % of the messages on ${describeLinks(event.links)}, for ${seconds(event.untilUs - event.atUs)}.`;
    case 'silence':
      return `${node} fell silent for ${seconds(event.untilUs - event.atUs)}: nothing that it sends leaves it.`;
    case 'small-inbox':
      return `From now on at most ${event.capacity} messages may wait at ${node}, for ${seconds(event.untilUs - event.atUs)}.`;
    case 'slow-node':
      return `${node} became slow: ${seconds(event.byMs * 1000)} for each of its steps.`;
    case 'leap-second':
      return event.smearSeconds === 0
        ? `A leap second: the time-of-day clock of ${node} showed one second twice.`
        : `A leap second: the time-of-day clock of ${node} began to run slower, for ${seconds(event.smearSeconds * 1_000_000)}.`;
    case 'no-sync':
      return `The clock of ${node} was no longer synchronised: its intervals grow.`;
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
    case 'note':
      return event.name === 'command' ? saysOf(event.data) : undefined;
    case 'error':
      return `An exception left the program on ${node} (${event.where}): ${event.text}`;
    default:
      return undefined;
  }
}

function tellFile({
  unsyncedCalls,
  bytesLost,
  torn,
}: NonNullable<Extract<TraceEvent, { kind: 'crash' }>['file']>): string {
  const calls = unsyncedCalls === 1 ? 'one call' : `${unsyncedCalls} calls`;
  const lost = bytesLost === 1 ? '1 byte' : `${bytesLost} bytes`;
  return ` with ${calls} into its file not synced; ${lost} were lost${torn ? ', and the last of what is left was torn' : ''}.`;
}

function tellLie(how: 'equivocate' | 'forge' | 'replay', message: Message): string {
  const { from, to, body } = message;
  switch (how) {
    case 'equivocate':
      return `${from} lied: ${describeMessage(message)} says ${shown(body)} instead of what its program said.`;
    case 'forge':
      return `${from} lied: it sent ${to} a message of its own making, ${shown(body)}.`;
    case 'replay':
      return `${from} lied: it sent ${to} an old message of its own again, ${shown(body)}.`;
  }
}

/** A value in few characters. */
function shown(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function tellLost(message: Message, why: LossCause, node: string): string | undefined {
  const what = describeMessage(message);
  switch (why) {
    case 'drop':
      return `${capital(what)} was lost.`;
    case 'partition':
      return `${capital(what)} was lost in the cut network.`;
    case 'burst':
      return `${capital(what)} was lost in the burst of losses.`;
    case 'silence':
      return `${capital(what)} never left ${message.from}.`;
    case 'overflow':
      return `${capital(what)} was lost: too many messages waited at ${node}.`;
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

const delayed = new WeakMap<Run, ReadonlySet<string>>();

/** Keys of delayed messages are gathered once for each run: it may have 100,000 events, and as many faults. */
function isDelayed(event: TraceEvent & { kind: 'deliver' }, run: Run): boolean {
  let keys = delayed.get(run);
  if (keys === undefined) {
    keys = new Set(run.faults.flatMap((fault) => (fault.kind === 'delay' ? [fault.message] : [])));
    delayed.set(run, keys);
  }
  return keys.has(event.message.key);
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

/** What a command says of itself. */
function saysOf(data: Json): string | undefined {
  const says = isJsonObject(data) ? data['says'] : undefined;
  return typeof says === 'string' ? says : undefined;
}
