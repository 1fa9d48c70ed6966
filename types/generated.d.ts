/** What src/plugin/exercises.ts writes: how each exercise is graded, loaded when it is asked for. */
declare module '@generated/partial-failure-exercises/default/gradings.js' {
  // A module that is only declared cannot have an import declaration with a path.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  type Loaded = import('../src/explore/exercise.ts').LoadedExercise;
  const gradings: Readonly<Record<string, (() => Promise<Loaded>) | undefined>>;
  export default gradings;
}

/** What src/plugin/exercises.ts writes: every exercise with its programs, those that give something away on demand. */
declare module '@generated/partial-failure-exercises/default/programs.js' {
  interface Programs {
    // eslint-disable-next-line @typescript-eslint/consistent-type-imports
    readonly exercise: import('../src/explore/exercise.ts').Exercise;
    readonly starter: string;
    /** Absent in a site that was built without solutions. */
    readonly loadSolution: (() => Promise<string>) | undefined;
    readonly loadMutants: (() => Promise<readonly Mutant[]>) | undefined;
  }
  /** A wrong program, with what its author believes. */
  interface Mutant {
    readonly name: string;
    readonly about: string;
    readonly code: string;
  }
  const programs: readonly Programs[];
  export default programs;
  export type { Mutant, Programs };
}
