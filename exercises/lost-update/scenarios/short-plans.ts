import { get, merge, put, REPLICAS, save, type Plan, type ReplicaId, type Step } from '../commands.ts';

/** A write of a plan, by what its context stood for. Sets of writes are bits. */
interface Sketch {
  readonly steps: readonly Step[];
  /** What each write replaces. */
  readonly replaces: readonly number[];
  readonly known: Readonly<Record<ReplicaId, number>>;
  /** Names of contexts, with what they stand for. */
  readonly contexts: readonly {
    readonly as: string;
    readonly from: 'put' | 'get';
    readonly stands: number;
  }[];
  /** Names of states, with what they carry. */
  readonly states: readonly { readonly as: string; readonly of: ReplicaId; readonly carries: number }[];
}

const NOTHING: Sketch = {
  steps: [],
  replaces: [],
  known: { a: 0, b: 0, c: 0 },
  contexts: [],
  states: [],
};

/**
 * Every plan of so many puts and merges on one key, over so many replicas, up to names: each put with no context or
 * with one of every kind that there is by then, each merge of any state that a replica ever had. After each of them the
 * replica is asked, and its state is taken. Contexts and states that stand for the same as another are left out, and in
 * the last step a put without a context, which replaces nothing however long the plan was.
 *
 * Shorter plans are beginnings of these.
 */
export function shortPlans(length: number, replicas: number): Plan[] {
  let sketches: Sketch[] = [NOTHING];
  for (let i = 1; i <= length; i++)
    sketches = sketches.flatMap((sketch) => longer(sketch, replicas, i > 1 && i === length));
  return sketches.map(({ steps }) => ({ steps, looks: false, meets: false }));
}

function longer(sketch: Sketch, replicas: number, isLast: boolean): Sketch[] {
  const { replaces, known, contexts, states } = sketch;
  const used = REPLICAS.filter((id) => known[id] !== 0).length;
  const next: Sketch[] = [];
  for (const at of REPLICAS.slice(0, Math.min(used + 1, replicas))) {
    if (!isLast) next.push(afterPut(sketch, at, undefined, 0));
    for (const [i, { as, stands }] of contexts.entries()) {
      if (isLast && contexts.slice(0, i).some((other) => other.stands === stands)) continue;
      next.push(afterPut(sketch, at, as, stands));
    }
    for (const { as, carries, of } of states) {
      // The newest state of the replica itself brings nothing.
      if (of === at && carries === known[at]) continue;
      const after = { ...known, [at]: known[at] | carries };
      next.push(looked({ ...sketch, steps: [...sketch.steps, merge(at, as)], known: after }, at, replaces));
    }
  }
  return next;
}

function afterPut(sketch: Sketch, at: ReplicaId, using: string | undefined, stands: number): Sketch {
  const value = `v${sketch.replaces.length + 1}`;
  const bit = 1 << sketch.replaces.length;
  const replaces = [...sketch.replaces, stands];
  const known = { ...sketch.known, [at]: sketch.known[at] | bit };
  const after: Sketch = { ...sketch, steps: [...sketch.steps, put(at, value, using)], replaces, known };
  return looked(withContext(after, { as: value, from: 'put', stands: stands | bit }), at, replaces);
}

/** A get and the state of a replica follow. */
function looked(sketch: Sketch, at: ReplicaId, replaces: readonly number[]): Sketch {
  const known = sketch.known[at];
  const stands = replaces.reduce((all, one, place) => ((known >> place) & 1 ? all | one : all), known);
  const as = `get ${sketch.steps.length}`;
  const state = `state ${sketch.steps.length}`;
  const after = withContext(
    { ...sketch, steps: [...sketch.steps, get(at, as), save(at, state)] },
    { as, from: 'get', stands },
  );
  const isNew = after.states.every(({ of, carries }) => of !== at || carries !== known);
  return isNew ? { ...after, states: [...after.states, { as: state, of: at, carries: known }] } : after;
}

function withContext(sketch: Sketch, context: Sketch['contexts'][number]): Sketch {
  const isNew = sketch.contexts.every(
    ({ from, stands }) => from !== context.from || stands !== context.stands,
  );
  return isNew ? { ...sketch, contexts: [...sketch.contexts, context] } : sketch;
}
