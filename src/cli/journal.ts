/** `--resume FILE`: what a grading has finished, kept as it goes on, so that one that was cut off loses nothing. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { REPORT_FORMAT, type Report } from '../grader/report.ts';
import { UsageError } from './exit.ts';
import { jsonText } from './output.ts';
import { reasonOf } from './outputs.ts';

/** First field of each line. Lines of another version are passed over. */
const FORMAT = 'partial-failure/journal@1';

const BEGINNING = `{"format":"${FORMAT}"`;
const NO_JOURNAL = 'It is something else than a journal. Give a file of its own.';

/** What was found of one submission. */
export interface Finished {
  readonly report: Report;
  /** The first failure's run, as SVG, where pictures were asked for. */
  readonly picture?: string;
  /** How long the grading took, in ms. */
  readonly tookMs: number;
}

/** Everything that a report follows from. */
export interface Circumstances {
  /** Names the build of the grader: see `Course.build`. */
  readonly build: string;
  /** The exercise's module, whose name holds a hash of what it is made from. */
  readonly module: string;
  readonly fileName: string;
  readonly source: string;
  readonly seed: string;
  /** What the runs are drawn with, as hexadecimal digits. Only a hash of it is kept. */
  readonly secret: string | undefined;
  readonly runs: number | undefined;
  readonly withPictures: boolean;
}

/** The same for equal circumstances, and for no others. */
export function keyOf(circumstances: Circumstances): string {
  const { build, module, fileName, source, seed, secret = null, runs = null, withPictures } = circumstances;
  return createHash('sha256')
    .update(JSON.stringify([build, module, fileName, source, seed, secret, runs, withPictures]))
    .digest('hex');
}

/**
 * A file with a line for each finished submission, appended and synced before the next begins. A line that a crash has
 * cut off is taken away; others that are no entries are left where they are, and passed over.
 */
export class Journal {
  /** What to tell of the file as it was found. */
  readonly remarks: readonly string[];
  /** Why nothing more is kept; undefined while all is well. */
  problem: string | undefined;
  private readonly entries: ReadonlyMap<string, Finished>;
  private readonly handle: number;

  /** @throws UsageError when the file cannot be read or written */
  constructor(file: string) {
    try {
      if (existsSync(file) && !statSync(file).isFile()) throw new Error('This is no plain file.');
      this.handle = openSync(file, 'a+');
      const content = readFileSync(this.handle);
      const end = content.lastIndexOf('\n') + 1;
      const { entries, foreign } = read(content.subarray(0, end).toString('utf8'));
      if (foreign > 0 && entries.size === 0) throw new Error(NO_JOURNAL);
      const tail = content.subarray(end).toString('utf8');
      const isTorn = tail !== '';
      // A line that is cut off begins as a line does; anything else is somebody's, and stays.
      if (!tail.startsWith(BEGINNING) && !BEGINNING.startsWith(tail)) throw new Error(NO_JOURNAL);
      if (isTorn) ftruncateSync(this.handle, end);
      this.entries = entries;
      this.remarks = [
        ...(isTorn ? ['Its last line was cut off. What it was about is graded again.'] : []),
        ...(foreign > 0 ? [`${foreign} of its lines cannot be read and are passed over.`] : []),
      ];
    } catch (thrown) {
      throw new UsageError(`--resume ${file}: ${reasonOf(thrown)}`);
    }
  }

  /** What was found in these circumstances, if it was. */
  find(key: string): Finished | undefined {
    return this.entries.get(key);
  }

  /** Keeps a result. One that is our fault is not kept: it is graded again the next time. */
  add(key: string, finished: Finished): void {
    if (finished.report.verdict === 'error' || this.problem !== undefined) return;
    try {
      const line = Buffer.from(`${jsonText({ format: FORMAT, key, ...finished }, 0)}\n`);
      for (let at = 0; at < line.length;) at += writeSync(this.handle, line, at);
      fsyncSync(this.handle);
    } catch (thrown) {
      this.problem = reasonOf(thrown);
    }
  }

  close(): void {
    closeSync(this.handle);
  }
}

function read(text: string): { readonly entries: Map<string, Finished>; readonly foreign: number } {
  const entries = new Map<string, Finished>();
  let foreign = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const entry = entryOf(line);
    if (entry === undefined) foreign++;
    else entries.set(entry.key, entry.finished);
  }
  return { entries, foreign };
}

function entryOf(line: string): { readonly key: string; readonly finished: Finished } | undefined {
  try {
    // What is checked is what somebody else's file would lack; the rest this program has written.
    const entry: Partial<Finished> & { readonly format?: unknown; readonly key?: unknown } = JSON.parse(line);
    const { format, key, report, picture, tookMs } = entry;
    if (format !== FORMAT || typeof key !== 'string' || typeof tookMs !== 'number') return undefined;
    if (report?.format !== REPORT_FORMAT) return undefined;
    return { key, finished: { report, tookMs, ...(picture !== undefined && { picture }) } };
  } catch {
    return undefined;
  }
}
