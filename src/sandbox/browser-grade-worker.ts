/** The worker that grades: locked down once, one grading after the other. The host may end it at any time. */
import gradings from '@generated/partial-failure-exercises/default/gradings.js';
import { gradeProgram } from '../grader/grade.ts';
import { listen } from './browser-worker.ts';
import { createEvaluator } from './evaluator.ts';
import type { GradeAnswer, GradeRequest } from './protocol.ts';

/** A message for every run would cost more than the runs. */
const PROGRESS_EVERY_MS = 50;

listen<GradeRequest, GradeAnswer>(async ({ id, job: { module, program, settings } }, send) => {
  const load = gradings[module];
  if (load === undefined) throw new Error(`This site was built without the exercise "${module}".`);
  let toldAt = -Infinity;
  const loaded = await load();
  send({ type: 'began', id });
  const report = gradeProgram(loaded, program, createEvaluator(), {
    ...settings,
    onProgress(progress) {
      const now = performance.now();
      if (now - toldAt < PROGRESS_EVERY_MS) return;
      toldAt = now;
      send({ type: 'progress', id, progress });
    },
  });
  send({ type: 'report', id, report });
});

postMessage({ type: 'ready' } satisfies GradeAnswer);
