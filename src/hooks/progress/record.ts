/** What a reader has done, as data: pure, so that two tabs and a file come to the same. */

/** The answers to one quiz. */
export interface QuizRecord {
  /** How many questions it has. */
  readonly of: number;
  /** What was chosen, by the name of the question: numbers of choices, in order. */
  readonly answers: Readonly<Record<string, QuizAnswer>>;
}

/** One answered question. */
export interface QuizAnswer {
  readonly chosen: readonly number[];
  readonly isRight: boolean;
}

/** The best grading of an exercise. */
export interface ExerciseRecord {
  readonly passed: boolean;
  readonly points: number;
  readonly maxPoints: number;
  /** Of that grading. */
  readonly seed: string;
}

/** All of it. Lessons, quizzes and exercises by their ids; a quiz has the id of its lesson. */
export interface Progress {
  readonly read: Readonly<Record<string, true>>;
  readonly quizzes: Readonly<Record<string, QuizRecord>>;
  readonly exercises: Readonly<Record<string, ExerciseRecord>>;
  /** The lesson that was open last. */
  readonly last?: string;
}

/** Nothing yet. */
export const NO_PROGRESS: Progress = { read: {}, quizzes: {}, exercises: {} };

/** A lesson is open: the place to continue. */
export function withLast(progress: Progress, lesson: string): Progress {
  return progress.last === lesson ? progress : { ...progress, last: lesson };
}

/** A lesson was read to its end. */
export function withRead(progress: Progress, lesson: string): Progress {
  return progress.read[lesson] ? progress : { ...progress, read: { ...progress.read, [lesson]: true } };
}

/** A question was answered; without an answer, it is open again. */
export function withAnswer(
  progress: Progress,
  quiz: string,
  of: number,
  question: string,
  answer: QuizAnswer | undefined,
): Progress {
  const { [question]: _before, ...others } = progress.quizzes[quiz]?.answers ?? {};
  const answers = answer === undefined ? others : { ...others, [question]: answer };
  return withQuiz(progress, quiz, Object.keys(answers).length === 0 ? undefined : { of, answers });
}

/** All of a quiz at once; `undefined` forgets it. */
export function withQuiz(progress: Progress, quiz: string, record: QuizRecord | undefined): Progress {
  const { [quiz]: _before, ...others } = progress.quizzes;
  return { ...progress, quizzes: record === undefined ? others : { ...others, [quiz]: record } };
}

/** An exercise was graded. The better grading stays: a pass before anything, then the points. */
export function withGrading(progress: Progress, exercise: string, record: ExerciseRecord): Progress {
  const before = progress.exercises[exercise];
  if (before !== undefined && !isBetter(record, before)) return progress;
  return { ...progress, exercises: { ...progress.exercises, [exercise]: record } };
}

function isBetter(a: ExerciseRecord, b: ExerciseRecord): boolean {
  return a.passed === b.passed ? a.points > b.points : a.passed;
}

/** How far a quiz is. */
export interface QuizCount {
  readonly answered: number;
  readonly right: number;
  readonly of: number;
}

/** Counts the answers to a quiz. */
export function countQuiz({ of, answers }: QuizRecord): QuizCount {
  const all = Object.values(answers);
  return { answered: all.length, right: all.filter(({ isRight }) => isRight).length, of };
}

/** Reads progress from what a browser or a file holds; `undefined` when it is none. What is malformed in it is left out. */
export function parseProgress(value: unknown): Progress | undefined {
  if (!isObject(value)) return undefined;
  const last = value['last'];
  return {
    read: entriesOf(value['read'], (one) => (one === true ? true : undefined)),
    quizzes: entriesOf(value['quizzes'], parseQuiz),
    exercises: entriesOf(value['exercises'], parseExercise),
    ...(typeof last === 'string' && { last }),
  };
}

function parseQuiz(value: unknown): QuizRecord | undefined {
  if (!isObject(value) || !isCount(value['of'])) return undefined;
  return { of: value['of'], answers: entriesOf(value['answers'], parseAnswer) };
}

function parseAnswer(value: unknown): QuizAnswer | undefined {
  if (!isObject(value)) return undefined;
  const { chosen, isRight } = value;
  if (!Array.isArray(chosen) || typeof isRight !== 'boolean') return undefined;
  return { chosen: chosen.filter(isCount), isRight };
}

function parseExercise(value: unknown): ExerciseRecord | undefined {
  if (!isObject(value)) return undefined;
  const { passed, points, maxPoints, seed } = value;
  if (typeof passed !== 'boolean' || !isCount(points) || !isCount(maxPoints) || typeof seed !== 'string')
    return undefined;
  return { passed, points, maxPoints, seed };
}

function entriesOf<T>(value: unknown, parse: (one: unknown) => T | undefined): Record<string, T> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([id, one]): [string, T][] => {
      const parsed = parse(one);
      return parsed === undefined ? [] : [[id, parsed]];
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
