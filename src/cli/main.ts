/** The command line. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CatalogError } from '../catalog/catalog.ts';
import { gradeCommand } from './grade-command.ts';
import { replayCommand } from './replay-command.ts';
import { TokenError } from '../grader/replay-token.ts';
import { listCommand } from './list-command.ts';
import { EXIT, UsageError } from './exit.ts';
import { FORMATS } from './formats/table.ts';
import { complain, written } from './output.ts';

/**
 * Runs the command line.
 *
 * @returns the exit code: 0 done, 1 `--fail-under` missed, 2 wrong use, 3 could not grade, 4 could not write an output
 */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('partial-failure')
    .description('Grades programs for the exercises of Partial Failure.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    // Its errors quote the arguments, which a shell may have made of file names.
    .configureOutput({ outputError: (message, write) => write(`${written(message.trimEnd())}\n`) })
    .option('--exercises <dir>', 'a folder with exercises of your own, instead of the course’s');

  program
    .command('grade')
    .description(
      'Grades files, or what a class has handed in: folders as <student>/<exercise>.ts, and downloads from Moodle, Canvas and Gradescope as they come. Of several attempts the last counts.',
    )
    .summary('grade files, or what a class has handed in')
    .argument('<paths...>', 'files, folders, or patterns such as "class/*/counter.ts"')
    .option('--exercise <id>', 'the exercise; without it a file’s or its folder’s name says which')
    .option('--mapping <file>', 'CSV or JSON that says for patterns of names which exercise they are for')
    .option('--seed <seed>', 'the grading follows from it', '1')
    .option(
      '--secret <file>',
      'draw the hidden runs with what is in this file, so that nobody can have seen them',
    )
    .option('--runs <n>', 'how many runs to sample in all (cases and sweeps are always whole)', wholeNumber)
    .option('--json', 'print the results as JSON')
    .option(
      '--output <format=file>',
      `write the results into a file, beside what is printed; may be given several times. Formats: ${FORMATS.map(({ name }) => name).join(', ')}`,
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option(
      '--resume <file>',
      'keep what is finished in this file, and take from it what was: after an interruption, give the same command again',
    )
    .option(
      '--jobs <n>',
      'how many submissions are graded at once; without it as many as there are cores',
      wholeNumber,
    )
    .option('--fail-under <percent>', 'exit with 1 when a submission scores less', percent)
    .action(async (paths: string[], options: object) => {
      code = await gradeCommand(paths, { ...program.opts(), ...options });
    });

  program
    .command('replay')
    .description('make one run again, that of a replay token from a report')
    .argument('<token>', 'the token, pf1_…')
    .argument('<file>', 'the program to run')
    .option('--json', 'print the result as JSON')
    .action(async (token: string, file: string, options: object) => {
      code = await replayCommand(token, file, { ...program.opts(), ...options });
    });

  program
    .command('list')
    .description('list the exercises')
    .option('--json', 'print them as JSON')
    .action(async (options: object) => {
      code = await listCommand({ ...program.opts(), ...options });
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (thrown instanceof UsageError || thrown instanceof CatalogError || thrown instanceof TokenError) {
      complain(thrown.message);
      return EXIT.usage;
    }
    const told = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    for (const line of `partial-failure: ${told}`.split('\n')) complain(line);
    return EXIT.notGraded;
  }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number, 1 or more.');
  return value;
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100))
    throw new InvalidArgumentError('Give a percentage from 0 to 100.');
  return value;
}
