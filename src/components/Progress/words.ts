import { countQuiz, type ExerciseRecord, type Progress } from '../../hooks/progress/record.ts';

/** What became of an exercise, in a few words. */
export function tellExercise(record: ExerciseRecord | undefined): string {
  if (record === undefined) return '';
  const { passed, points, maxPoints, seed } = record;
  return passed ? `passed, with seed ${seed}` : `${points} of ${maxPoints} points so far`;
}

/** What was done in a lesson, in a few words; nothing where nothing was. */
export function tellLesson(progress: Progress, lesson: string, exercises: readonly string[]): string {
  const quiz = progress.quizzes[lesson];
  const count = quiz === undefined ? undefined : countQuiz(quiz);
  const graded = exercises.flatMap((id) => progress.exercises[id] ?? []);
  const passed = graded.filter((one) => one.passed).length;
  const of = exercises.length > 1 ? ` ${passed} of ${exercises.length}` : '';
  return [
    progress.read[lesson] ? 'read' : '',
    count === undefined ? '' : `quiz ${count.right} of ${count.of}`,
    passed > 0 ? `passed${of}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
