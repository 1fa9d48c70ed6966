/** What src/plugin/exercises.ts writes: how each exercise is graded, loaded when it is asked for. */
declare module '@generated/partial-failure-exercises/default/gradings.js' {
  // A module that is only declared cannot have an import declaration with a path.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  type Loaded = import('../src/explore/exercise.ts').LoadedExercise;
  const gradings: Readonly<Record<string, (() => Promise<Loaded>) | undefined>>;
  export default gradings;
}

/** What src/plugin/labs.ts writes: each lab and its compiled program, loaded when they are asked for. */
declare module '@generated/partial-failure-labs/default/labs.js' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  type AnyLab = import('../src/labs/lab.ts').AnyLab;
  interface LabModules {
    readonly lab: () => Promise<AnyLab>;
    /** Compiled by `grader/compile`, to be evaluated in a worker. */
    readonly code: () => Promise<string>;
    /** As it was written, to be read. */
    readonly source: () => Promise<string>;
    /** What may be seen of the run with the first settings before the question is answered, as SVG. */
    readonly first?: () => Promise<string>;
  }
  const labs: Readonly<Record<string, LabModules | undefined>>;
  export default labs;
}

/** What src/plugin/exercises.ts writes: every exercise with its programs, those that give something away on demand. */
declare module '@generated/partial-failure-exercises/default/programs.js' {
  interface Programs {
    // eslint-disable-next-line @typescript-eslint/consistent-type-imports
    readonly exercise: import('../src/explore/exercise.ts').Exercise;
    readonly starter: string;
    /** A program that works while nothing goes wrong, and the scenario that shows where it does not. */
    readonly naive: { readonly scenario: string; readonly code: string } | undefined;
    // eslint-disable-next-line @typescript-eslint/consistent-type-imports
    readonly loadTypes: () => Promise<import('../src/components/Workshop/data.ts').ModuleTypes>;
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

/** What src/plugin/hero.ts writes. */
declare module '@generated/partial-failure-hero/default/hero.js' {
  interface HeroPicture {
    readonly svg: string;
    /** What it shows, in a sentence or two. */
    readonly told: string;
  }
  const pictures: { readonly unchecked: HeroPicture; readonly checked: HeroPicture };
  export default pictures;
}
