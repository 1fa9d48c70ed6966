/** What the system said, without the path, which stands beside it. */
export function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message.replace(/,? '.*$/su, '');
}
