import type { CompileResult } from '../grader/compile/result.ts';
import { HostFailure } from './host.ts';
import type { CompileAnswer, CompileRequest, Source } from './protocol.ts';

/** A compiler that has not answered for so long, once it was there, is replaced. */
const SILENCE_MAX_MS = 30_000;

interface Waiting {
  readonly resolve: (result: CompileResult) => void;
  readonly reject: (reason: Error) => void;
}

/** One worker with a compiler in it. */
class CompileWorker {
  ready = false;
  readonly loaded: Promise<void>;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private failed: Error | undefined;

  constructor(onFailure: () => void) {
    this.worker = new Worker(new URL('./browser-compile-worker.ts', import.meta.url), { name: 'compile' });
    this.loaded = new Promise((resolve, reject) => {
      const fail = (message: string): void => {
        this.failed = new Error(message);
        reject(this.failed);
        this.worker.terminate();
        onFailure();
        for (const { reject: rejectOne } of this.waiting.values()) rejectOne(this.failed);
        this.waiting.clear();
      };
      this.worker.addEventListener('error', (event) => {
        event.preventDefault();
        fail(event.message === '' ? 'The compiler could not be loaded.' : event.message);
      });
      this.worker.addEventListener('message', ({ data }: MessageEvent<CompileAnswer>) => {
        if (data.type === 'ready') {
          this.ready = true;
          resolve();
        } else if (data.type === 'crashed') {
          fail(data.message);
        } else {
          this.waiting.get(data.id)?.resolve(data.result);
          this.waiting.delete(data.id);
        }
      });
    });
    // Whoever compiles hears of it; nobody else has to.
    this.loaded.catch(() => undefined);
  }

  compile(request: CompileRequest): Promise<CompileResult> {
    if (this.failed !== undefined) return Promise.reject(this.failed);
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const done = (): void => clearTimeout(timer);
      void this.loaded.then(
        () => {
          timer = setTimeout(() => {
            this.worker.dispatchEvent(new ErrorEvent('error', { message: 'The compiler did not answer.' }));
          }, SILENCE_MAX_MS);
        },
        () => undefined,
      );
      this.waiting.set(request.id, {
        resolve: (result) => (done(), resolve(result)),
        reject: (reason) => (done(), reject(reason)),
      });
      this.worker.postMessage(request);
    });
  }
}

let current: CompileWorker | undefined;
let lastId = 0;

function take(): CompileWorker {
  if (current === undefined) {
    const worker: CompileWorker = new CompileWorker(() => {
      if (current === worker) current = undefined;
    });
    current = worker;
  }
  return current;
}

/** Starts loading the compiler, so that the first run need not wait for it. */
export function warm(): void {
  take();
}

/** Whether the compiler is there already; it is one for all workshops of a page. */
export function isCompilerReady(): boolean {
  return current?.ready ?? false;
}

/** Compiles a program. A compiler that breaks is replaced and asked once more; then {@link HostFailure}, which says it for the learner. */
export async function compile(source: Source): Promise<CompileResult> {
  const request = (): CompileRequest => ({ type: 'compile', id: (lastId += 1), ...source });
  try {
    return await take().compile(request());
  } catch {
    try {
      return await take().compile(request());
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new HostFailure(
        'host',
        navigator.onLine
          ? `The compiler could not be used (${why}). Run again; if that does not help, reload the page.`
          : 'The compiler is not in this browser yet, and you are offline. Connect, then run again.',
      );
    }
  }
}
