import type { Finding, Json } from 'partial-failure/kit';
import type { Answer } from '../facts/answer.ts';
import { claimed, hullOf, type Hull, type Vote } from '../facts.ts';

/** A call with what came of it, and what is owed. */
export interface Judged {
  /** Which call of the case, from 0. */
  readonly call: number;
  readonly vote: Vote;
  readonly answer: Answer;
  /** The hull of the times that may be true. */
  readonly owed: Hull | undefined;
}

/** Every property that the calls exercised, with what became of it: the first call that breaks it, or that it held. */
export function check(calls: readonly { readonly vote: Vote; readonly answer: Answer }[]): Finding[] {
  const judged = calls.map(({ vote, answer }, call) => ({ call, vote, answer, owed: hullOf(vote) }));
  return [containsTruth, tight, refuses].flatMap((property) => property(judged));
}

/** Held where an answer ruled something out: to say everything that anybody says would be no merit. */
function containsTruth(calls: readonly Judged[]): Finding[] {
  const broken = firstBroken('contains-truth', calls, ({ answer, owed }) => {
    if (owed === undefined) return undefined;
    switch (answer.kind) {
      case 'none':
        return { code: 'refused', data: { time: owed.min } };
      case 'malformed':
      case 'threw':
        return notAnAnswer(answer);
      case 'span':
        if (answer.earliest > answer.latest) return { code: 'upside-down', data: {} };
        if (answer.earliest > owed.min) return { code: 'left-out', data: { time: owed.min } };
        if (answer.latest < owed.max) return { code: 'left-out', data: { time: owed.max } };
        return undefined;
    }
  });
  if (broken !== undefined) return [broken];
  const exercised = calls.some(({ vote, answer, owed }) => {
    if (owed === undefined || answer.kind !== 'span') return false;
    const all = claimed(vote);
    return answer.earliest > all.min || answer.latest < all.max;
  });
  return exercised ? [{ property: 'contains-truth', status: 'held' }] : [];
}

function tight(calls: readonly Judged[]): Finding[] {
  const broken = firstBroken('tight', calls, ({ answer, owed }) => {
    if (owed === undefined || answer.kind !== 'span' || answer.earliest > answer.latest) return undefined;
    if (answer.earliest < owed.min) return { code: 'too-early', data: { owed: owed.min } };
    if (answer.latest > owed.max) return { code: 'too-late', data: { owed: owed.max } };
    return undefined;
  });
  if (broken !== undefined) return [broken];
  const exercised = calls.some(({ answer, owed }) => owed !== undefined && answer.kind === 'span');
  return exercised ? [{ property: 'tight', status: 'held' }] : [];
}

/** Held only by a program that answers in the same case: to refuse always would be no merit. */
function refuses(calls: readonly Judged[]): Finding[] {
  const broken = firstBroken('refuses', calls, ({ answer, owed }) => {
    if (owed !== undefined || answer.kind === 'none') return undefined;
    return answer.kind === 'span' ? { code: 'answered', data: {} } : notAnAnswer(answer);
  });
  if (broken !== undefined) return [broken];
  const exercised =
    calls.some(({ owed }) => owed === undefined) && calls.some(({ answer }) => answer.kind === 'span');
  return exercised ? [{ property: 'refuses', status: 'held' }] : [];
}

interface Fault {
  readonly code: string;
  readonly data: Readonly<Record<string, Json>>;
}

function firstBroken(
  property: string,
  calls: readonly Judged[],
  fault: (judged: Judged) => Fault | undefined,
): Finding | undefined {
  for (const judged of calls) {
    const found = fault(judged);
    if (found === undefined) continue;
    const { call, answer } = judged;
    // As text: an answer may hold what is not JSON.
    const gave = answer.kind === 'span' ? [String(answer.earliest), String(answer.latest)] : [];
    return { property, status: 'broken', code: found.code, data: { call, gave, ...found.data } };
  }
  return undefined;
}

function notAnAnswer(answer: Extract<Answer, { kind: 'malformed' | 'threw' }>): Fault {
  const { kind, text } = answer;
  return { code: kind, data: { text, ...(kind === 'threw' && { line: answer.line }) } };
}
