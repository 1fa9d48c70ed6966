/** Makes and draws runs of labs, in a thread of its own: the realm in which programs run is frozen for good. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { buildModel } from '../diagram/model.ts';
import { createScene } from '../diagram/scene.ts';
import { toSvg } from '../diagram/svg.ts';
import { DEFAULT_LIMITS } from '../explore/run.ts';
import { createRuntime } from '../grader/runtime.ts';
import { initialValues } from '../labs/controls.ts';
import type { AnyLab } from '../labs/lab.ts';
import { runLab } from '../labs/run-lab.ts';
import { createEvaluator } from '../sandbox/evaluator.ts';
import type { Drawing, DrawnRun, DrawWork } from './draw-labs.ts';

const { labs, drawings }: DrawWork = workerData;
const evaluator = createEvaluator();

async function draw(drawing: Drawing): Promise<DrawnRun | undefined> {
  const files = labs[drawing.lab];
  if (files === undefined) throw new Error(`No lab "${drawing.lab}" was built.`);
  const { default: lab }: { default: AnyLab } = await import(pathToFileURL(files.module).href);
  const { values, part, title, room, height } = drawing;
  const view = lab.views?.find((one) => one.before === true);
  if (part === 'before' && view === undefined) return undefined;
  const runtime = createRuntime({ ...DEFAULT_LIMITS, ...lab.limits }, evaluator);
  const factory = evaluator.evaluate(files.code);
  const { run, outcome } = runLab({ lab, factory, runtime }, { ...initialValues(lab.controls), ...values });
  const told = part === 'before' ? (view?.label ?? '') : outcome.because.join(' ');
  const model = buildModel(part === 'before' && view !== undefined ? view.of(run) : run);
  const at = (zoom: number) => createScene(model, { orientation: 'down', zoom, room });
  const scene = at(height / at(1).layout.length);
  const svg = toSvg(scene, { title, description: told, token: (name) => `var(--pf-${name})` });
  return { svg, told };
}

parentPort?.postMessage(await Promise.all(drawings.map(draw)));
