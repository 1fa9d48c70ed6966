/** Labs run within a test: compiled as the site's build compiles them, evaluated in this realm. */
import { readFileSync } from 'node:fs';
import { createRuntime } from '../../src/grader/runtime.ts';
import { DEFAULT_LIMITS } from '../../src/explore/run.ts';
import { initialValues, type Values } from '../../src/labs/controls.ts';
import type { AnyLab, LabResult } from '../../src/labs/lab.ts';
import { runLab } from '../../src/labs/run-lab.ts';
import { plainGlobals } from './evaluate-plain.ts';
import { programOf } from './simulate.ts';

/** The compiler is loaded first; a machine that has other work takes its time. */
export const COMPILE_MS = 120_000;

/** Runs a lab with some of its values changed. */
export type RunLab = (changed?: Values) => LabResult;

/** Compiles a lab's program once, for any number of runs. */
export async function labOf(id: string, lab: AnyLab): Promise<RunLab> {
  const source = readFileSync(new URL(`../../src/labs/${id}/program.ts`, import.meta.url), 'utf8');
  const factory = await programOf(source);
  const runtime = createRuntime(DEFAULT_LIMITS, { globals: plainGlobals, protect: (value) => value });
  const initial = initialValues(lab.controls);
  return (changed = {}) => runLab(lab, factory, runtime, { ...initial, ...changed });
}
