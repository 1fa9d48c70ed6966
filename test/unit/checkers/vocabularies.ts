import type { CasRegisterInput } from '../../../src/models/cas-register.ts';
import type { FencedStorageInput } from '../../../src/models/fenced-storage.ts';
import type { KeyValueInput } from '../../../src/models/key-value.ts';
import type { LockInput } from '../../../src/models/lock.ts';
import type { QueueInput } from '../../../src/models/queue.ts';
import type { RegisterInput } from '../../../src/models/register.ts';
import type { Json } from '../../../src/util/canonical.ts';
import type { Vocabulary } from './histories.ts';

const reads: RegisterInput[] = [{ op: 'read' }, { op: 'read' }];
const writes: RegisterInput[] = [
  { op: 'write', value: 1 },
  { op: 'write', value: 2 },
  { op: 'write', value: null },
];
const swaps: CasRegisterInput[] = [
  { op: 'cas', from: 1, to: 2 },
  { op: 'cas', from: 2, to: 1 },
  { op: 'cas', from: null, to: 3 },
  { op: 'cas', from: 1, to: 1 },
];
const keyed: KeyValueInput[] = ['x', 'y'].flatMap((key): KeyValueInput[] => [
  { op: 'get', key },
  { op: 'get', key },
  { op: 'put', key, value: 1 },
  { op: 'put', key, value: 2 },
  { op: 'delete', key },
  { op: 'cas', key, from: 1, to: 2 },
]);
const locking: LockInput[] = ['a', 'b'].flatMap((owner): LockInput[] => [
  { op: 'acquire', owner },
  { op: 'release', owner },
]);
const queueing: QueueInput[] = [
  { op: 'enqueue', value: 1 },
  { op: 'enqueue', value: 2 },
  { op: 'dequeue' },
  { op: 'dequeue' },
];
const fenced: FencedStorageInput[] = [1, 2, 3].flatMap((token): FencedStorageInput[] => [
  { op: 'read', key: 'x', token },
  { op: 'read', key: 'y', token },
  { op: 'write', key: 'x', value: token, token },
  { op: 'write', key: 'y', value: 7, token },
]);
const fencedOutputs: Json[] = [
  { ok: true },
  ...[null, 1, 2, 3, 7].map((value) => ({ ok: true, value })),
  ...[1, 2, 3].map((highest) => ({ ok: false, highest })),
];

/** Small inputs and outputs for each model. The empty text stands for an output that no model knows. */
export const vocabularies = {
  register: { inputs: [...reads, ...writes], outputs: [null, 1, 2] },
  casRegister: { inputs: [...reads, ...writes, ...swaps], outputs: [null, 1, 2, 3, true, false] },
  keyValue: { inputs: keyed, outputs: [null, 1, 2, true, false] },
  lock: { inputs: locking, outputs: [true, false, ''] },
  queue: { inputs: queueing, outputs: [{ ok: false }, { ok: true, value: 1 }, { ok: true, value: 2 }, ''] },
  fencedStorage: { inputs: fenced, outputs: [...fencedOutputs, ''] },
} satisfies Record<string, Vocabulary>;
