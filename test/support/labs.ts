/** Labs run within a test: compiled as the site's build compiles them, evaluated in this realm. */
import { readFileSync } from 'node:fs';
import { createRuntime } from '../../src/grader/runtime.ts';
import { DEFAULT_LIMITS } from '../../src/explore/run.ts';
import { initialValues, type Values } from '../../src/labs/controls.ts';
import type { AnyLab, LabResult, RunMade } from '../../src/labs/lab.ts';
import type { RunSpec } from '../../src/labs/pictures.ts';
import { makeRun, runLab } from '../../src/labs/run-lab.ts';
import { pictureOf, runsOf } from '../../src/labs/runs.ts';
import { plainHost } from './evaluate-plain.ts';
import { programOf } from './simulate.ts';

/** The compiler is loaded first; a machine that has other work takes its time. */
export const COMPILE_MS = 120_000;

/** Runs a lab with some of its values changed. */
export type RunLab = (changed?: Values, seed?: number) => LabResult;

/** A lab whose program is compiled. */
export interface ReadyLab {
  readonly run: RunLab;
  /** The runs of a picture of many, with some of its values changed, and what they came to. */
  many(picture: string, changed?: Values): readonly (RunMade & { readonly spec: RunSpec })[];
}

/** Compiles a lab's program once, for any number of runs. */
export async function readyLab(id: string, lab: AnyLab): Promise<ReadyLab> {
  const source = readFileSync(new URL(`../../src/labs/${id}/program.ts`, import.meta.url), 'utf8');
  const factory = await programOf(source);
  const limits = { ...DEFAULT_LIMITS, ...lab.limits };
  const runtime = createRuntime(limits, plainHost);
  const ready = { lab, factory, runtime };
  const initial = initialValues(lab.controls);
  return {
    run: (changed = {}, seed) => runLab(ready, { ...initial, ...changed }, seed),
    many: (picture, changed = {}) => {
      const values = { ...initial, ...changed };
      return runsOf(lab, picture, values).map((spec) => ({
        ...makeRun(ready, pictureOf(lab, picture), values, spec),
        spec,
      }));
    },
  };
}

/** As {@link readyLab}, for its runs alone. */
export async function labOf(id: string, lab: AnyLab): Promise<RunLab> {
  return (await readyLab(id, lab)).run;
}
