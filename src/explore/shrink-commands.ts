import type { AnyCommands, Command, DrawnCommand } from './commands.ts';
import { canonicalJson } from '../util/canonical.ts';
import { takeAway } from './take-away.ts';

/** How often simpler data of one command may be replaced by still simpler. */
const ROUNDS_MAX = 8;

/**
 * A smallest sequence of commands for which `stillFails`: no single one can be taken away. Then the simplest time before
 * each of them, and the simplest data with which it still fails.
 *
 * @param triesMax how often `stillFails` may be asked
 */
export function shrinkCommands(
  { alphabet, gapsMs }: Pick<AnyCommands, 'alphabet' | 'gapsMs'>,
  drawn: readonly DrawnCommand[],
  stillFails: (candidate: readonly DrawnCommand[]) => boolean,
  triesMax: number,
): { readonly commands: readonly DrawnCommand[]; readonly tries: number } {
  let current = drawn;
  let tries = 0;
  const mayAsk = (): boolean => tries < triesMax;
  const fails = (candidate: readonly DrawnCommand[]): boolean => {
    if (!mayAsk()) return false;
    tries++;
    return stillFails(candidate);
  };
  /** Puts others in the place of the command at `index`. @returns whether one of them will do */
  const replace = (index: number, others: readonly DrawnCommand[]): boolean => {
    for (const other of others) {
      const candidate = current.map((one, at) => (at === index ? other : one));
      if (!fails(candidate)) continue;
      current = candidate;
      return true;
    }
    return false;
  };
  if (current.length > 0 && fails([])) return { commands: [], tries };
  current = takeAway(current, fails, Math.ceil(current.length / 2), mayAsk);
  for (let index = 0; index < current.length; index++) {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const one = current[index];
      if (one === undefined || !replace(index, simplerOnes(alphabet, one))) break;
    }
    const one = current[index];
    if (one === undefined) break;
    const simpler = gapsMs.slice(0, Math.max(0, gapsMs.indexOf(one.afterMs)));
    replace(
      index,
      simpler.map((afterMs) => ({ ...one, afterMs })),
    );
  }
  // With simpler data a command may have become needless; mostly none has.
  current = takeAway(current, fails, 1, mayAsk);
  return { commands: current, tries };
}

function simplerOnes(alphabet: readonly Command[], one: DrawnCommand): DrawnCommand[] {
  const command = alphabet.find(({ name }) => name === one.name);
  if (command === undefined) return [];
  const { every = [] } = command;
  const text = canonicalJson(one.data);
  const place = every.findIndex((data) => canonicalJson(data) === text);
  const simpler = command.simpler?.(one.data) ?? every.slice(0, Math.max(0, place));
  return simpler.map((data) => ({ ...one, data }));
}
