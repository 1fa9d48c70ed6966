import { Course } from './course.ts';
import { EXIT } from './exit.ts';
import { print, printJson, text } from './output.ts';

/** Options of `list`. */
export interface ListOptions {
  readonly exercises?: string;
  readonly json?: boolean;
}

/** Prints the exercises, a line each. */
export async function listCommand(options: ListOptions): Promise<number> {
  const course = new Course(options.exercises);
  const exercises = [];
  for (const id of course.ids) exercises.push((await course.load(id)).exercise);
  if (options.json === true) {
    const list = exercises.map(
      ({ id, title, summary, lesson, kind, difficulty, minutes, version, properties }) => ({
        id,
        title,
        summary,
        lesson,
        kind,
        difficulty,
        minutes,
        version,
        maxScore: properties.reduce((sum, { points }) => sum + points, 0),
        properties: properties.map((property) => property.id),
      }),
    );
    printJson({ format: 'partial-failure/exercises@1', exercises: list });
    return EXIT.done;
  }
  const width = Math.max(0, ...exercises.map(({ id }) => id.length));
  for (const { id, summary, difficulty, minutes } of exercises) {
    print(text`${id.padEnd(width)}  ${difficulty.padEnd(6)}  ${String(minutes).padStart(3)} min  ${summary}`);
  }
  return EXIT.done;
}
