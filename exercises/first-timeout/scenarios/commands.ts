/** Drawn sequences of calls, losses and crashes; and more calls at once than a program may have numbers for. */
import {
  canonicalJson,
  clockStep,
  crash,
  defineCommand,
  defineCommands,
  defineScenario,
  delayNext,
  doubleNext,
  isJsonObject,
  loseNext,
  pause,
  wait,
  type CourseProgram,
  type CourseSide,
  type Json,
} from 'partial-failure/kit';
import { call, LINK_MS } from '../peers.ts';

const HOUR_MS = 3_600_000;
const SERVERS = ['library', 'archive'];

/** A call. Its question says when the reply is to arrive, in ms after it; `null` for never. */
type Ask = {
  readonly to: string;
  readonly ms: number;
  readonly question: { readonly about: number; readonly replyAtMs: number | null };
};

/**
 * Answers when the question says so. Each answer is another one, but to the same question at the same instant: which of
 * two such calls is which, nobody can tell.
 */
function obedient(me: CourseSide): CourseProgram {
  let answers = 0;
  const last = new Map<string, { readonly atMs: number; readonly answer: number }>();
  return {
    onRequest(_from, question, reply) {
      const afterMs = isJsonObject(question) ? question['replyAtMs'] : null;
      const text = canonicalJson(question);
      const atMs = me.nowMs();
      const before = last.get(text);
      const answer = before?.atMs === atMs ? before.answer : answers++;
      last.set(text, { atMs, answer });
      if (typeof afterMs !== 'number') return;
      me.after(Math.max(0, afterMs - 2 * LINK_MS), () => reply({ from: me.id, answer }));
    },
  };
}

const simplest: Ask = { to: 'library', ms: 100, question: { about: 0, replyAtMs: null } };

const ask = defineCommand<null, Ask>({
  name: 'ask',
  weight: 8,
  draw(draw) {
    const ms = draw.pick([100, 110, 118, 137, 204, 333, 1_010, 2_000]);
    const replyAtMs = draw.pick([null, null, 20, 20, ms - 60, ms + 56, ms + 70, ms + 90, ms + 900]);
    return {
      to: draw.pick(['library', 'library', 'archive']),
      ms,
      question: { about: draw.pick([0, 0, 1, 2]), replyAtMs },
    };
  },
  simpler: (one) => [simplest, { ...simplest, ms: one.ms }, { ...one, to: 'library' }],
  words: ({ to, ms, question: { replyAtMs } }) =>
    `${to} is asked, for ${ms} ms; the reply ${replyAtMs === null ? 'never comes' : `comes after ${replyAtMs} ms`}`,
  run: ({ script }, { to, ms, question }) => void call(script, to, question, ms),
});

/** Many calls, some of which are answered at once, some late, some never. */
const manyAsks = defineCommand<null, number>({
  name: 'many asks',
  every: [17, 40],
  words: (count) => `${count} calls, one after the other`,
  run({ script }, count) {
    for (let i = 0; i < count; i++) {
      const replyAtMs = [300, 20, null, 20][i % 4] ?? null;
      script.after(3 * i, () => void call(script, 'library', { about: 100 + i, replyAtMs }, 400));
    }
  },
});

const nodes = () => [{ id: 'asker', role: 'asker' }, ...SERVERS.map((id) => ({ id, course: obedient }))];

export const drawn = defineScenario({
  id: 'drawn-commands',
  title: 'Drawn sequences of calls and faults',
  visible: false,
  category: 'drawn sequences',
  endMs: 25_000,
  nodes,
  link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
  script: () => undefined,
  commands: defineCommands({
    alphabet: [
      ask,
      manyAsks,
      loseNext({ name: 'lose the next question', kind: 'request' }),
      loseNext({ name: 'lose the next reply', kind: 'reply' }),
      delayNext({ name: 'delay the next reply', kind: 'reply', byMs: [500, 2_500] }),
      doubleNext({ name: 'double the next reply', kind: 'reply', afterMs: [1, 400] }),
      crash({ nodes: SERVERS, restartAfterMs: [200], openWritesMax: 0, waits: false }),
      pause({ nodes: SERVERS, forMs: [150, 1_500] }),
      clockStep({ nodes: ['asker'], byMs: [400, -400, HOUR_MS, -HOUR_MS] }),
      wait({ ms: [300, 1_500] }),
    ],
    start: null,
    length: { min: 2, max: 7 },
    gapsMs: [137, 0, 7, 33, 61],
    runs: 110,
    fromMs: 3,
    finish(stage) {
      // The last reply of all is late by 2.5 s.
      stage.script.after(4_600, () => stage.script.end());
    },
  }),
});

/** More open calls than eight bits can number. */
export const atOnce = defineScenario({
  id: 'hundreds-at-once',
  title: 'Three hundred calls at once',
  visible: false,
  category: 'several calls at once',
  endMs: 1_000,
  nodes,
  link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
  script(script) {
    const replies: readonly (number | null)[] = [140, 20, 270, null];
    for (let i = 0; i < 300; i++) {
      const question: Json = { about: i, replyAtMs: replies[i % replies.length] ?? null };
      // Those who look every 5 ms look 40 times for each of them.
      script.at(i / 10, () => void call(script, i % 2 === 0 ? 'library' : 'archive', question, 200));
    }
  },
});
