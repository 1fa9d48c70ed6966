/** A run as data: who lies, and one step after the other, with what is late and what is a lie in it. */
import { isJsonObject, type Fault, type Json, type NodeId, type ScenarioNode } from 'partial-failure/kit';
import { replica } from '../peers.ts';

export const CLIENTS: readonly NodeId[] = ['client-1', 'client-2'];

export function replicasOf(n: number): NodeId[] {
  return Array.from({ length: n }, (_, i) => `r${i + 1}`);
}

/** A write, or reads at once. What is not said goes its plain way: all is fast, and everybody tells the truth. */
export type Step = {
  /** Who calls, by number from 0. Several: they read, all at once. */
  readonly by: readonly number[];
  /** A write of this value of {@link valueOf}; else reads. */
  readonly write?: number;
  /** Writes to these replicas take as long as can be. Replicas by number, from 1. */
  readonly lateWrites?: readonly number[];
  /** So do the answers of these, whatever was asked. */
  readonly lateAnswers?: readonly number[];
  /** So do questions and answers. */
  readonly slow?: readonly number[];
  /** How long the questions to those take, in ms; default: as long as can be. */
  readonly slowMs?: number;
  /** Who answers first, in order; then the others. */
  readonly first?: readonly number[];
  /** What the liars say to whom reads: of `lies.ts`, or one each. */
  readonly lie?: string | readonly string[];
  /** What they say to whom writes. */
  readonly ack?: string;
  /** The liars keep their answers until so long after the beginning of the step, in ms. */
  readonly liarsAtMs?: number;
  /** How long after the step before, in ms; default 1. */
  readonly afterMs?: number;
  /** How long after each other several reads begin, in ms; default 0. */
  readonly apartMs?: number;
};

/** Whether a note's data is a step. */
export function isStep(data: Json | undefined): data is Step {
  return isJsonObject(data) && Array.isArray(data['by']);
}

export interface Plan {
  readonly n: number;
  readonly liars: readonly number[];
  readonly steps: readonly Step[];
  readonly faults?: readonly Fault[];
}

/** Values that look like nothing, and such as are taken for each other; after them, any number of others. */
const VALUES: readonly Json[] = [
  0,
  'b',
  '',
  false,
  { x: 1 },
  7,
  '7',
  [],
  {},
  [0],
  true,
  'null',
  { x: [null] },
  '0',
  1234,
];

/** All of them differ, and none is `null`. */
export function valueOf(i: number): Json {
  return VALUES[i] ?? { n: i };
}
export const VALUES_THAT_LOOK_LIKE_NOTHING = VALUES.length;

/** A write of the value of that number; default: the clients take turns. */
export const write = (value: number, rest: Omit<Partial<Step>, 'write'> = {}): Step => ({
  by: [value % 2],
  write: value,
  ...rest,
});

/** A read; default: by the second client. */
export const read = (rest: Partial<Step> = {}): Step => ({ by: [1], ...rest });

export const plan = (n: number, liars: readonly number[], ...steps: readonly Step[]): Plan => ({
  n,
  liars,
  steps,
});

/** Numbers from one to another. */
export const span = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** After this all that was sent has arrived, in ms. */
export const CALM_MS = 450;

/** The two clients, and n = 4f + 1 replicas. */
export function nodesOf(n: number): ScenarioNode[] {
  return [
    ...CLIENTS.map((id) => ({ id, role: 'client', args: () => [replicasOf(n), (n - 1) / 4] })),
    ...replicasOf(n).map((id) => ({ id, course: replica })),
  ];
}
