import type { Json, NodeId } from '../api.ts';
import type { Prng } from '../util/prng.ts';
import { toMicros } from './fault.ts';
import { describeThrown, methodOf, outcomeOf } from './foreign.ts';
import { cloneJson, copyJson } from './json-copy.ts';
import type { SimNode } from './sim-node.ts';
import type { NodeSpec } from './topology.ts';
import type { EventBody, TraceEvent } from './trace.ts';
import type { World } from './world.ts';

/** One call of a scenario into a program, as it went. Times are true, in µs. */
export interface Operation {
  readonly id: number;
  readonly node: NodeId;
  incarnation: number;
  readonly method: string;
  readonly args: readonly Json[];
  /** When the call began; `seq` of its `invoke` event. */
  invokedUs: number;
  invokedSeq: number;
  /** When it settled; absent while it is open, and for ever when its node crashed first. */
  returnedUs?: number;
  returnedSeq?: number;
  /**
   * `open` at the end of the run; `ok`; `threw` (rejected, or gave what is not JSON); `cut` by a crash of its node;
   * `refused`: never begun, because the node was down.
   */
  status: 'open' | 'ok' | 'threw' | 'cut' | 'refused';
  /** What it gave, `null` for `undefined`. Only when `ok`. */
  value?: Json;
  /** When a crash cut it, in µs. */
  cutUs?: number;
}

/** How a scenario sees the running world: it calls programs, and waits. Everything happens at instants of true time. */
export interface Script {
  /** Draws that belong to the scenario's script. */
  readonly draw: Prng;
  nowMs(): number;
  /** Runs `then` at an instant given in ms of true time. */
  at(ms: number, then: () => void): void;
  /** Runs `then` after `ms` of true time. */
  after(ms: number, then: () => void): void;
  /**
   * Calls a method of the program on `node` (for a function role: its function), as a turn of that node. Waits for
   * `start()` and for the end of a pause. `then` is told how it ended, never for one that stays open.
   */
  call(node: NodeId, method: string, args: readonly Json[], then?: (operation: Operation) => void): Operation;
  /** Reads a pure function of the program, such as `role()`, without a turn and without faults. */
  probe(node: NodeId, method: string, args?: readonly Json[]): Json | undefined;
  isUp(node: NodeId): boolean;
  /** Whether the node is up and its `start()` has settled. */
  isStarted(node: NodeId): boolean;
  incarnation(node: NodeId): number;
  /** The instant in ms at which the last fault so far was over; `Infinity` while a restart is not complete. */
  faultsOverMs(): number;
  /** What has happened so far. */
  trace(): readonly TraceEvent[];
  /** Puts a fact into the trace for the checks. */
  note(name: string, data: Json): void;
  /** Adds a node that was not there at the start. */
  boot(spec: NodeSpec): void;
  /** Ends the run after this instant's current event: all has been seen, and programs may have loops that never end. */
  end(): void;
}

/** Makes the script's side of a world, and collects the operations. */
export function createScript(world: World, draw: Prng): { script: Script; operations: Operation[] } {
  const operations: Operation[] = [];
  const followUps = new Map<number, (operation: Operation) => void>();

  const settle = (operation: Operation): void => {
    const then = followUps.get(operation.id);
    followUps.delete(operation.id);
    then?.(operation);
  };

  world.onOperationCut = (id) => {
    const operation = operations[id];
    if (operation === undefined) return;
    operation.status = 'cut';
    operation.cutUs = world.nowUs();
    settle(operation);
  };

  const finish = (node: SimNode, operation: Operation, value: unknown): void => {
    if (!node.lives(operation.incarnation) || !world.step(node, 'return', operation.method)) return;
    let copy: Json;
    try {
      copy = value === undefined ? null : copyJson(value, `What ${operation.method} gave`, world.stored);
    } catch (thrown) {
      fail(node, operation, thrown);
      return;
    }
    node.openOperations.delete(operation.id);
    world.emit(node, { kind: 'return', op: operation.id, value: copy }, world.lineOf(node), (seq) => {
      operation.status = 'ok';
      operation.value = copy;
      operation.returnedUs = world.nowUs();
      operation.returnedSeq = seq;
      settle(operation);
    });
  };

  const fail = (node: SimNode, operation: Operation, thrown: unknown): void => {
    if (!node.lives(operation.incarnation)) return;
    node.openOperations.delete(operation.id);
    world.escaped(node, thrown, operation.method);
    const body: EventBody = { kind: 'throw', op: operation.id, text: describeThrown(thrown) };
    world.emit(node, body, world.lineOf(node), (seq) => {
      operation.status = 'threw';
      operation.returnedUs = world.nowUs();
      operation.returnedSeq = seq;
      settle(operation);
    });
  };

  const begin = (node: SimNode, operation: Operation): void => {
    operation.incarnation = node.incarnation;
    node.openOperations.add(operation.id);
    const { id: op, method, args: given } = operation;
    world.open(node, { kind: 'invoke', op, method, args: given }, -1, (seq) => {
      operation.invokedUs = world.nowUs();
      operation.invokedSeq = seq;
    });
    const args = operation.args.map(cloneJson);
    outcomeOf(
      world.options.runtime.realm,
      () => invoke(node, operation.method, args),
      (ok, value) => (ok ? finish : fail)(node, operation, value),
    );
  };

  const script: Script = {
    draw,
    nowMs: () => world.nowUs() / 1000,
    at: (ms, then) => world.at(toMicros(ms), then),
    after: (ms, then) => world.at(world.nowUs() + toMicros(ms), then),
    call(id, method, args, then) {
      const node = world.node(id);
      const operation: Operation = {
        id: operations.length,
        node: id,
        incarnation: node.incarnation,
        method,
        args,
        invokedUs: world.nowUs(),
        invokedSeq: -1,
        status: node.up || node.incarnation < 0 ? 'open' : 'refused',
      };
      operations.push(operation);
      if (then !== undefined) followUps.set(operation.id, then);
      if (operation.status === 'refused') {
        settle(operation);
        return operation;
      }
      world.enqueueStarted(node, {
        run: () => begin(node, operation),
        lost: () => {
          operation.status = 'refused';
          settle(operation);
        },
      });
      return operation;
    },
    probe(id, method, args = []) {
      const node = world.node(id);
      if (!node.up || !node.started) return undefined;
      return world.probe(node, () => {
        const value = invoke(node, method, args);
        return value === undefined ? undefined : copyJson(value, `What ${method} gave`);
      });
    },
    isUp: (id) => world.isUp(id),
    isStarted: (id) => world.isStarted(id),
    incarnation: (id) => world.incarnation(id),
    faultsOverMs: () => world.faultsOverUs() / 1000,
    note: (name, data) => {
      world.record(undefined, { kind: 'note', name, data }, -1);
    },
    boot: (spec) => world.addNode(spec),
    trace: () => world.trace(),
    end: () => world.finish(),
  };
  return { script, operations };
}

function invoke(node: SimNode, method: string, args: readonly Json[]): unknown {
  const { spec, course, instance } = node;
  if (course !== undefined) {
    const member = course.methods?.[method];
    if (member === undefined) throw new TypeError(`The course's node "${node.id}" has no method ${method}.`);
    return member(...args);
  }
  if ('factory' in spec && spec.shape === 'function') {
    const call = methodOf(node.program, spec.exportName);
    if (call === undefined) throw new TypeError(`There is no function ${spec.exportName} to call.`);
    return call(node.api, ...args);
  }
  const member = methodOf(instance, method);
  if (member === undefined) throw new TypeError(`There is no method ${method} to call.`);
  return member(...args);
}
