/** The inside of `sealed-realm.ts`: a prepared realm that runs compiled programs, one after the other. */
import { parentPort } from 'node:worker_threads';
import { evaluateProgram, prepareRealm, programGlobals, protect } from '../../src/sandbox/evaluate.ts';
import { createConsole } from '../../src/sandbox/globals.ts';
import { createMeter, type BudgetMeter, type Overrun } from '../../src/sim/program.ts';
import { createPromiseRealm } from '../../src/sim/promise.ts';

/** A program to run: its top level, then its export `main`, then all promise jobs. */
export interface SealedJob {
  readonly id: number;
  readonly code: string;
  readonly maxSteps: number;
  readonly maxDepth?: number;
  /** Times to call `main`; the time of all is measured. */
  readonly times: number;
}

/** What came of it. */
export interface SealedOutcome {
  readonly id: number;
  readonly printed: readonly string[];
  /** What the top level or `main` threw. */
  readonly error?: { readonly text: string; readonly line: number };
  readonly overrun: Overrun | undefined;
  readonly depthAfter: number;
  readonly steps: number;
  readonly jobsOver: boolean;
  readonly unhandled: readonly { readonly text: string; readonly line: number }[];
  readonly elapsedMs: number;
}

prepareRealm();
prepareRealm();
const port = parentPort;
if (port === null) throw new Error('sealed-realm-worker: not a worker');

const textOf = (value: unknown): string =>
  value instanceof Error ? `${value.name}: ${value.message}` : String(value);
let jobsOver = false;
let current: BudgetMeter | undefined;
const realm = createPromiseRealm({
  maxJobsPerDrain: 100_000,
  onBudget: () => {
    jobsOver = true;
  },
  onThrown: (error) => current?.threw(error),
});
const helpers = protect({ double: (value: number) => value * 2, box: { content: [1, 2, 3] } });

port.on('message', (job: SealedJob) => {
  const meter = createMeter({
    maxSteps: job.maxSteps,
    ...(job.maxDepth === undefined ? {} : { maxDepth: job.maxDepth }),
  });
  current = meter;
  const printed: string[] = [];
  const report: { error?: { text: string; line: number } } = {};
  realm.reset();
  jobsOver = false;
  const started = performance.now();
  try {
    const exports = evaluateProgram(job.code)({
      Promise: realm.Promise,
      async: realm.createAsync(meter),
      iteration: realm.createAsyncIteration(meter),
      meter,
      helpers,
      globals: programGlobals(),
      console: createConsole((text) => printed.push(text)),
    });
    for (let time = 0; time < job.times; time += 1) {
      if (typeof exports['main'] === 'function') exports['main']();
      realm.drain();
    }
  } catch (error) {
    report.error = { text: textOf(error), line: meter.lineOf(error) };
  }
  realm.drain();
  const outcome: SealedOutcome = {
    id: job.id,
    printed,
    ...report,
    overrun: meter.overrun,
    depthAfter: meter.depth,
    steps: meter.steps,
    jobsOver,
    unhandled: realm.takeUnhandled().map((reason) => ({ text: textOf(reason), line: meter.lineOf(reason) })),
    elapsedMs: performance.now() - started,
  };
  port.postMessage(outcome);
});
port.postMessage('ready');
