import type { Evaluator } from '../grader/grade.ts';
import { createConsole } from './globals.ts';
import { evaluateProgram, prepareRealm, programGlobals, protect } from './evaluate.ts';

/** Locks this realm down and gives the grader what it needs of it. For workers and child processes only. */
export function createEvaluator(): Evaluator {
  prepareRealm();
  return { evaluate: evaluateProgram, globals: programGlobals(), console: createConsole, protect };
}
