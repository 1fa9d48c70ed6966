import type { Finding } from 'partial-failure/kit';
import { backersOf, majorityOf, type Vote } from './facts.ts';

/** Of a longer case so many calls are told. */
const CALLS_TOLD = 6;

/** A broken property in a sentence or two. */
export function explain({ code, data = {} }: Finding, votes: readonly Vote[]): string {
  const call = Number(data['call'] ?? 0);
  const vote = votes[call] ?? [];
  const [earliest, latest] = Array.isArray(data['gave']) ? data['gave'] : [];
  const answer = `${which(call, votes.length)} gave ${String(earliest)} to ${String(latest)}`;
  const text = String(data['text'] ?? '');
  switch (code) {
    case 'left-out':
      return `${answer}. That leaves out ${may(Number(data['time']), vote)}`;
    case 'refused':
      return `${which(call, votes.length)} gave undefined. But there is ${may(Number(data['time']), vote)}`;
    case 'upside-down':
      return `${answer}: that ends before it begins, so no time lies in it.`;
    case 'too-early':
      return `${answer}. That begins too early: before ${String(data['owed'])} no time lies in the intervals of ${majority(vote)}.`;
    case 'too-late':
      return `${answer}. That ends too late: after ${String(data['owed'])} no time lies in the intervals of ${majority(vote)}.`;
    case 'answered':
      return vote.length === 0
        ? `${answer}. Nobody was asked, so nothing is known: the answer is undefined.`
        : `${answer}. But no time lies in the intervals of ${majority(vote)}: at least ${atLeastWrong(vote)}, whatever the truth is, and the answer is undefined.`;
    case 'malformed':
      return `${which(call, votes.length)} gave ${text}. The answer is { earliest, latest }, or undefined.`;
    case 'threw':
      return `${which(call, votes.length)} threw ${text}`;
    default:
      return `${which(call, votes.length)} gave a wrong answer.`;
  }
}

/** The calls of a case, one a line. */
export function tell(votes: readonly Vote[]): string[] {
  const told = votes.slice(0, CALLS_TOLD).map((vote, i) => {
    const call = votes.length === 1 ? 'agree was called' : `Call ${i + 1}: agree was called`;
    if (vote.length === 0) return `${call} with no samples.`;
    const list = vote.map(({ offset, uncertainty }, j) => {
      const [from, to] = [offset - uncertainty, offset + uncertainty];
      return `source ${j + 1} says ${offset} ± ${uncertainty}, so ${from === to ? `exactly ${from}` : `${from} to ${to}`}`;
    });
    return `${call} with ${vote.length} ${vote.length === 1 ? 'sample' : 'samples'}: ${list.join('; ')}.`;
  });
  const left = votes.length - told.length;
  return left > 0 ? [...told, `${left} further calls on the same instance followed.`] : told;
}

function which(call: number, calls: number): string {
  return calls === 1 ? 'The call' : `Call ${call + 1} of ${calls} on one instance`;
}

/** "a majority, 2 of 3". */
function majority(vote: Vote): string {
  return `a majority (${majorityOf(vote.length)} of ${vote.length})`;
}

/** Why a time may be true. */
function may(time: number, vote: Vote): string {
  const backers = backersOf(time, vote).map((i) => i + 1);
  const last = backers.at(-1);
  const list = backers.length > 1 ? `${backers.slice(0, -1).join(', ')} and ${last}` : String(last);
  const sources = backers.length > 1 ? `sources ${list}` : `source ${list}`;
  return `${time}, which may be the truth: it lies in the intervals of ${sources}, and ${majorityOf(vote.length)} of ${vote.length} are a majority.`;
}

function atLeastWrong(vote: Vote): string {
  const wrong = vote.length - majorityOf(vote.length) + 1;
  return wrong === 1 ? '1 source is wrong' : `${wrong} sources are wrong`;
}
