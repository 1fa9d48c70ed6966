import type { NodeId } from '../api.ts';
import { keyed } from '../util/prng.ts';
import { Draw, within } from './draws.ts';
import type { DiskOperation, SimNode } from './sim-node.ts';
import type { EventBody } from './trace.ts';
import type { World } from './world.ts';

/** The disks of the nodes: how long their operations take, and when those take effect. */
export class Disks {
  readonly slow: { node: NodeId; fromUs: number; untilUs: number; byUs: number }[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** By how much longer an operation takes that begins now. */
  slowUs(node: SimNode): number {
    let us = 0;
    const nowUs = this.world.nowUs();
    for (const slow of this.slow) {
      if (slow.node === node.id && slow.fromUs < nowUs && nowUs <= slow.untilUs) us += slow.byUs;
    }
    return us;
  }

  /** A disk operation reaches the disk: it finishes after those before it. */
  begin(node: SimNode, operation: DiskOperation): void {
    const { world } = this;
    const { seed, surroundings } = world.options;
    let us = within(
      surroundings.disk,
      keyed(seed, Draw.Disk, node.index, node.incarnation, node.diskCount++),
    );
    const slowUs = this.slowUs(node);
    if (slowUs > 0) {
      us += slowUs;
      world.faultOver(world.nowUs() + us);
    }
    const dueUs = Math.max(world.nowUs() + us, node.diskFreeAtUs);
    node.diskFreeAtUs = dueUs;
    node.diskQueue.push(operation);
    const incarnation = node.incarnation;
    world.agenda.add(dueUs, () => {
      if (!node.up || node.incarnation !== incarnation) return;
      const done = node.diskQueue.shift();
      if (done === undefined) return;
      node.lastDiskDoneUs = world.nowUs();
      const { key, value, cause, line } = done;
      if (value !== undefined) node.disk.set(key, value);
      const found = node.disk.get(key);
      const body: EventBody =
        value !== undefined ? { kind: 'disk-durable', key, value } : { kind: 'disk-read', key, value: found };
      const seq = world.record(node, body, cause.seq, line);
      world.enqueue(node, {
        run: () => {
          node.turnCause = { seq };
          done.finish(found);
        },
      });
    });
  }
}
