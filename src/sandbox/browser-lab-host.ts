/** Runs labs in a worker. No React, no DOM besides workers. */
import type { Values } from '../labs/controls.ts';
import type { LabResult, SweepPoint } from '../labs/lab.ts';
import type { LabAnswer, LabRequest } from './protocol.ts';

/** No answer for so long, by the wall clock: our fault. */
const SILENCE_MAX_MS = 30_000;

let worker: Worker | undefined;
let lastId = 0;

/** Starts the worker, unless it is there. One that could not be loaded or broke is forgotten: the next run starts another. */
export function warmWorker(): Worker {
  if (worker !== undefined) return worker;
  const started = new Worker(new URL('./browser-lab-worker.ts', import.meta.url), { name: 'lab' });
  started.addEventListener('error', () => {
    if (worker === started) worker = undefined;
  });
  worker = started;
  return started;
}

/**
 * Makes the run that a lab's values stand for.
 *
 * @throws Error that says what the reader can do, when the worker could not be loaded, broke or fell silent
 */
export async function runInWorker(lab: string, values: Values): Promise<LabResult> {
  const answer = await ask('lab', lab, values);
  if (answer.type !== 'lab') throw new Error(`The simulator answered ${answer.type} to lab.`);
  return answer.result;
}

/**
 * Makes a run for each position of the slider that a lab sweeps over.
 *
 * @throws Error as {@link runInWorker}
 */
export async function sweepInWorker(lab: string, values: Values): Promise<readonly SweepPoint[]> {
  const answer = await ask('sweep', lab, values);
  if (answer.type !== 'sweep') throw new Error(`The simulator answered ${answer.type} to sweep.`);
  return answer.result;
}

function ask(type: LabRequest['type'], lab: string, values: Values): Promise<LabAnswer> {
  const asked = warmWorker();
  const id = (lastId += 1);
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      asked.removeEventListener('message', onMessage);
      asked.removeEventListener('error', onError);
    };
    const giveUp = (why: string): void => {
      settle();
      asked.terminate();
      if (worker === asked) worker = undefined;
      reject(new Error(why));
    };
    const onMessage = ({ data }: MessageEvent<LabAnswer>): void => {
      if (data.id !== id) return;
      settle();
      resolve(data);
    };
    const onError = (event: ErrorEvent): void => {
      event.preventDefault();
      giveUp(
        navigator.onLine
          ? 'The simulator broke. Run again; if that does not help, reload the page.'
          : 'The simulator is not in this browser yet, and you are offline. Connect, then run again.',
      );
    };
    const timer = setTimeout(
      () => giveUp('The simulator gave no answer for 30 seconds. Run again.'),
      SILENCE_MAX_MS,
    );
    asked.addEventListener('message', onMessage);
    asked.addEventListener('error', onError);
    asked.postMessage({ type, id, lab, values } satisfies LabRequest);
  });
}
