/**
 * Runs the same asynchronous programs by the engine's own promises and by the simulator's, and gives what each printed
 * and which rejections each left unhandled.
 */
import * as esbuild from 'esbuild';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import { runPlain } from './evaluate-plain.ts';

/** What a program did. */
export interface Outcome {
  readonly log: readonly string[];
  readonly unhandled: readonly unknown[];
}

type Program = (print: (text: string) => void) => void;

/** Compares programs while the process tells nobody else of rejections: the programs leave some unhandled on purpose. */
export class NativeOrder {
  #unhandled: unknown[] = [];
  readonly #collect = (reason: unknown): void => {
    this.#unhandled.push(reason);
  };
  readonly #others = process.listeners('unhandledRejection');

  constructor() {
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', this.#collect);
  }

  close(): void {
    process.removeListener('unhandledRejection', this.#collect);
    for (const listener of this.#others) process.on('unhandledRejection', listener);
  }

  /** @param source a module with an export `p0`, `p1`, … for each program: a function that is given where to print */
  async compare(source: string, programs: number): Promise<{ native: Outcome; ours: Outcome }[]> {
    const compiled = await compileProgram(esbuild, source, {
      fileName: 'random.ts',
      helpers: [],
    });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    const { code } = await esbuild.transform(source, { loader: 'ts', target: 'node20', format: 'cjs' });
    const module: { exports: Record<string, unknown> } = { exports: {} };
    new Function('module', 'exports', code)(module, module.exports);
    const { exports, realm } = runPlain(compiled.program.code, { meter: { maxSteps: 10_000_000 } });
    const outcomes: { native: Outcome; ours: Outcome }[] = [];
    for (let i = 0; i < programs; i++) {
      const native = await this.#runNatively(programOf(module.exports, i));
      const log: string[] = [];
      programOf(exports, i)((text) => log.push(text));
      realm.drain();
      outcomes.push({ native, ours: { log, unhandled: realm.takeUnhandled().map(nameOf) } });
    }
    return outcomes;
  }

  async #runNatively(run: Program): Promise<Outcome> {
    const log: string[] = [];
    this.#unhandled = [];
    run((text) => log.push(text));
    // All promise jobs come before the next timer; so does the event of those that nobody handled.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise((resolve) => setTimeout(resolve, 0));
    return { log, unhandled: this.#unhandled.map(nameOf) };
  }
}

/** Engines word their errors as they like; other objects are not the same ones in both. */
function nameOf(reason: unknown): unknown {
  if (reason instanceof Error) return reason.name;
  return typeof reason === 'object' && reason !== null ? JSON.stringify(reason) : reason;
}

function programOf(exports: Record<string, unknown>, index: number): Program {
  const program = exports[`p${index}`];
  if (typeof program !== 'function') throw new Error(`There is no program p${index}.`);
  return (print) => void Reflect.apply(program, undefined, [print]);
}
