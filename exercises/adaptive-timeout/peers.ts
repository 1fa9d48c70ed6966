import {
  byRule,
  canonicalJson,
  combine,
  fault,
  linksBetween,
  upon,
  type CourseProgram,
  type CourseSide,
  type Decider,
  type Message,
} from 'partial-failure/kit';
import { lossOf, plannedCalls, tripMs, type Plan, type Planned } from './scenarios/plan.ts';

export const CLIENT = 'client';
/** What a message takes, each way, in ms; the server adds what the round trip lacks. */
export const LINK_MS = 0.4;
/** The time of day steps so long after the call in which it does, in ms. */
const STEP_AFTER_MS = 1;

/** Answers as late as it takes to make a round trip as long as planned. */
export function server(plan: Plan) {
  return (me: CourseSide): CourseProgram => {
    const calls = byQuestion(plan);
    const heard = new Map<Planned, number>();
    return {
      onRequest(_from, question, reply) {
        const call = calls.get(canonicalJson(question));
        if (call?.server !== me.id) {
          reply('I was not to be asked this.');
          return;
        }
        const attempt = heard.get(call) ?? 0;
        heard.set(call, attempt + 1);
        const ms = Math.max(0, tripMs(call, attempt, plan.lot) - 2 * LINK_MS);
        me.after(ms, () => reply(call.answer));
      },
    };
  };
}

export function byQuestion(plan: Pick<Plan, 'phases'>): Map<string, Planned> {
  return new Map(plannedCalls(plan).map((call) => [canonicalJson(call.question), call]));
}

/** Loses what the plan says, cuts servers off and steps the clock. */
export function director(plan: Plan): Decider {
  const calls = byQuestion(plan);
  const sent = new Map<Planned, number>();
  return combine([
    byRule(
      ({ about: lost, reply }) => (lost === (reply ? 'reply' : 'request') ? 'drop' : 'pass'),
      ({ to, body }: Message) => {
        const call = calls.get(canonicalJson(body));
        if (call?.server !== to) return undefined;
        const attempt = sent.get(call) ?? 0;
        sent.set(call, attempt + 1);
        return lossOf(call, attempt, plan.lot);
      },
    ),
    upon((event) => {
      if (event.kind !== 'invoke') return [];
      const call = calls.get(canonicalJson(event.args[1] ?? null));
      if (call === undefined) return [];
      const { phase, nth } = call;
      const fromMs = event.atUs / 1000;
      const stepMs = phase.steps?.[nth];
      if (stepMs !== undefined)
        return [fault.clockStep(CLIENT, { atMs: fromMs + STEP_AFTER_MS, byMs: stepMs })];
      const silentMs = nth < 0 ? phase.beside?.silentMs : nth === 0 ? phase.silentMs : undefined;
      const servers = nth < 0 ? [call.server] : Object.keys(phase.trips);
      return silentMs === undefined
        ? []
        : [fault.cut(linksBetween([CLIENT], servers), { fromMs, untilMs: fromMs + silentMs })];
    }),
  ]);
}
