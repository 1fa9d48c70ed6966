/** What src/plugin/exercises.ts writes: how each exercise is graded, loaded when it is asked for. */
declare module '@generated/partial-failure-exercises/default/gradings.js' {
  // A module that is only declared cannot have an import declaration with a path.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  type Loaded = import('../src/explore/exercise.ts').LoadedExercise;
  const gradings: Readonly<Record<string, (() => Promise<Loaded>) | undefined>>;
  export default gradings;
}
