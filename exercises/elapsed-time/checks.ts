import type { Finding, NodesChecks, Run } from 'partial-failure/kit';
import { ALLOWANCE_PER_MILLE, ROUNDING_MS, SLACK_MS } from './bounds.ts';
import { factsOf, type Facts, type Poll } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [...ends(facts, 'expires'), ...ends(facts, 'after-restart'), ...lasts(facts)];
}

/** Sessions that were created since the last restart, and such as nobody created; or sessions from before it. */
function ends({ polls, ttlUs, boots }: Facts, property: 'expires' | 'after-restart'): Finding[] {
  const own = polls.filter(({ restarts }) => restarts > 0 === (property === 'after-restart'));
  for (const poll of own) {
    if (poll.told === false || isPending(poll)) continue;
    if (poll.create === undefined) return [broken('never-created', [poll], { id: poll.id })];
    const afterUs = poll.askedUs - poll.create.invokedUs;
    if (afterUs <= ttlUs + ROUNDING_MS * 1000) continue;
    const { invokedSeq, returnedSeq } = poll.create;
    const age = { id: poll.id, afterMs: afterUs / 1000, ttlMs: ttlUs / 1000 };
    const since = boots.filter((seq) => seq > invokedSeq && seq < poll.seq);
    const events = [invokedSeq, returnedSeq, ...since, poll];
    return [
      property === 'expires'
        ? broken('too-long', events, age)
        : broken('too-long-after-restart', events, { ...age, restarts: poll.restarts }),
    ];
  }
  // Only a program that said yes first says something by its no.
  const said = new Set(polls.filter(({ told }) => told === true).map(({ create }) => create?.id));
  const ended = own.some(
    ({ create, askedUs }) =>
      create !== undefined && said.has(create.id) && askedUs - create.invokedUs > ttlUs + ROUNDING_MS * 1000,
  );
  return ended ? [held(property)] : [];
}

/** Without a restart since, a session that was created lasts almost its whole time. */
function lasts({ polls, ttlUs, threw }: Facts): Finding[] {
  const [thrown] = threw;
  if (thrown !== undefined) {
    return [broken('threw', [thrown.invokedSeq, thrown.returnedSeq], { method: thrown.method })];
  }
  const atLeastUs = (ttlUs * (1000 - ALLOWANCE_PER_MILLE)) / 1000 - SLACK_MS * 1000;
  let exercised = false;
  for (const poll of polls) {
    const { create, told, toldUs, restarts } = poll;
    if (typeof told !== 'boolean') return [broken('no-answer', [poll], { told })];
    if (create === undefined || restarts > 0 || isPending(poll)) continue;
    const afterUs = toldUs - create.invokedUs;
    if (afterUs > atLeastUs) continue;
    exercised = true;
    if (told) continue;
    const age = { id: poll.id, afterMs: afterUs / 1000, ttlMs: ttlUs / 1000, atLeastMs: atLeastUs / 1000 };
    return [broken('too-short', [...poll.earlier, create.invokedSeq, create.returnedSeq, poll], age)];
  }
  return exercised ? [held('lasts')] : [];
}

/** Whether the session was being created when the question was answered: then both answers are right. */
function isPending({ create, seq, restarts }: Poll): boolean {
  return create !== undefined && restarts === 0 && (create.returnedSeq ?? Infinity) > seq;
}

export default { check, explain, tell } satisfies NodesChecks;
