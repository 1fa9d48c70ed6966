import type { NodeId } from '../api.ts';
import type { Run } from '../explore/scenario.ts';

/** Reads something off a run, once for each run: checks, stories and words ask for the same facts. */
export function ofRun<T>(read: (run: Run) => T): (run: Run) => T {
  const known = new WeakMap<Run, { readonly value: T }>();
  return (run) => {
    let found = known.get(run);
    if (found === undefined) known.set(run, (found = { value: read(run) }));
    return found.value;
  };
}

/** As {@link ofRun}, for what is read off a run for one node. */
export function ofRunAt<T>(read: (run: Run, node: NodeId) => T): (run: Run, node: NodeId) => T {
  const byNode = ofRun(() => new Map<NodeId, { readonly value: T }>());
  return (run, node) => {
    const nodes = byNode(run);
    let found = nodes.get(node);
    if (found === undefined) nodes.set(node, (found = { value: read(run, node) }));
    return found.value;
  };
}
