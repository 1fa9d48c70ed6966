import { assert } from '../util/assert.ts';
import { canonicalJson, type Json } from '../util/canonical.ts';

/** Names one update; the course gives every update its own. */
export type UpdateId = string | number;

/** A replica as somebody saw it: what it has delivered, and what it shows. */
export interface Observation {
  readonly replica: string;
  /** Virtual time in integer microseconds. Only the order in one replica counts; at one instant, that of the list. */
  readonly at: number;
  /** The updates that the replica knows, its own and those that came with merged states. A set: order is free. */
  readonly delivered: readonly UpdateId[];
  /** What it shows. Compared as JSON, so bring what is a set into one order first. */
  readonly state: Json;
}

/**
 * What is wrong.
 *
 * - `diverged`: two observations with the same updates and different states; of one replica, if need be.
 * - `undelivered`: the last observation of a replica lacks an update that was to reach it.
 */
export type ConvergenceEvidence =
  | { readonly violation: 'diverged'; readonly observations: readonly [Observation, Observation] }
  | { readonly violation: 'undelivered'; readonly observation: Observation; readonly update: UpdateId };

export type ConvergenceResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: ConvergenceEvidence };

/** What {@link checkConvergence} is to ask besides. */
export interface ConvergenceOptions {
  /** Updates that every replica observed must have delivered by its last observation. Default: none. */
  readonly deliveredInTheEnd?: readonly UpdateId[];
}

/**
 * Whether replicas that have delivered the same set of updates are in the same state, in whatever order the updates
 * came (Shapiro, Preguiça, Baquero and Zawirski, *Conflict-free replicated data types*, SSS 2011, section 2: strong
 * convergence; with eventual delivery it makes strong eventual consistency).
 *
 * A replica is compared with itself too: a state that changes while nothing is delivered is wrong. Which of several
 * pairs is told: the one whose second is earliest in time, ties in order of the list, with the first observation that
 * has the same updates. Divergence comes before what is undelivered, which is told in the order of
 * `deliveredInTheEnd`. Time: that of sorting, in the size of all observations.
 *
 * @throws AssertionError for an instant that is not a safe integer.
 */
export function checkConvergence(
  observations: readonly Observation[],
  options: ConvergenceOptions = {},
): ConvergenceResult {
  const { deliveredInTheEnd = [] } = options;
  for (const { at, replica } of observations) {
    assert(Number.isSafeInteger(at), () => `convergence: ${replica} observed at ${at}. Use microseconds.`);
  }
  const inOrder = [...observations].sort((a, b) => a.at - b.at);
  const firsts = new Map<string, { observation: Observation; state: string }>();
  const lasts = new Map<string, Observation>();
  for (const observation of inOrder) {
    lasts.set(observation.replica, observation);
    const updates = nameOfSet(observation.delivered);
    const state = canonicalJson(observation.state);
    const first = firsts.get(updates);
    if (first === undefined) firsts.set(updates, { observation, state });
    else if (first.state !== state) {
      const pair = [first.observation, observation] as const;
      return { verdict: 'illegal', evidence: { violation: 'diverged', observations: pair } };
    }
  }
  const ends = [...lasts.values()].map((observation) => ({
    observation,
    delivered: new Set(observation.delivered),
  }));
  for (const update of deliveredInTheEnd) {
    const lacking = ends.find(({ delivered }) => !delivered.has(update));
    if (lacking === undefined) continue;
    const { observation } = lacking;
    return { verdict: 'illegal', evidence: { violation: 'undelivered', observation, update } };
  }
  return { verdict: 'ok' };
}

/** Equal for equal sets. */
function nameOfSet(updates: readonly UpdateId[]): string {
  return canonicalJson([...new Set(updates.map((update) => canonicalJson(update)))].sort());
}
