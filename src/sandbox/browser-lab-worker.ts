/** The worker of the labs: makes the runs that a lab's values stand for. One for all labs of a page. */
import labs from '@generated/partial-failure-labs/default/labs.js';
import { DEFAULT_LIMITS } from '../explore/run.ts';
import { createRuntime } from '../grader/runtime.ts';
import { runLab, sweepLab } from '../labs/run-lab.ts';
import { listen } from './browser-worker.ts';
import { createEvaluator } from './evaluator.ts';
import type { LabAnswer, LabRequest } from './protocol.ts';

const evaluator = createEvaluator();

listen<LabRequest, LabAnswer>(async ({ type, id, lab: name, values }, send) => {
  const modules = labs[name];
  if (modules === undefined) throw new Error(`This site was built without the lab "${name}".`);
  const [lab, code] = await Promise.all([modules.lab(), modules.code()]);
  const runtime = createRuntime(DEFAULT_LIMITS, evaluator);
  const factory = evaluator.evaluate(code);
  if (type === 'lab') send({ type, id, result: runLab(lab, factory, runtime, values) });
  else send({ type, id, result: sweepLab(lab, factory, runtime, values) });
});
