import { EPOCH_MS, isJsonObject, type Json, type Operation, type Script } from 'partial-failure/kit';

export const NODES = ['a', 'b', 'c'] as const;
export type ClockNode = (typeof NODES)[number];
/** The peer whose clock may be broken. */
export const OUTSIDE = 'outside';

export type Step =
  | { readonly op: 'now'; readonly atMs: number; readonly at: ClockNode; readonly as?: string }
  /** Receives what the step with that name gave. */
  | {
      readonly op: 'receive';
      readonly atMs: number;
      readonly at: ClockNode;
      readonly from: string;
      readonly as?: string;
    }
  /** Receives a timestamp from outside, so far ahead of real time. */
  | {
      readonly op: 'outside';
      readonly atMs: number;
      readonly at: ClockNode;
      readonly aheadMs: number;
      readonly counter: number;
    };

export interface Plan {
  readonly steps: readonly Step[];
  /** How far clocks are ahead at the beginning, in ms. Default 0. */
  readonly aheadMs?: Partial<Readonly<Record<ClockNode, number>>>;
  /** Steps of clocks: when, whose, by how much. */
  readonly clockSteps?: readonly (readonly [atMs: number, at: ClockNode, byMs: number])[];
  /** µs of real time in a second of the clocks. Default: as the scenario says. */
  readonly realMicros?: Partial<Readonly<Record<ClockNode, number>>>;
}

export function now(atMs: number, at: ClockNode, as?: string): Step {
  return { op: 'now', atMs, at, ...(as !== undefined && { as }) };
}

export function receive(atMs: number, at: ClockNode, from: string, as?: string): Step {
  return { op: 'receive', atMs, at, from, ...(as !== undefined && { as }) };
}

export function outside(atMs: number, at: ClockNode, aheadMs: number, counter = 0): Step {
  return { op: 'outside', atMs, at, aheadMs, counter };
}

/** Many events in one instant; the names of them are `as 0`, `as 1` and so on. */
export function burst(atMs: number, at: ClockNode, count: number, as: string): Step[] {
  return Array.from({ length: count }, (_, i) => now(atMs, at, `${as} ${i}`));
}

/** More timestamps than this are not compared each with each. */
const ALL_PAIRS_MAX = 12;

/**
 * Makes a plan happen, and at `endMs` has the program compare. Notes: `received` says from which operation (`from`) an
 * operation (`op`) had its timestamp; `compared` holds results by operation.
 */
export function play(script: Script, { steps }: Plan, endMs: number): void {
  const gave = new Map<string, Operation>();
  const made: Operation[] = [];
  const senders = new Map<number, number>();
  for (const step of steps) {
    script.at(step.atMs, () => {
      const done = (operation: Operation): void => {
        made.push(operation);
        if ('as' in step && step.as !== undefined) gave.set(step.as, operation);
      };
      if (step.op === 'now') {
        script.call(step.at, 'now', [], done);
        return;
      }
      const sender = step.op === 'receive' ? gave.get(step.from) : undefined;
      if (step.op === 'receive' && timestampOf(sender?.value) === undefined) return;
      const remote = step.op === 'receive' ? (sender?.value ?? null) : broken(step, script.nowMs());
      const operation = script.call(step.at, 'receive', [remote], done);
      if (sender !== undefined) {
        senders.set(operation.id, sender.id);
        script.note('received', { op: operation.id, from: sender.id });
      }
    });
  }
  script.at(endMs - 1, () => compareAll(script, made, senders));
}

function broken({ aheadMs, counter }: Step & { op: 'outside' }, nowMs: number): Json {
  return { wall: EPOCH_MS + Math.floor(nowMs) + aheadMs, counter, node: OUTSIDE };
}

/** Has the program compare what the checks need. */
function compareAll(script: Script, made: readonly Operation[], senders: ReadonlyMap<number, number>): void {
  const events = made.filter(({ value }) => timestampOf(value) !== undefined);
  const signs: Json[] = [];
  let asked = 0;
  const compare = (one: Json, other: Json): Json => {
    const result = script.probe(NODES[asked++ % 2] ?? 'a', 'compare', [one, other]);
    return typeof result === 'number' && !Number.isNaN(result) ? Math.sign(result) : null;
  };
  const ask = (one: Operation, other: Operation): void => {
    signs.push([one.id, other.id, compare(one.value ?? null, other.value ?? null)]);
  };
  const latest = new Map<string, Operation>();
  for (const event of [...events].sort((a, b) => a.id - b.id)) {
    const before = latest.get(event.node);
    if (before !== undefined) ask(before, event);
    latest.set(event.node, event);
    const sender = made.find(({ id }) => id === senders.get(event.id));
    if (sender !== undefined) ask(sender, event);
  }
  const remotes = events
    .filter(({ id, method }) => method === 'receive' && !senders.has(id))
    .map((event): Json => [event.id, compare(event.args[0] ?? null, event.value ?? null)]);
  if (events.length <= ALL_PAIRS_MAX) for (const one of events) for (const other of events) ask(one, other);
  script.note('compared', { signs, remotes });
}

export interface Stamp {
  readonly wall: number;
  readonly counter: number;
  readonly node: string;
}

/** A timestamp as the contract has it; `undefined` for anything else. */
export function timestampOf(value: Json | undefined): Stamp | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  const { wall, counter, node } = value;
  if (typeof wall !== 'number' || typeof counter !== 'number' || typeof node !== 'string') return undefined;
  return { wall, counter, node };
}
