/** Faults in words: as sentences, and as things. */
import type { Json } from '../../api.ts';
import type { Fault, LinkKey, Moment, UnsyncedTail } from '../../sim/fault.ts';
import { counted, instant, percent, span } from '../Workshop/verdict/words.ts';

/** A fault in a sentence. */
export function tellFault(fault: Fault): string {
  switch (fault.kind) {
    case 'drop':
      return `${capital(message(fault.message))} is lost.`;
    case 'delay':
      return `${capital(message(fault.message))} takes ${span(fault.byMs)} longer.`;
    case 'duplicate':
      return `${capital(message(fault.message))} arrives twice, the second time ${span(fault.afterMs)} later.`;
    case 'corrupt':
      return `${capital(message(fault.message))} is corrupted on its way.`;
    case 'equivocate':
      return `${capital(message(fault.message))} is a lie: it says ${value(fault.body)}.`;
    case 'forge':
      return `${fault.at.node} sends ${fault.to} a message of its own making ${moment(fault.at)}: ${value(fault.body)}.`;
    case 'replay':
      return `${fault.at.node} sends ${message(fault.message)} again ${moment(fault.at)}.`;
    case 'silence':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} nothing that ${fault.node} sends leaves it.`;
    case 'burst-loss':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} ${percent(fault.percent)} of the messages ${links(fault.links)} are lost.`;
    case 'small-inbox':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} at most ${counted(fault.capacity, 'message')} may wait at ${fault.node}; others are lost.`;
    case 'slow-node':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} each step of ${fault.node} takes ${span(fault.byMs)}.`;
    case 'leap-second':
      return fault.smearSeconds === undefined
        ? `The time-of-day clock of ${fault.at.node} shows one second twice ${moment(fault.at)}.`
        : `The time-of-day clock of ${fault.at.node} loses a second, smeared over ${span(fault.smearSeconds * 1_000)}, ${moment(fault.at)}.`;
    case 'no-sync':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} the clock of ${fault.node} is not synchronised.`;
    case 'partition':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} no message gets through ${links(fault.links)}.`;
    case 'slow-link':
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} messages ${links(fault.links)} take ${span(fault.byMs)} longer.`;
    case 'crash':
      return `${fault.at.node} crashes ${moment(fault.at)}${fault.losesDisk === true ? ', loses its disk,' : tail(fault.unsynced)} and ${
        fault.restartAfterMs === null ? 'does not come back' : `restarts ${span(fault.restartAfterMs)} later`
      }.`;
    case 'pause':
      return `${fault.at.node} is paused ${moment(fault.at)} for ${span(fault.forMs)}.`;
    case 'clock-step':
      return `The time-of-day clock of ${fault.at.node} steps ${fault.byMs < 0 ? 'back' : 'forward'} by ${span(Math.abs(fault.byMs))} ${moment(fault.at)}.`;
    case 'clock-rate':
      return `From ${instant(fault.at.atMs)} on the clocks of ${fault.at.node} run at another rate.`;
    case 'slow-disk':
      return `The disk of ${fault.node} takes ${span(fault.byMs)} longer from ${instant(fault.fromMs)} to ${instant(fault.untilMs)}.`;
  }
}

/** A fault as a thing, to be taken away: `the loss of the reply to the first request of a to b`. */
export function nameFault(fault: Fault): string {
  switch (fault.kind) {
    case 'drop':
      return `the loss of ${message(fault.message)}`;
    case 'delay':
      return `the delay of ${message(fault.message)}`;
    case 'duplicate':
      return `the second copy of ${message(fault.message)}`;
    case 'corrupt':
      return `the corruption of ${message(fault.message)}`;
    case 'equivocate':
      return `the lie in ${message(fault.message)}`;
    case 'forge':
      return `the made-up message of ${fault.at.node}`;
    case 'replay':
      return `the old message of ${fault.at.node}`;
    case 'silence':
      return `the silence of ${fault.node}`;
    case 'partition':
      return `the cut ${links(fault.links)}`;
    case 'slow-link':
      return `the slow network ${links(fault.links)}`;
    case 'burst-loss':
      return `the burst of losses ${links(fault.links)}`;
    case 'small-inbox':
      return `the small inbox of ${fault.node}`;
    case 'crash':
    case 'pause':
      return `the ${fault.kind} of ${fault.at.node}`;
    case 'slow-node':
      return `the slowness of ${fault.node}`;
    case 'slow-disk':
      return `the slow disk of ${fault.node}`;
    case 'clock-step':
      return `the clock step of ${fault.at.node}`;
    case 'clock-rate':
      return `the clock rate of ${fault.at.node}`;
    case 'leap-second':
      return `the leap second of ${fault.at.node}`;
    case 'no-sync':
      return `the missing synchronisation of ${fault.node}`;
  }
}

/** What a crash leaves of a file, where the fault says so. */
function tail(unsynced: UnsyncedTail | undefined): string {
  if (unsynced === undefined) return '';
  const { calls, bytes = 0, torn } = unsynced;
  const kept = `${counted(calls, 'unsynced call')}${bytes > 0 ? ` and ${counted(bytes, 'byte')} of the next` : ''}`;
  return `, with ${kept} in its file${torn === undefined ? '' : `, the last ${torn.last} torn`},`;
}

/** A message's content in few characters. */
function value(body: Json): string {
  const text = JSON.stringify(body);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function moment(at: Moment): string {
  return 'atMs' in at
    ? `at ${instant(at.atMs)}`
    : `just before its step ${at.step + 1}${at.incarnation > 0 ? ' after a restart' : ''}`;
}

/** A message's key in words: `the second request of a to b`. */
function message(key: string): string {
  const match = /^(reply )?(request|send) (.+)>(.+) (\d+)\.(\d+)(?: copy (\d+))?$/.exec(key);
  if (match === null) return `the message ${key}`;
  const [, reply, kind, from = '', to = '', incarnation, ordinal, copy] = match;
  const which = ordinalWord(Number(ordinal));
  const what = `the ${which}${kind === 'request' ? 'request' : 'message'} of ${from} to ${to}`;
  const later = incarnation === '0' ? '' : ' after its restart';
  return reply === undefined
    ? what + later
    : `the reply to ${copy === undefined ? '' : 'the copy of '}${what}${later}`;
}

function ordinalWord(index: number): string {
  const words = [
    'first ',
    'second ',
    'third ',
    'fourth ',
    'fifth ',
    'sixth ',
    'seventh ',
    'eighth ',
    'ninth ',
    'tenth ',
  ];
  if (index < words.length) return words[index] ?? '';
  const n = index + 1;
  const teen = n % 100 > 10 && n % 100 < 14;
  const suffix = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix} `;
}

function links(keys: readonly LinkKey[]): string {
  if (keys.length > 4) return `on ${keys.length} links`;
  const [first = '', second] = keys;
  const [from = '', to = ''] = first.split('>');
  if (keys.length === 2 && second === `${to}>${from}`) return `between ${from} and ${to}`;
  return keys.map((key) => `from ${key.replace('>', ' to ')}`).join(', ');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
