/** The worker of the labs: makes the runs that a lab's values stand for. One for all labs of a page. */
import labs from '@generated/partial-failure-labs/default/labs.js';
import { DEFAULT_LIMITS } from '../explore/run.ts';
import { createRuntime } from '../grader/runtime.ts';
import type { RunMade } from '../labs/lab.ts';
import { makeRun, runLab, type ReadyToRun } from '../labs/run-lab.ts';
import { pictureOf, runsOf } from '../labs/runs.ts';
import { listen } from './browser-worker.ts';
import { createEvaluator } from './evaluator.ts';
import type { LabAnswer, LabRequest } from './protocol.ts';

/** What runs of a picture have become is told so often, in ms; other requests have their turn then. */
const EVERY_MS = 50;

const evaluator = createEvaluator();

/** By lab and picture: the request that was the last. */
const newest = new Map<string, number>();

listen<LabRequest, LabAnswer>(async (request, send) => {
  const key = request.type === 'many' ? `${request.lab} ${request.picture}` : '';
  if (request.type === 'many') newest.set(key, request.id);
  const modules = labs[request.lab];
  if (modules === undefined) throw new Error(`This site was built without the lab "${request.lab}".`);
  const [lab, code] = await Promise.all([modules.lab(), modules.code()]);
  const factory = evaluator.evaluate(code);
  // Whoever has its turn makes a runtime: all of them share one realm.
  const ready = (): ReadyToRun => ({
    lab,
    factory,
    runtime: createRuntime({ ...DEFAULT_LIMITS, ...lab.limits }, evaluator),
  });
  const { id, values } = request;
  if (request.type === 'lab') {
    send({ type: 'lab', id, result: runLab(ready(), values, request.seed) });
    return;
  }
  const picture = pictureOf(lab, request.picture);
  const runs = runsOf(lab, request.picture, values);
  for (let made = 0; made < runs.length;) {
    if (newest.get(key) !== id) {
      send({ type: 'dropped', id });
      return;
    }
    const now = ready();
    const ends: RunMade[] = [];
    const until = performance.now() + EVERY_MS;
    do {
      const spec = runs[made++];
      if (spec !== undefined) ends.push(makeRun(now, picture, values, spec));
    } while (made < runs.length && performance.now() < until);
    send({ type: 'ends', id, ends, isLast: made >= runs.length });
    await turn();
  }
});

/** Lets what has come in meanwhile be heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
