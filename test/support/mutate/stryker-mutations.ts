/** The changes that StrykerJS makes: operators, conditions, literals, blocks, calls. */
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Mutation } from './mutation.ts';

const quiet = (): void => undefined;
const logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
};

/** All mutants that Stryker's instrumenter finds in a TypeScript source. */
export async function strykerMutations(source: string): Promise<Mutation[]> {
  const { mutants } = await new Instrumenter(logger).instrument(
    [{ name: 'program.ts', content: source, mutate: true }],
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
  const starts = [0];
  for (let i = 0; i < source.length; i++) if (source[i] === '\n') starts.push(i + 1);
  const offsetOf = ({ line, column }: { line: number; column: number }): number =>
    (starts[line] ?? source.length) + column;
  return mutants.map(({ mutatorName, location, replacement }) => ({
    kind: mutatorName,
    start: offsetOf(location.start),
    end: offsetOf(location.end),
    replacement,
  }));
}
