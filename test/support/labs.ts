/** Labs run within a test: compiled as the site's build compiles them, evaluated in this realm. */
import { readFileSync } from 'node:fs';
import { createRuntime } from '../../src/grader/runtime.ts';
import { DEFAULT_LIMITS } from '../../src/explore/run.ts';
import { initialValues, type Values } from '../../src/labs/controls.ts';
import type { AnyLab, LabResult, SweepPoint } from '../../src/labs/lab.ts';
import { runLab, sweepLab } from '../../src/labs/run-lab.ts';
import { plainGlobals } from './evaluate-plain.ts';
import { programOf } from './simulate.ts';

/** The compiler is loaded first; a machine that has other work takes its time. */
export const COMPILE_MS = 120_000;

/** Runs a lab with some of its values changed. */
export type RunLab = (changed?: Values) => LabResult;

/** A lab whose program is compiled. */
export interface ReadyLab {
  readonly run: RunLab;
  /** The runs of its sweep, with some of its values changed. */
  sweep(changed?: Values): readonly SweepPoint[];
}

/** Compiles a lab's program once, for any number of runs. */
export async function readyLab(id: string, lab: AnyLab): Promise<ReadyLab> {
  const source = readFileSync(new URL(`../../src/labs/${id}/program.ts`, import.meta.url), 'utf8');
  const factory = await programOf(source);
  const runtime = createRuntime(DEFAULT_LIMITS, { globals: plainGlobals, protect: (value) => value });
  const initial = initialValues(lab.controls);
  return {
    run: (changed = {}) => runLab(lab, factory, runtime, { ...initial, ...changed }),
    sweep: (changed = {}) => sweepLab(lab, factory, runtime, { ...initial, ...changed }),
  };
}

/** As {@link readyLab}, for its runs alone. */
export async function labOf(id: string, lab: AnyLab): Promise<RunLab> {
  return (await readyLab(id, lab)).run;
}
