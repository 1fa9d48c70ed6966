/** A general helper that limits any promise, with a tagged result; promise chains without async. */
import type { Json, Node, NodeId } from 'partial-failure';

type Outcome<T> = { ok: true; value: T } | { ok: false };

function limit<T>(work: Promise<T>, timer: Promise<void>): Promise<Outcome<T>> {
  return Promise.race([
    work.then((value): Outcome<T> => ({ ok: true, value })),
    timer.then((): Outcome<T> => ({ ok: false })),
  ]);
}

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return limit(node.request(to, question), node.sleep(ms)).then((outcome) =>
    outcome.ok ? outcome.value : 'timeout',
  );
}
