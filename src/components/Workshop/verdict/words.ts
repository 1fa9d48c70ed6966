/** Reports in words. Numbers as this course writes them: thousands with a comma, times with a unit. */
import type { Json } from '../../../api.ts';
import type { Fault, LinkKey, Moment, UnsyncedTail } from '../../../sim/fault.ts';
import type { Coverage, Failure, Report } from '../../../grader/report.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A number of things: `1,204`. */
export function count(value: number): string {
  return whole.format(value);
}

/** A number with its noun: `1 run`, `1,204 runs`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A span of time: `350 ms`, `2.5 s`, `1 h`. */
export function span(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${tenths.format(ms)} ms`;
  if (size < 60_000) return `${tenths.format(ms / 1_000)} s`;
  if (size < 3_600_000) return `${tenths.format(ms / 60_000)} min`;
  return `${tenths.format(ms / 3_600_000)} h`;
}

/** An instant of true time: `1,204 ms`, with a tenth where it matters. */
export function instant(ms: number): string {
  return `${Number.isInteger(ms) || ms >= 1_000 ? whole.format(ms) : tenths.format(ms)} ms`;
}

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
      return `From ${instant(fault.fromMs)} to ${instant(fault.untilMs)} ${tenths.format(fault.percent)} % of the messages ${links(fault.links)} are lost.`;
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

/** What was tried, in a sentence. */
export function tellCoverage({
  runs,
  directed,
  sampled,
  swept,
  exhausted,
  events,
}: Omit<Coverage, 'scenarios'>): string {
  const parts = [
    directed > 0 ? `${count(directed)} directed` : '',
    sampled > 0 ? `${count(sampled)} sampled` : '',
    swept > 0 ? `${count(swept)} with one fault at every decision` : '',
    exhausted > 0 ? `${count(exhausted)} of exhaustive searches` : '',
  ].filter((part) => part !== '');
  const split = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${counted(runs, 'run')}${split}. ${counted(events, 'event')} in all.`;
}

/** Where a failure was found, in words. */
export function tellPlace({ visible, scenario }: Pick<Failure, 'visible' | 'scenario'>): string {
  return visible ? `Scenario: ${scenario}` : `Hidden scenario, category: ${scenario}`;
}

/** The verdict in a word or two. */
export const VERDICT_LABELS: Record<Report['verdict'], string> = {
  pass: 'Passed',
  fail: 'Broken',
  invalid: 'Cannot run',
  error: 'Not judged',
};

/** The verdict in one line. */
export function tellVerdict(report: Report): string {
  switch (report.verdict) {
    case 'pass':
      return `None of ${counted(report.coverage.runs, 'run')} broke your program.`;
    case 'fail': {
      const [first] = report.failures;
      if (first !== undefined) return first.summary;
      const idle = report.properties.filter(({ status }) => status === 'not-exercised').length;
      return `Not passed yet: ${counted(idle, 'property').replace('propertys', 'properties')} never came into play.`;
    }
    case 'invalid':
      return report.problems.length === 1
        ? (report.problems[0]?.message ?? '')
        : `There are ${report.problems.length} problems in your program.`;
    case 'error':
      return 'Something of ours went wrong. Your program was not judged.';
  }
}
