/** The worker that grades: one exercise, locked down once, one grading after the other. The host may end it at any time. */
import gradings from '@generated/partial-failure-exercises/default/gradings.js';
import { gradeProgram } from '../grader/grade.ts';
import { listen } from './browser-worker.ts';
import { createEvaluator } from './evaluator.ts';
import type { GradeAnswer, GradeRequest } from './protocol.ts';

/** A message for every run would cost more than the runs. */
const PROGRESS_EVERY_MS = 50;

listen<GradeRequest, GradeAnswer>(
  async ({ id, exercise, program, seed, runs, withTraces, replay, withOwnFaults }, send) => {
    const load = gradings[exercise];
    if (load === undefined) throw new Error(`This site was built without the exercise "${exercise}".`);
    const loaded = await load();
    let toldAt = -Infinity;
    const report = gradeProgram(loaded, program, createEvaluator(), {
      seed,
      ...(runs !== undefined && { runs }),
      ...(withTraces !== undefined && { withTraces }),
      ...(replay !== undefined && { replay }),
      ...(withOwnFaults !== undefined && { withOwnFaults }),
      onProgress(progress) {
        const now = performance.now();
        if (now - toldAt < PROGRESS_EVERY_MS) return;
        toldAt = now;
        send({ type: 'progress', id, progress });
      },
    });
    send({ type: 'report', id, report });
  },
);

postMessage({ type: 'ready' } satisfies GradeAnswer);
