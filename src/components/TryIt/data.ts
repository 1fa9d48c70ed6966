import type { Exercise } from '../../explore/exercise.ts';
import type { ModuleTypes } from '../Workshop/data.ts';

/** A naive program as a lesson carries it. Written by `src/plugin/exercises.ts`. */
export interface TryItData {
  readonly exercise: Exercise;
  /** The file's name, without its ending. */
  readonly name: string;
  /** The property that it is there to break. */
  readonly breaks: string;
  readonly code: string;
  /** What else is in the file, where one need not look. */
  readonly given: { readonly title: string; readonly code: string } | undefined;
  readonly loadTypes: () => Promise<ModuleTypes>;
}
