import { expect, it } from 'vitest';
import { howLate, LADDER_MS, later } from '../../../src/explore/lateness.ts';
import { explore, replay, type Subject } from '../../../src/explore/run.ts';
import type { Run } from '../../../src/explore/scenario.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { runIdOf, subjectOf } from '../../support/simulate.ts';

/** a asks b, and waits so long; then tells c what it believes. Of c's answer nothing depends on time. */
const PROGRAM = `
  export class A {
    constructor(node, patienceMs) { this.node = node; this.patienceMs = patienceMs; }
    async start() {
      if (this.node.id !== 'a') return;
      const asked = this.node.request('b', 'are you there').then(() => 'there', () => 'gone');
      const word = await Promise.race([asked, this.node.sleep(this.patienceMs).then(() => 'gone')]);
      this.node.log(word);
      await this.node.request('c', word);
      this.node.log('told');
    }
    onRequest() { return 'yes'; }
  }`;

const idOf = (patienceMs: number) =>
  runIdOf({
    endMs: 100_000,
    nodes: () => ['a', 'b', 'c'].map((id) => ({ id, role: 'a', args: [patienceMs] })),
    link: () => ({ minMs: 10, maxMs: 10 }),
  });

const logged = ({ trace }: Run): readonly string[] =>
  trace.flatMap((event) => (event.kind === 'log' ? [event.text] : []));

/** A live node must not be taken for dead. */
const breaks = (run: Run): readonly string[] => (logged(run).includes('gone') ? ['alive-is-alive'] : []);

const search = (subject: Subject, patienceMs: number, faults: readonly Fault[], mayAsk = () => true) => {
  const id = idOf(patienceMs);
  const { trace } = replay(subject, id, faults);
  return howLate({
    events: trace,
    faults,
    breaksWith: (others) => breaks(replay(subject, id, others)),
    mayAsk,
  });
};

it('finds to the ms by how much the question, and the answer, may be late, and that the rest may be at leisure', async () => {
  const subject = await subjectOf(PROGRAM);
  expect(breaks(explore(subject, idOf(500)))).toEqual([]);
  const { messages: found, isWhole } = search(subject, 500, []);
  expect(isWhole).toBe(true);
  // 20 ms of 500 are used: with 480 more the answer and the end of the patience meet.
  const limits = found.map(({ message, limitMs, breaks: broken }) => [message, limitMs, broken]);
  expect(limits.slice(0, 2).map(([message]) => message)).toEqual([
    'request a>b 0.0',
    'reply request a>b 0.0',
  ]);
  for (const [, limitMs, broken] of limits.slice(0, 2)) {
    expect([480, 481]).toContain(limitMs);
    expect(broken).toEqual(['alive-is-alive']);
  }
  expect(found.slice(2).map(({ limitMs, unharmedMs }) => [limitMs, unharmedMs])).toEqual([
    [undefined, LADDER_MS.at(-1)],
    [undefined, LADDER_MS.at(-1)],
  ]);
});

it('each limit is one: one ms less breaks nothing', async () => {
  const subject = await subjectOf(PROGRAM);
  for (const patienceMs of [21, 60, 333, 7777]) {
    for (const { message, limitMs, unharmedMs } of search(subject, patienceMs, []).messages) {
      if (limitMs === undefined) continue;
      expect(unharmedMs).toBe(limitMs - 1);
      expect(breaks(replay(subject, idOf(patienceMs), later([], message, limitMs)))).not.toEqual([]);
      expect(breaks(replay(subject, idOf(patienceMs), later([], message, limitMs - 1)))).toEqual([]);
    }
  }
});

it('a message that is late already has so much less to spare, and keeps its fault', async () => {
  const subject = await subjectOf(PROGRAM);
  const [free] = search(subject, 500, []).messages;
  const [held] = search(subject, 500, [{ kind: 'delay', message: 'request a>b 0.0', byMs: 100 }]).messages;
  expect(held?.limitMs).toBe((free?.limitMs ?? 0) - 100);
  expect(later([{ kind: 'delay', message: 'm', byMs: 5 }], 'm', 7)).toEqual([
    { kind: 'delay', message: 'm', byMs: 12 },
  ]);
});

it('stops when it may ask no more, with what it knows', async () => {
  const subject = await subjectOf(PROGRAM);
  let asked = 0;
  const { messages: found, isWhole } = search(subject, 500, [], () => ++asked <= 30);
  expect(isWhole).toBe(false);
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(4);
});
