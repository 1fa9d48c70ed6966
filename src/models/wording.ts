import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../util/canonical.ts';

/** How every model writes the outcome of an operation: `read → 4`, `read → ?` while open, `write 3 ✗` when it failed. */
export function withOutcome(call: string, operation: Operation, showsOutput: boolean): string {
  if (operation.status === 'fail') return `${call} ✗`;
  if (operation.status === 'info') return `${call} → ?`;
  return showsOutput ? `${call} → ${canonicalJson(operation.output)}` : call;
}
