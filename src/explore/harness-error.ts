/** The grader's own fault: the verdict is `error`, never `fail`. */
export class HarnessError extends Error {
  override readonly name: string = 'HarnessError';
}
