/** Makes the start page's pictures, in a thread of its own: the realm in which programs run is frozen for good. */
import { parentPort, workerData } from 'node:worker_threads';
import { buildModel } from '../diagram/model.ts';
import { createScene } from '../diagram/scene.ts';
import { toSvg } from '../diagram/svg.ts';
import { DEFAULT_LIMITS } from '../explore/run.ts';
import { createRuntime } from '../grader/runtime.ts';
import lab from '../labs/33-and-34/lab.ts';
import { initialValues, type Values } from '../labs/controls.ts';
import { runLab } from '../labs/run-lab.ts';
import { createEvaluator } from '../sandbox/evaluator.ts';
import type { HeroPicture } from './hero.ts';

/** Drawn for a column of this width, in px; so high that it stands beside the title as a whole. */
const ROOM = 470;
const HEIGHT = 600;

const evaluator = createEvaluator();
const factory = evaluator.evaluate(String(workerData));
const runtime = createRuntime(DEFAULT_LIMITS, evaluator);

function picture(changed: Values): HeroPicture {
  const { run, outcome } = runLab(lab, factory, runtime, { ...initialValues(lab.controls), ...changed });
  const model = buildModel(run);
  const at = (zoom: number) => createScene(model, { orientation: 'down', zoom, room: ROOM });
  const scene = at(HEIGHT / at(1).layout.length);
  const told = outcome.because.join(' ');
  const svg = toSvg(scene, {
    title: 'A paused lock holder writes with an old token',
    description: told,
    token: (name) => `var(--pf-${name})`,
  });
  return { svg, told };
}

const pictures: readonly HeroPicture[] = [picture({ check: 'none' }), picture({ check: 'disk' })];
parentPort?.postMessage(pictures);
