import type { AppendFile, Clock, Disk, FileNode, IntervalClock, Json, Node, NodeId } from '../api.ts';
import type { FileCall } from './files.ts';
import { cloneJson, copyJson } from './json-copy.ts';
import { createMessage } from './kept.ts';
import type { SimNode } from './sim-node.ts';
import { sleep } from './sleep.ts';
import type { ProgramNodeSpec } from './topology.ts';
import type { EventRef } from './trace.ts';
import type { World } from './world.ts';

/** Longest duration a program may wait for, in ms: three years. Longer ones never end within a run anyway. */
const SLEEP_MAX_MS = 100_000_000_000;

const FUNCTIONS = ['send', 'request', 'sleep', 'random', 'log'] as const;

/**
 * What one incarnation of a program sees of its node. Frozen: one part of a program cannot change it for another.
 * Calls after a crash have no effect; what they return never settles.
 */
export function createNodeApi(
  world: World,
  node: SimNode,
  { withheld, granted }: Pick<ProgramNodeSpec, 'withheld' | 'granted'>,
): Node {
  const { incarnation } = node;
  const { realm } = world.options.runtime;
  const { stored } = world;
  const alive = (): boolean => node.lives(incarnation);

  const checkTo = (to: unknown, call: string): NodeId => {
    if (typeof to !== 'string') throw new TypeError(`${call}: the first argument must be the id of a node.`);
    world.node(to);
    return to;
  };

  const leave = (kind: 'send' | 'request', to: NodeId, body: Json, answer?: (reply: Json) => void): void => {
    const key = node.towards(to).nextKey(kind);
    const message = createMessage(key, kind, node.id, to, body);
    if (answer !== undefined) node.pending.set(key, answer);
    world.network.leave(node, message, node.turnCause, world.lineOf(node));
  };

  const clock: Clock & Partial<IntervalClock> = {
    timeOfDay: () => {
      if (alive()) world.step(node, 'clock', 'timeOfDay');
      return Math.floor(node.timeOfDay.at(node.localUs) / 1000);
    },
    monotonic: () => {
      if (alive()) world.step(node, 'clock', 'monotonic');
      return node.monotonic.at(node.localUs) / 1000;
    },
  };
  if (granted.includes('interval')) {
    clock.interval = () => {
      if (alive()) world.step(node, 'clock', 'interval');
      return world.intervals.at(node, node.localUs);
    };
  }
  close(clock);

  const disk: Disk = close({
    read: (key: string) => {
      checkDiskKey(key);
      const { promise, fulfil } = realm.pending<Json | undefined>();
      if (!alive() || !world.step(node, 'disk.read', key)) return promise;
      const cause = node.turnCause;
      const line = world.lineOf(node);
      const finish = (found: Json | undefined): void => {
        fulfil(found === undefined ? undefined : cloneJson(found));
      };
      world.commit(node, () => world.disks.begin(node, { key, finish, cause, line }));
      return promise;
    },
    write: (key: string, value: Json) => {
      checkDiskKey(key);
      const copy = copyJson(value, `the value for disk key "${key}"`, stored);
      const { promise, fulfil } = realm.pending<undefined>();
      if (!alive() || !world.step(node, 'disk.write', key)) return promise;
      const cause = node.turnCause;
      const line = world.lineOf(node);
      world.emit(node, { kind: 'disk-write', key, value: copy });
      world.commit(node, () =>
        world.disks.begin(node, { key, value: copy, finish: () => fulfil(undefined), cause, line }),
      );
      return promise;
    },
  });

  const api: Node & Partial<FileNode> = {
    id: node.id,
    clock,
    disk,
    send: (to: NodeId, message: Json) => {
      const body = copyJson(message, 'message', stored);
      checkTo(to, 'send');
      if (!alive() || !world.step(node, 'send', to)) return;
      leave('send', to, body);
    },
    request: (to: NodeId, message: Json) => {
      if (withheld.includes('request')) throw new Error('This exercise has no request: use node.send.');
      const body = copyJson(message, 'message', stored);
      checkTo(to, 'request');
      const { promise, fulfil } = realm.pending<Json>();
      if (alive() && world.step(node, 'request', to)) leave('request', to, body, fulfil);
      return promise;
    },
    sleep: (ms: number) => {
      if (typeof ms !== 'number' || !(ms >= 0) || ms === Infinity) {
        throw new RangeError(`sleep(${String(ms)}): give a number of milliseconds, 0 or more, finite.`);
      }
      const { promise, fulfil } = realm.pending<undefined>();
      if (alive() && world.step(node, 'sleep', '') && ms <= SLEEP_MAX_MS)
        sleep(world, node, Math.ceil(ms * 1000), fulfil);
      return promise;
    },
    random: () => {
      if (alive()) world.step(node, 'random', '');
      return world.random(node);
    },
    log: (text: string, details?: Json) => {
      const shown = String(text).slice(0, 1000);
      const copy = details === undefined ? undefined : copyJson(details, 'details', stored);
      if (!alive() || !world.step(node, 'log', '')) return;
      world.emit(node, { kind: 'log', text: shown, ...(copy !== undefined && { details: copy }) });
    },
  };
  for (const key of FUNCTIONS) Object.freeze(api[key]);
  if (granted.includes('file'))
    Object.defineProperty(api, 'file', { value: createFile(world, node, alive), enumerable: true });
  if (withheld.includes('clock')) withhold(api, 'clock', 'This exercise has no clock.');
  if (withheld.includes('disk'))
    withhold(api, 'disk', 'This exercise has no disk: what must survive a crash cannot.');
  return Object.freeze(api);
}

function createFile(world: World, node: SimNode, alive: () => boolean): AppendFile {
  const { realm } = world.options.runtime;
  /** A call of the file: its effect happens as the turn gets there. */
  const call = <T>(
    step: `file.${FileCall['kind'] | 'sync' | 'readAll'}`,
    effect: (fulfil: (value: T) => void, cause: EventRef, line: number) => void,
  ): Promise<T> => {
    const { promise, fulfil } = realm.pending<T>();
    if (!alive() || !world.step(node, step, '')) return promise;
    const cause = node.turnCause;
    const line = world.lineOf(node);
    world.commit(node, () => effect(fulfil, cause, line));
    return promise;
  };
  const change = (what: FileCall): Promise<void> =>
    call<undefined>(`file.${what.kind}`, (fulfil, cause, line) =>
      world.files.change(node, what, () => fulfil(undefined), cause, line),
    );
  return close({
    append: (bytes: readonly number[]) => change({ kind: 'append', bytes: copyBytes(bytes, world.stored) }),
    truncate: (length: number) => {
      if (!Number.isSafeInteger(length) || length < 0)
        throw new RangeError(`file.truncate(${String(length)}): give a whole number of bytes, 0 or more.`);
      return change({ kind: 'truncate', length });
    },
    sync: () =>
      call<undefined>('file.sync', (fulfil, cause, line) =>
        world.files.sync(node, () => fulfil(undefined), cause, line),
      ),
    readAll: () =>
      call<number[]>('file.readAll', (fulfil, cause, line) => world.files.read(node, fulfil, cause, line)),
  });
}

/** Freezes an object and its functions: what one part of a program does to them another would see. */
function close<T extends object>(object: T): T {
  for (const member of Object.values(object)) if (typeof member === 'function') Object.freeze(member);
  return Object.freeze(object);
}

function copyBytes(bytes: unknown, stored: (size: number) => void): readonly number[] {
  const copy = copyJson(bytes, 'bytes', stored);
  const isBytes = Array.isArray(copy) && copy.every(isByte);
  if (!isBytes) throw new TypeError('file.append: give a list of bytes, integers from 0 to 255.');
  return copy;
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** Makes reaching for a part of the node an error that says why. */
function withhold(api: Node, part: 'clock' | 'disk', why: string): void {
  Object.defineProperty(api, part, {
    get: Object.freeze(() => {
      throw new Error(why);
    }),
    enumerable: true,
  });
}

function checkDiskKey(key: unknown): asserts key is string {
  if (typeof key !== 'string') throw new TypeError('disk: the key must be a string.');
}
