import { defineFindings, type Run, type TraceEvent } from 'partial-failure/kit';
import { watchOf } from './facts.ts';
import { TRAVELS } from './peers.ts';

export const { broken, held, explain } = defineFindings({
  threw: { property: 'completeness', says: () => `onHeartbeat threw.` },
  'no-answer': {
    property: 'completeness',
    says: () => `suspects() gave neither true nor false.`,
  },
  'not-suspected': {
    property: 'completeness',
    says: (d: { silentMs: number; maxMs: number; usualMs: number }) =>
      `The peer had been dead and silent for ${thousands(d.silentMs)} ms, and suspects() said false. Its gaps before that were rarely longer than ${thousands(d.usualMs)} ms; after ${thousands(d.maxMs)} ms it must be suspected.`,
  },
  'too-many-mistakes': {
    property: 'accuracy',
    says: (d: { says: string; received: number; mistakes: number; max: number }) =>
      `Heartbeats ${d.says}. In ${thousands(d.received)} of them the living peer was suspected ${thousands(d.mistakes)} times; up to ${d.max} in 1,000 are not too many.`,
  },
  'suspects-too-much': {
    property: 'accuracy',
    says: (d: { says: string; percent: number }) =>
      `Heartbeats ${d.says}. ${d.percent} % of the answers said true while the peer was alive.`,
  },
  'unheard-of': {
    property: 'accuracy',
    says: () => `The peer had not been heard of yet, for less than ten intervals, and was suspected.`,
  },
  'own-pause': {
    property: 'accuracy',
    says: () =>
      `The observer itself had stood still. When it went on it suspected the peer, and had not given it an interval in which to be heard.`,
  },
  'clock-step': {
    property: 'accuracy',
    says: (d: { byMs: number }) =>
      `The time of day stepped ${d.byMs < 0 ? 'back' : 'forward'} by ${thousands(Math.abs(d.byMs))} ms, and the peer was suspected.`,
  },
  'first-irregular': {
    property: 'accuracy',
    says: () =>
      `Heartbeats had come with perfect regularity. One came a few per cent later, and the peer was suspected.`,
  },
  'not-trusted': {
    property: 'recovery',
    says: (d: { count: number; silentMs: number }) =>
      `Nothing had come for ${thousands(d.silentMs)} ms. Heartbeat number ${d.count} after that was there, and the peer was still suspected.`,
  },
});

/** The kinds of heartbeats, what goes wrong, and each change of the answer with the heartbeat before it. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  const { polls, heartbeats, schedule, plan } = watchOf(run);
  if (event.kind === 'note' && event.name === 'part') {
    const text = String(event.data);
    const regime = Object.entries(TRAVELS).find(([name]) => name === text);
    return regime === undefined ? text : `From now on heartbeats ${regime[1].says}.`;
  }
  if (event.kind === 'invoke' && event.method === 'onHeartbeat') {
    const i = heartbeats.findIndex(({ seq }) => seq === event.seq);
    const at = heartbeats[i]?.at ?? 0;
    const gap = at - (heartbeats[i - 1]?.at ?? 0);
    const isLast = i === heartbeats.length - 1;
    const isSuspected = polls.filter(({ seq }) => seq < event.seq).at(-1)?.says === true;
    if (isLast && schedule.crashAt < at + 2)
      return `The last heartbeat came, after ${ms(gap * plan.intervalMs)}.`;
    return isSuspected ? `A heartbeat came, after ${ms(gap * plan.intervalMs)}.` : undefined;
  }
  if (event.kind === 'return') {
    const i = polls.findIndex(({ seq }) => seq === event.seq);
    const poll = polls[i];
    if (poll === undefined || poll.says === (polls[i - 1]?.says ?? false)) return undefined;
    const silentMs = (poll.at - (heartbeats[poll.heartbeat]?.at ?? 0)) * plan.intervalMs;
    return poll.says === true
      ? `The peer was suspected, ${ms(silentMs)} after its last heartbeat.`
      : `The peer was trusted again.`;
  }
  return undefined;
}

function ms(value: number): string {
  return `${thousands(Math.round(value))} ms`;
}

function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
