/** What src/plugin/exercises.ts writes: how each exercise is graded, loaded when it is asked for. */
declare module '@generated/partial-failure-exercises/default/gradings.js' {
  const gradings: Readonly<
    Record<string, (() => Promise<import('../src/explore/exercise.ts').LoadedExercise>) | undefined>
  >;
  export default gradings;
}
