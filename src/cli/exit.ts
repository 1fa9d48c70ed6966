/** What the command line's exit codes mean. */
export const EXIT = { done: 0, failUnder: 1, usage: 2, notGraded: 3, notWritten: 4 } as const;

/** The command was used wrongly; the message says how to use it. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
