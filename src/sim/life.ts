import { keyed } from '../util/prng.ts';
import { createCourseSide } from './course-side.ts';
import { RateClock, SECOND_US } from './clock.ts';
import { Draw } from './draws.ts';
import { toMicros, type CrashFault } from './fault.ts';
import { noiseOf } from './files.ts';
import { methodOf, outcomeOf } from './foreign.ts';
import { handOver } from './hand-over.ts';
import { createNodeApi } from './harness.ts';
import { copyJson } from './json-copy.ts';
import type { SimNode } from './sim-node.ts';
import type { Hand, NodeSpec } from './topology.ts';
import type { World } from './world.ts';

/** The lives of the nodes: how an incarnation begins, and how it ends. */
export class Life {
  /** Nodes that crashed and are not back yet. */
  readonly restarting = new Set<SimNode>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Begins an incarnation. */
  boot(node: SimNode): void {
    const { world } = this;
    const { seed } = world.options;
    node.incarnation++;
    node.up = true;
    node.doomed = false;
    node.started = false;
    node.bootedAtUs = world.nowUs();
    node.localUs = world.nowUs();
    node.wakeAtUs = -1;
    node.step = 0;
    node.randomCount = 0;
    node.shown = '';
    node.forgetSent();
    node.pending.clear();
    const shown = keyed(seed, Draw.Monotonic, node.index, node.incarnation) % (7_200 * SECOND_US);
    node.monotonic = new RateClock(world.nowUs(), shown, node.realMicros);
    for (const change of node.rateChanges) if (change.atUs >= world.nowUs()) node.monotonic.change(change);
    world.enqueue(node, {
      run: () => {
        world.open(node, { kind: 'boot' }, -1);
        if ('course' in node.spec) this.bootCourse(node, node.spec.course);
        else this.bootProgram(node, node.spec);
      },
    });
  }

  private bootCourse(node: SimNode, create: Extract<NodeSpec, { course: unknown }>['course']): void {
    node.course = create(createCourseSide(this.world, node));
    this.markStarted(node);
  }

  private bootProgram(node: SimNode, spec: Extract<NodeSpec, { factory: unknown }>): void {
    const { world } = this;
    const { runtime } = world.options;
    const incarnation = node.incarnation;
    node.instance = undefined;
    let isBooting = true;
    const boot = (): unknown => {
      const api = createNodeApi(world, node, spec);
      node.program = spec.factory(runtime.environment(spec.helpers, (text) => api.log(text)));
      if (spec.shape === 'function') {
        node.api = api;
        return undefined;
      }
      const Exported: unknown = node.program[spec.exportName];
      if (typeof Exported !== 'function')
        throw new TypeError(`The export "${spec.exportName}" is not a class.`);
      const instance: unknown = Reflect.construct(Exported, [api, ...this.argumentsOf(node, spec)]);
      node.instance = instance;
      return methodOf(instance, 'start')?.();
    };
    outcomeOf(runtime.realm, boot, (ok, value) => {
      if (isBooting) {
        if (!ok) world.escaped(node, value, 'boot');
        this.markStarted(node);
        return;
      }
      if (!node.lives(incarnation)) return;
      if (ok) {
        this.markStarted(node);
        return;
      }
      world.escaped(node, value, 'start');
      world.commit(node, () => this.stop(node));
    });
    isBooting = false;
  }

  /** What the scenario hands to the program: its own copies, so that no two nodes or runs share them. */
  private argumentsOf(node: SimNode, spec: Extract<NodeSpec, { factory: unknown }>): unknown[] {
    const { runtime } = this.world.options;
    return spec.args(this.handFor(node)).map((arg) => handOver(arg, (value) => runtime.protect(value)));
  }

  private handFor(node: SimNode): Hand {
    const { world } = this;
    const incarnation = node.incarnation;
    return (name, onCall) =>
      Object.freeze((...args: unknown[]) => {
        const copies = args.map((arg, i) => copyJson(arg, `argument ${i + 1} of ${name}`, world.stored));
        if (!node.lives(incarnation) || !world.step(node, 'function', name)) return;
        world.emit(node, { kind: 'call', name, args: copies });
        if (onCall !== undefined) world.commit(node, () => onCall(...copies));
      });
  }

  private markStarted(node: SimNode): void {
    const { world } = this;
    const incarnation = node.incarnation;
    world.emit(node, { kind: 'started' });
    world.commit(node, () => {
      if (!node.up || node.incarnation !== incarnation) return;
      node.started = true;
      node.startedAtUs = world.nowUs();
      if (this.restarting.delete(node)) world.faultOver(world.nowUs());
      for (const work of node.held.splice(0)) world.enqueue(node, work);
    });
  }

  /** Whether a crash of the node may happen now. */
  mayCrash(node: SimNode): boolean {
    const { world } = this;
    return world.options.decider.mayCrash?.(node.id, world) ?? true;
  }

  /** The node stops; what was open is lost, but for what the fault says. */
  crash(node: SimNode, fault: CrashFault): void {
    const { world } = this;
    if (!node.up) return;
    const openWrites = node.openWrites();
    const losesDisk = fault.losesDisk === true;
    const openWritesDone = losesDisk ? 0 : Math.min(fault.openWritesDone ?? 0, openWrites);
    const file =
      node.file === undefined || node.file.unsynced().length === 0
        ? undefined
        : node.file.crash(fault.unsynced, noiseOf(world, node));
    const seq = world.record(
      node,
      {
        kind: 'crash',
        openWrites,
        openWritesDone,
        ...(file !== undefined && { file }),
        ...(losesDisk && { losesDisk }),
      },
      -1,
    );
    let left = openWritesDone;
    for (const { key, value } of node.diskQueue) {
      if (value === undefined || left-- <= 0) continue;
      node.disk.set(key, value);
      world.record(node, { kind: 'disk-durable', key, value }, seq);
    }
    if (losesDisk) {
      node.disk.clear();
      node.durable.clear();
      node.file?.clear();
    }
    this.restarting.delete(node);
    this.stop(node);
    if (fault.restartAfterMs === null) {
      world.faultOver(world.nowUs());
    } else {
      this.restarting.add(node);
      world.agenda.add(world.nowUs() + toMicros(fault.restartAfterMs), () => this.boot(node));
    }
  }

  /** Ends an incarnation: what waited is lost. */
  private stop(node: SimNode): void {
    const { world } = this;
    node.up = false;
    node.started = false;
    node.doomed = true;
    node.course = undefined;
    node.instance = undefined;
    node.diskQueue = [];
    node.diskFreeAtUs = world.nowUs();
    node.pending.clear();
    const waiting = [...node.inbox.splice(0), ...node.held.splice(0)];
    for (const work of waiting) work.lost?.();
    const open = [...node.openOperations];
    node.openOperations.clear();
    for (const op of open) world.onOperationCut?.(op);
  }
}
