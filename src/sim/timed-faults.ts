import { isStepMoment, toMicros, type CrashFault, type Fault, type PauseFault } from './fault.ts';
import type { SimNode } from './sim-node.ts';
import type { EventBody } from './trace.ts';
import type { World } from './world.ts';

/** Faults by true time: what strikes a node, changes its clocks, or disturbs disks and links for a stretch. */
export class TimedFaults {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Makes a fault happen at the end of its instant, or of this one when that is past. Others wait for their moment. */
  inject(fault: Fault): void {
    switch (fault.kind) {
      case 'crash':
      case 'pause': {
        const { at } = fault;
        if (isStepMoment(at)) return;
        this.strike(this.world.node(at.node), toMicros(at.atMs), fault);
        return;
      }
      case 'clock-step':
      case 'clock-rate':
        this.changeClock(fault);
        return;
      case 'partition':
      case 'slow-link':
      case 'slow-disk':
        this.disturb(fault);
        return;
      case 'drop':
      case 'delay':
      case 'duplicate':
        return;
    }
  }

  /** A crash or pause by time: at the end of its instant, no earlier than the node's local instant. */
  private strike(node: SimNode, atUs: number, fault: CrashFault | PauseFault): void {
    const { world } = this;
    const dueUs = Math.max(atUs, world.nowUs());
    world.agenda.addFault(dueUs, `${fault.kind} ${node.id}`, () => {
      if (node.localUs > world.nowUs() && node.up) {
        this.strike(node, node.localUs, fault);
        return;
      }
      if (!node.up || node.doomed) return;
      if (fault.kind === 'crash' && !world.life.mayCrash(node)) return;
      world.fired.push({ ...fault, at: { node: node.id, atMs: world.nowUs() / 1000 } });
      if (fault.kind === 'crash') {
        world.life.crash(node, fault);
        return;
      }
      node.localUs = world.nowUs();
      node.turnCause = { seq: -1 };
      world.pause(node, fault);
    });
  }

  private changeClock(fault: Extract<Fault, { kind: 'clock-step' | 'clock-rate' }>): void {
    const { world } = this;
    const node = world.node(fault.at.node);
    const atUs = Math.max(toMicros(fault.at.atMs), world.nowUs(), node.localUs);
    world.fired.push({ ...fault, at: { node: node.id, atMs: atUs / 1000 } });
    if (fault.kind === 'clock-step') {
      node.timeOfDay.change({ atUs, stepUs: toMicros(fault.byMs) });
      world.agenda.addFault(atUs, `clock-step ${node.id}`, () =>
        world.record(node, { kind: 'clock-step', byMs: fault.byMs }, -1),
      );
    } else {
      const { realMicros } = fault;
      node.timeOfDay.change({ atUs, realMicros });
      node.monotonic.change({ atUs, realMicros });
      node.rateChanges.push({ atUs, realMicros });
      world.agenda.addFault(atUs, `clock-rate ${node.id}`, () => {
        node.realMicros = realMicros;
        world.record(node, { kind: 'clock-rate', realMicros }, -1);
      });
    }
    world.faultOver(atUs);
  }

  private disturb(fault: Extract<Fault, { kind: 'partition' | 'slow-link' | 'slow-disk' }>): void {
    const { world } = this;
    const fromUs = Math.max(toMicros(fault.fromMs), world.nowUs());
    const untilUs = toMicros(fault.untilMs);
    if (untilUs <= fromUs) return;
    world.fired.push({ ...fault, fromMs: fromUs / 1000 });
    world.faultOver(untilUs);
    if (fault.kind === 'slow-disk') {
      const byUs = toMicros(fault.byMs);
      world.disks.slow.push({ node: fault.node, fromUs, untilUs, byUs });
      const node = world.node(fault.node);
      world.agenda.addFault(fromUs, `slow-disk ${node.id}`, () =>
        world.record(node, { kind: 'slow-disk', untilUs, byMs: fault.byMs }, -1),
      );
      return;
    }
    const links = new Set(fault.links);
    const body: EventBody =
      fault.kind === 'partition'
        ? { kind: 'partition', links: fault.links, untilUs }
        : { kind: 'slow-link', links: fault.links, untilUs, byMs: fault.byMs };
    if (fault.kind === 'partition') world.network.cuts.push({ links, fromUs, untilUs });
    else world.network.slowLinks.push({ links, fromUs, untilUs, byUs: toMicros(fault.byMs) });
    const key = `${fault.kind} ${fault.links.join(' ')}`;
    world.agenda.addFault(fromUs, key, () => world.record(undefined, body, -1));
    world.agenda.addFault(untilUs, key, () =>
      world.record(undefined, { kind: 'heal', links: fault.links }, -1),
    );
  }
}
