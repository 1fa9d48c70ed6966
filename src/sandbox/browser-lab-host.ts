/** Runs labs in a worker. No React, no DOM besides workers. */
import type { Values } from '../labs/controls.ts';
import type { LabResult, RunMade } from '../labs/lab.ts';
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
export function runInWorker(lab: string, values: Values, seed: number): Promise<LabResult> {
  return ask<LabResult>({ type: 'lab', id: (lastId += 1), lab, values, seed }, (answer, done) => {
    if (answer.type === 'lab') done(answer.result);
  });
}

/**
 * Makes the runs of a picture of many. They come a few at a time, in order; no more come once the same picture is asked
 * for anew.
 *
 * @param onEnds what more runs came to
 * @throws Error as {@link runInWorker}
 */
export function manyInWorker(
  lab: string,
  picture: string,
  values: Values,
  onEnds: (ends: readonly RunMade[]) => void,
): Promise<'complete' | 'dropped'> {
  return ask<'complete' | 'dropped'>(
    { type: 'many', id: (lastId += 1), lab, picture, values },
    (answer, done) => {
      if (answer.type === 'ends') onEnds(answer.ends);
      if (answer.type === 'dropped') done('dropped');
      else if (answer.type === 'ends' && answer.isLast) done('complete');
    },
  );
}

function ask<Result>(
  request: LabRequest,
  onAnswer: (answer: LabAnswer, done: (result: Result) => void) => void,
): Promise<Result> {
  const asked = warmWorker();
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout>;
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
    const wait = (): void => {
      timer = setTimeout(
        () => giveUp('The simulator gave no answer for 30 seconds. Run again.'),
        SILENCE_MAX_MS,
      );
    };
    const onMessage = ({ data }: MessageEvent<LabAnswer>): void => {
      if (data.id !== request.id) return;
      clearTimeout(timer);
      wait();
      onAnswer(data, (result) => {
        settle();
        resolve(result);
      });
    };
    const onError = (event: ErrorEvent): void => {
      event.preventDefault();
      giveUp(
        navigator.onLine
          ? 'The simulator broke. Run again; if that does not help, reload the page.'
          : 'The simulator is not in this browser yet, and you are offline. Connect, then run again.',
      );
    };
    wait();
    asked.addEventListener('message', onMessage);
    asked.addEventListener('error', onError);
    asked.postMessage(request);
  });
}
