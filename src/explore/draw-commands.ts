import type { Json } from '../api.ts';
import { hash32, Prng } from '../util/prng.ts';
import { HarnessError } from './harness-error.ts';
import type { AnyCommands, Command, DrawnCommand } from './commands.ts';

/** Tries to find a command that fits before a sequence ends as it is. */
const TRIES_MAX = 12;
const ONLY_NULL: readonly Json[] = [null];

/**
 * One sequence, by its seed.
 *
 * Half of the sequences leave out some of the alphabet, half have one time between all their commands (swarm testing:
 * Groce et al., Swarm Testing, ISSTA 2012); short ones come more often; one command in five is an earlier one again, with
 * the same data.
 */
export function drawCommands(commands: AnyCommands, seed: number): DrawnCommand[] {
  const { alphabet, start, length, gapsMs } = commands;
  const draw = new Prng(seed);
  const count = Math.min(draw.int(length.min, length.max), draw.int(length.min, length.max + 2));
  const isSwarm = draw.chance(1, 2);
  const some = alphabet.filter(() => !isSwarm || draw.chance(2, 3));
  const used = some.length === 0 ? alphabet : some;
  // Either one time between all commands, or a mix.
  const gaps = draw.chance(1, 2) ? [draw.pick(gapsMs)] : gapsMs;
  const drawn: DrawnCommand[] = [];
  let model = start;
  for (let tries = 0; drawn.length < count && tries < TRIES_MAX;) {
    const again = drawn.length > 0 && draw.chance(1, 5) ? draw.pick(drawn) : undefined;
    const command = alphabet.find(({ name }) => name === again?.name) ?? weighted(used, draw);
    const data = again?.data ?? dataOf(command, draw, model);
    const afterMs = draw.pick(gaps);
    if (command.needs?.(model, data) === false) {
      tries++;
      continue;
    }
    tries = 0;
    drawn.push({ name: command.name, afterMs, data });
    model = command.next?.(model, data) ?? model;
  }
  return drawn;
}

function weighted(alphabet: readonly Command[], draw: Prng): Command {
  const total = alphabet.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let left = draw.int(1, total);
  for (const command of alphabet) {
    left -= command.weight ?? 1;
    if (left <= 0) return command;
  }
  throw new Error('An alphabet has no command, or weights that are no whole numbers.');
}

function dataOf(command: Command, draw: Prng, model: unknown): Json {
  return command.draw?.(draw, model) ?? draw.pick(command.every ?? ONLY_NULL);
}

/** Every sequence of 1 to `length` commands that fit, with each of their data and times, the shortest first. */
export function* everySequence(commands: AnyCommands): Generator<DrawnCommand[]> {
  const { alphabet, start, exhaust } = commands;
  if (exhaust === undefined) return;
  const gapsMs = exhaust.gapsMs ?? commands.gapsMs;
  let last: { readonly drawn: readonly DrawnCommand[]; readonly model: unknown }[] = [
    { drawn: [], model: start },
  ];
  for (let length = 1; length <= exhaust.length; length++) {
    const longer: typeof last = [];
    for (const { drawn, model } of last) {
      for (const command of alphabet) {
        for (const data of command.every ?? ONLY_NULL) {
          if (command.needs?.(model, data) === false) continue;
          for (const afterMs of drawn.length === 0 ? gapsMs.slice(0, 1) : gapsMs) {
            const one = [...drawn, { name: command.name, afterMs, data }];
            yield one;
            longer.push({ drawn: one, model: command.next?.(model, data) ?? model });
          }
        }
      }
    }
    last = longer;
  }
}

/** A sequence that a grading runs. */
export interface Sequence {
  readonly commands: readonly DrawnCommand[];
  /** The seed of its run. */
  readonly seed: number;
  readonly kind: 'every' | 'core' | 'fresh';
}

/**
 * The sequences of a grading: every short one and the core, the same in all gradings down to the seeds of their runs, so
 * that what they find does not depend on luck; then a few that are drawn anew.
 *
 * @param freshSeed the seed of each of these
 */
export function* sequencesOf(
  commands: AnyCommands,
  scenario: { readonly exercise: string; readonly id: string },
  freshSeed: (index: number) => number,
): Generator<Sequence> {
  const { exercise, id } = scenario;
  const names = commands.alphabet.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new HarnessError(
      `Scenario "${id}" has two commands called "${twice}". Give one of them another name.`,
    );
  let index = 0;
  for (const drawn of everySequence(commands))
    yield { commands: drawn, seed: hash32('every', exercise, id, index++), kind: 'every' };
  const { runs } = commands;
  for (let i = 0; i < runs; i++) {
    const seed = hash32('core', exercise, id, i);
    yield { commands: drawCommands(commands, seed), seed, kind: 'core' };
  }
  for (let i = 0; i < freshOf(commands); i++) {
    const seed = freshSeed(i);
    yield { commands: drawCommands(commands, seed), seed, kind: 'fresh' };
  }
}

/** How many sequences a grading draws; those of an exhaustive part are not counted before they are made. */
export function countOf(commands: AnyCommands | undefined): number {
  return commands === undefined ? 0 : commands.runs + freshOf(commands);
}

function freshOf({ runs, freshRuns = Math.round(runs / 10) }: AnyCommands): number {
  return freshRuns;
}
