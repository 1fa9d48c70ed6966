import type { Result } from './formats/results.ts';
import { scoreOf, VERDICT_WORDS, whoOf } from './formats/tell.ts';
import { complain, paint, rewriteLine, text, type Printable } from './output.ts';

const PAINTED = { pass: paint.green, fail: paint.red, invalid: paint.yellow, error: paint.magenta } as const;

/** The verdict in its colour and word. */
export function paintedVerdict({ verdict }: Pick<Result, 'verdict'>, width = 0): Printable {
  return PAINTED[verdict](VERDICT_WORDS[verdict].padEnd(width));
}

/**
 * Says how far the grading of a class is: on a terminal in one line that is rewritten, elsewhere a line for each result.
 * One submission alone is said nothing of.
 */
export class Progress {
  private done = 0;
  private readonly counts = { pass: 0, fail: 0, invalid: 0, error: 0 };
  private readonly total: number;
  private isShown = false;

  constructor(total: number) {
    this.total = total;
  }

  /** One more is graded. */
  add(result: Result): void {
    this.done++;
    this.counts[result.verdict]++;
    if (this.total < 2) return;
    if (process.stderr.isTTY === true) {
      rewriteLine(this.line(result));
      this.isShown = true;
    } else {
      complain(
        text`${this.done} of ${this.total}: ${paintedVerdict(result)}  ${whoOf(result)}  ${result.exercise ?? ''}  ${scoreOf(result)}`,
      );
    }
  }

  /** All are graded, or it is given up: the line goes. May be called again. */
  end(): void {
    if (this.isShown) rewriteLine('');
    this.isShown = false;
  }

  private line(latest: Result): string {
    const { pass, fail, invalid, error } = this.counts;
    const counts = `${pass} passed, ${fail} failed${invalid > 0 ? `, ${invalid} cannot be run` : ''}${error > 0 ? `, ${error} not graded` : ''}`;
    return `${this.done} of ${this.total} graded: ${counts}. ${whoOf(latest)}`;
  }
}
