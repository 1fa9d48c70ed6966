/** Compiles in a process of its own, which is replaced when a source breaks it. */
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { CompileResult, Problem } from '../grader/compile/result.ts';
import { HostFailure } from './host.ts';
import { startProcess } from './node-process.ts';
import type { CompileAnswer, CompileRequest, Source } from './protocol.ts';

/** One source may take this long; the second time, for a machine with too much to do may be the reason. */
const SILENCE_MAX_MS = [20_000, 40_000] as const;
/** Loading the compiler may take this long. */
const LOADING_MAX_MS = 60_000;
/** Memory of the heap. The compiler's own is bounded apart: see `bounded-wasm`. */
const HEAP_MAX_MB = 512;

/** Why a source was given up. */
type Broke = { readonly broke: string; readonly isSlow?: true };

/**
 * Takes one source at a time, so that whatever breaks the compiler is known, and the next one gets a fresh compiler.
 * Close it when done.
 */
export class NodeCompiler {
  private readonly file: string;
  private readonly readable: readonly string[];
  private process: CompileProcess | undefined;
  /** Settles when the source before is done. */
  private before: Promise<unknown> = Promise.resolve();

  /**
   * @param file `node-compile-child`, built
   * @param readable folders with its code
   */
  constructor(file: string, readable: readonly string[]) {
    this.file = file;
    const compiler = createRequire(import.meta.url).resolve('esbuild-wasm/package.json');
    this.readable = [...readable, dirname(compiler)];
  }

  /**
   * A source that breaks the compiler is tried once more, on a fresh one; then the source is at fault. Rejects with
   * {@link HostFailure} when there is no compiler.
   */
  compile(source: Source): Promise<CompileResult> {
    const result = this.before.then(() => this.compileNow(source));
    this.before = result.catch(() => undefined);
    return result;
  }

  close(): void {
    this.process?.end();
    this.process = undefined;
  }

  private async compileNow(source: Source): Promise<CompileResult> {
    let broke = '';
    for (const silenceMaxMs of SILENCE_MAX_MS) {
      const process = await this.ready();
      const { isFresh } = process;
      const outcome = await process.compile(source, silenceMaxMs);
      if (!('broke' in outcome)) return outcome;
      this.close();
      ({ broke } = outcome);
      // Nothing before it can be to blame, and what is no matter of time would only happen again.
      if (isFresh && outcome.isSlow !== true) break;
    }
    return { ok: false, problems: [uncompilable(source.fileName, broke)] };
  }

  private async ready(): Promise<CompileProcess> {
    const process = (this.process ??= new CompileProcess(
      startProcess(this.file, { readable: this.readable, heapMaxMb: HEAP_MAX_MB }),
    ));
    const broke = await process.loaded;
    if (broke === undefined) return process;
    this.close();
    throw new HostFailure(
      'compiler',
      `The compiler failed: ${broke} The submission is not judged. Try again.`,
    );
  }
}

/** One process with a compiler in it. */
class CompileProcess {
  /** Settles when the compiler is there, or with why it is not. */
  readonly loaded: Promise<string | undefined>;
  private readonly child: ChildProcess;
  private lastId = 0;

  constructor(child: ChildProcess) {
    this.child = child;
    this.loaded = this.until(LOADING_MAX_MS, (answer) =>
      answer.type === 'ready' ? 'ready' : undefined,
    ).then((outcome) => (outcome === 'ready' ? undefined : outcome.broke));
  }

  /** It has not compiled anything yet. */
  get isFresh(): boolean {
    return this.lastId === 0;
  }

  compile(source: Source, silenceMaxMs: number): Promise<CompileResult | Broke> {
    const id = this.lastId++;
    const outcome = this.until(silenceMaxMs, (answer): CompileResult | Broke | undefined => {
      if (answer.type === 'ready' || answer.id !== id) return undefined;
      return answer.type === 'compiled' ? answer.result : { broke: answer.message };
    });
    this.child.send({ type: 'compile', id, ...source } satisfies CompileRequest);
    return outcome;
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  /** What `take` makes of an answer, or why none came. */
  private until<T>(silenceMaxMs: number, take: (answer: CompileAnswer) => T | undefined): Promise<T | Broke> {
    const { child } = this;
    return new Promise((resolve) => {
      const settle = (outcome: T | Broke): void => {
        clearTimeout(watchdog);
        child.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(outcome);
      };
      const onMessage = (answer: CompileAnswer): void => {
        const taken = take(answer);
        if (taken !== undefined) settle(taken);
      };
      const onError = (error: Error): void => settle({ broke: error.message });
      const onExit = (code: number | null): void =>
        settle({ broke: `it ended (${code === null ? 'killed' : `exit ${code}`})` });
      const watchdog = setTimeout(
        () => settle({ broke: `it took longer than ${silenceMaxMs / 1000} s`, isSlow: true }),
        silenceMaxMs,
      );
      child.on('message', onMessage).on('error', onError).on('exit', onExit);
      if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode);
    });
  }
}

/** A fresh compiler broke on this source, with nothing before it. */
function uncompilable(fileName: string, broke: string): Problem {
  return {
    code: 'uncompilable',
    message: `The compiler cannot take ${fileName}: it broke (${broke.slice(0, 200)}). Something in the file is very long or nests very deep. Split it.`,
  };
}
