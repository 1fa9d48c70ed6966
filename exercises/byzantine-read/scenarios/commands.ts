/** Drawn sequences of writes and reads: what is late, who answers first, and what is a lie changes with each. */
import {
  defineCommand,
  defineCommands,
  defineScenario,
  type AnyScenario,
  type Command,
  type Prng,
  type Stage,
} from 'partial-failure/kit';
import { BOUND_MS } from '../bounds.ts';
import { act, conduct, LINK_MS, OVER } from './conduct.ts';
import { FALSE_ACKS, LIES, NO_PAIRS } from './lies.ts';
import { nodesOf, type Plan, type Step } from './plans.ts';

/** How many values were written. */
interface Written {
  readonly count: number;
}

type Shape = Pick<Plan, 'n' | 'liars'>;

/** Twice as often as the others: the lies that cost most. */
const OFTEN = ['the one before', 'the one before, far above', 'made up, far above', 'silent', 'truth'];

function drawStep(draw: Prng, n: number, by: readonly number[]): Step {
  const f = (n - 1) / 4;
  const mixed = draw.shuffle(Array.from({ length: n }, (_, i) => i + 1));
  const lie = draw.chance(1, 2) ? draw.pick(OFTEN) : draw.pick([...LIES, ...NO_PAIRS]);
  return {
    by,
    first: mixed,
    lie,
    ...(draw.chance(1, 2) && { lateWrites: mixed.slice(0, draw.int(1, 2 * f)) }),
    ...(draw.chance(1, 3) && { lateAnswers: mixed.slice(n - draw.int(1, f)) }),
    ...(draw.chance(1, 8) && { slow: mixed.slice(n - draw.int(1, n)) }),
    ...(draw.chance(1, 3) && { ack: draw.pick([...FALSE_ACKS, 'silent']) }),
  };
}

/** Without one of the things that make it unlike a plain step. */
function simpler(step: Step): Step[] {
  const { lateWrites: _w, ...noLateWrites } = step;
  const { lateAnswers: _a, ...noLateAnswers } = step;
  const { slow: _s, ...noSlow } = step;
  const { lie: _l, ...noLie } = step;
  const { ack: _k, ...noAck } = step;
  const { first: _f, ...noOrder } = step;
  const size = Object.keys(step).length;
  return [noLateWrites, noLateAnswers, noSlow, noLie, noAck, noOrder].filter(
    (one) => Object.keys(one).length < size,
  );
}

/** Does a step; the next command waits for its end. A run in which an operation fails is over. */
function run(stage: Stage, step: Step): void {
  const over = stage.hold(BOUND_MS + 100);
  act(stage.script, step, (isWell) => {
    if (isWell) {
      over();
      return;
    }
    stage.script.note(OVER, null);
    stage.script.end();
  });
}

function words(
  { by, lateWrites = [], lateAnswers = [], slow = [], lie = 'truth', ack = 'truth' }: Step,
  what: string,
): string {
  const late = [
    ...(lateWrites.length > 0 ? [`writes late to ${lateWrites.join(', ')}`] : []),
    ...(lateAnswers.length > 0 ? [`answers late from ${lateAnswers.join(', ')}`] : []),
    ...(slow.length > 0 ? [`slow: ${slow.join(', ')}`] : []),
  ];
  const lies = [`lie: ${String(lie)}`, ...(ack === 'truth' ? [] : [`to writes: ${ack}`])];
  return `client-${by.map((i) => i + 1).join(' and ')} ${what}; ${[...late, ...lies].join('; ')}`;
}

const write = (n: number): Command<Written> =>
  defineCommand<Written, Step>({
    name: 'write',
    weight: 4,
    draw: (draw) => drawStep(draw, n, [draw.int(0, 1)]),
    next: ({ count }) => ({ count: count + 1 }),
    simpler,
    words: (step) => words(step, 'writes'),
    run: (stage, step, { count }) => run(stage, { ...step, write: count }),
  });

const read = (n: number): Command<Written> =>
  defineCommand<Written, Step>({
    name: 'read',
    weight: 4,
    draw: (draw) => drawStep(draw, n, draw.pick([[0], [1], [0, 1]])),
    simpler,
    words: (step) => words(step, step.by.length > 1 ? 'read' : 'reads'),
    run,
  });

export function drawn(n: number, runs: number): AnyScenario {
  const f = (n - 1) / 4;
  const shapes: readonly Shape[] = Array.from({ length: 5 }, (_, i) => ({
    n,
    liars: f === 1 ? [i + 1] : [i + 1, i + 4],
  }));
  return defineScenario<Shape>({
    id: `drawn-${n}`,
    title: 'Drawn sequences of writes and reads',
    visible: false,
    category: `drawn sequences, ${n} replicas`,
    endMs: 60_000,
    cases: shapes,
    nodes: () => nodesOf(n),
    link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
    direct: ({ case: shape }) => conduct(shape),
    script: () => undefined,
    commands: defineCommands<Written>({
      alphabet: [write(n), read(n)],
      start: { count: 0 },
      length: { min: 2, max: 7 },
      gapsMs: [450, 1, 60],
      runs,
      fromMs: 1,
      finish: ({ script }) => script.end(),
    }),
  });
}
