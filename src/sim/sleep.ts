import type { Due } from './agenda.ts';
import type { SimNode, Work } from './sim-node.ts';
import type { World } from './world.ts';

/**
 * Lets an incarnation wait by its own monotonic clock, from its local instant on.
 *
 * @param us how long, in µs of that clock
 * @param wake called in the turn in which the wait is over; never after a crash
 */
export function sleep(world: World, node: SimNode, us: number, wake: (value: undefined) => void): void {
  const sinceUs = node.localUs;
  const target = node.monotonic.at(sinceUs) + us;
  world.agenda.enter(
    Math.max(node.monotonic.when(sinceUs, target), world.nowUs()),
    new Sleep(world, node, sinceUs, target, wake),
  );
}

/** A wait, and, once it is over, the turn in which its node goes on. */
class Sleep implements Due, Work {
  private readonly world: World;
  private readonly node: SimNode;
  private readonly incarnation: number;
  private readonly sinceUs: number;
  /** What the node's monotonic clock shows at its end. */
  private readonly target: number;
  private readonly wake: (value: undefined) => void;

  constructor(
    world: World,
    node: SimNode,
    sinceUs: number,
    target: number,
    wake: (value: undefined) => void,
  ) {
    this.world = world;
    this.node = node;
    this.incarnation = node.incarnation;
    this.sinceUs = sinceUs;
    this.target = target;
    this.wake = wake;
  }

  due(): void {
    const { world, node } = this;
    if (!node.up || node.incarnation !== this.incarnation) return;
    const nowUs = world.nowUs();
    // The clock may have become slower meanwhile.
    if (node.monotonic.at(nowUs) < this.target)
      world.agenda.enter(node.monotonic.when(nowUs, this.target), this);
    else world.enqueue(node, this);
  }

  run(): void {
    this.world.open(this.node, { kind: 'timer', sinceUs: this.sinceUs }, -1);
    this.wake(undefined);
  }
}
