import { isJsonObject, type Json, type Operation, type Script } from 'partial-failure/kit';

export const REPLICAS = ['a', 'b', 'c'] as const;
export type ReplicaId = (typeof REPLICAS)[number];

/** One step of a plan. `as` names what it gave, for later steps. */
export type Step =
  | {
      readonly op: 'put';
      readonly at: ReplicaId;
      readonly key: string;
      readonly value: string;
      /** Whose context is passed: a put or a get. */
      readonly using?: string;
      readonly as: string;
    }
  | { readonly op: 'get'; readonly at: ReplicaId; readonly key: string; readonly as: string }
  | { readonly op: 'save'; readonly at: ReplicaId; readonly as: string }
  | { readonly op: 'merge'; readonly at: ReplicaId; readonly saved: string };

/** What happens in a run: steps one after the other. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Real time from the end of a step to the next. Default 10 ms; 0 puts everything into one instant. */
  readonly gapMs?: number;
  /** Whether each put and merge is followed by a get of every key at its replica. Default: yes. */
  readonly looks?: boolean;
  /** Whether everybody exchanges with everybody at the end. Default: yes. */
  readonly meets?: boolean;
}

export const KEY = 'cart';

/** A put at a replica. Its context gets the name of the value unless `as` says otherwise. */
export function put(at: ReplicaId, value: string, using?: string, as = value, key = KEY): Step {
  return { op: 'put', at, key, value, as, ...(using !== undefined && { using }) };
}

export function get(at: ReplicaId, as: string, key = KEY): Step {
  return { op: 'get', at, key, as };
}

/** Takes the state of a replica, to be merged later. */
export function save(at: ReplicaId, as: string): Step {
  return { op: 'save', at, as };
}

export function merge(at: ReplicaId, saved: string): Step {
  return { op: 'merge', at, saved };
}

/** The state of a replica, merged into another at once. */
export function exchange(from: ReplicaId, to: ReplicaId): Step[] {
  const as = `${from} to ${to}`;
  return [save(from, as), merge(to, as)];
}

/** The replicas that a plan needs: in plans without a last exchange, those that have steps. */
export function replicasOf({ steps, meets = true }: Plan): readonly ReplicaId[] {
  return meets ? REPLICAS : REPLICAS.filter((id) => steps.some(({ at }) => at === id));
}

/** Everybody with everybody, twice. */
const MEETING: readonly Step[] = [0, 1].flatMap(() =>
  REPLICAS.flatMap((to) => REPLICAS.filter((from) => from !== to).flatMap((from) => exchange(from, to))),
);

/**
 * Makes a plan happen. A note `passes` says of which earlier operation a put has its context and a merge its state;
 * a note `meeting` comes before the last exchange, `met` after it.
 */
export function play(script: Script, { steps, gapMs = 10, looks = true, meets = true }: Plan): void {
  const keys = [...new Set(steps.flatMap((step) => ('key' in step ? [step.key] : [])))];
  const gave = new Map<string, Operation>();
  const look = (at: ReplicaId): Step[] => keys.map((key) => get(at, '', key));
  const todo: (Step | string)[] = steps.flatMap((step, i) => {
    const then = steps[i + 1];
    const isAsked = then?.op === 'get' && then.at === step.at && keys.length === 1;
    return looks && !isAsked && (step.op === 'put' || step.op === 'merge')
      ? [step, ...look(step.at)]
      : [step];
  });
  if (meets) todo.push('meeting', ...MEETING, 'met', ...REPLICAS.flatMap(look));

  const call = (step: Step): void => {
    const done = (operation: Operation): void => {
      if (operation.status !== 'ok') return;
      if ('as' in step && step.as !== '') gave.set(step.as, operation);
      if (gapMs === 0) next();
      else script.after(gapMs, next);
    };
    const passed = gave.get(step.op === 'put' ? (step.using ?? '') : step.op === 'merge' ? step.saved : '');
    const operation = script.call(step.at, METHODS[step.op], argsOf(step, passed), done);
    if (passed !== undefined) script.note('passes', { op: operation.id, from: passed.id });
  };
  const next = (): void => {
    const step = todo.shift();
    if (step === undefined) return;
    if (typeof step !== 'string') {
      call(step);
      return;
    }
    script.note(step, null);
    next();
  };
  next();
}

const METHODS = { put: 'put', get: 'get', save: 'state', merge: 'merge' } as const;

function argsOf(step: Step, passed: Operation | undefined): Json[] {
  switch (step.op) {
    case 'put':
      return passed === undefined ? [step.key, step.value] : [step.key, step.value, contextOf(passed)];
    case 'get':
      return [step.key];
    case 'save':
      return [];
    case 'merge':
      return [passed?.value ?? null];
  }
}

/** The context that a put or a get gave. */
function contextOf({ method, value = null }: Operation): Json {
  if (method === 'put') return value;
  return isJsonObject(value) ? (value['context'] ?? null) : null;
}
