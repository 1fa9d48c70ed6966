import { SECOND_US } from './clock.ts';
import {
  isStepMoment,
  toMicros,
  type CrashFault,
  type Fault,
  type ForgeFault,
  type MessageKey,
  type PauseFault,
  type ReplayFault,
} from './fault.ts';
import type { SimNode } from './sim-node.ts';
import type { EventBody, Message, TraceEvent } from './trace.ts';
import type { World } from './world.ts';

type NodeStretchFault = Extract<
  Fault,
  { kind: 'silence' | 'small-inbox' | 'slow-node' | 'no-sync' | 'slow-disk' }
>;
type LinkStretchFault = Extract<Fault, { kind: 'partition' | 'slow-link' | 'burst-loss' }>;

/** Faults by true time: what strikes a node, changes its clocks, or disturbs disks and links for a stretch. */
export class TimedFaults {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Makes a fault happen at the end of its instant, or of this one when that is past. Others wait for their moment. */
  inject(fault: Fault): void {
    const { world } = this;
    switch (fault.kind) {
      case 'crash':
      case 'pause': {
        const { at } = fault;
        if (isStepMoment(at)) return;
        this.strike(world.node(at.node), toMicros(at.atMs), fault);
        return;
      }
      case 'forge':
      case 'replay':
        this.lie(world.node(fault.at.node), toMicros(fault.at.atMs), fault);
        return;
      case 'clock-step':
      case 'clock-rate':
      case 'leap-second':
        this.changeClock(fault);
        return;
      case 'partition':
      case 'slow-link':
      case 'burst-loss':
        this.disturbLinks(fault);
        return;
      case 'silence':
      case 'small-inbox':
      case 'slow-node':
      case 'no-sync':
      case 'slow-disk':
        this.disturbNode(fault);
        return;
      case 'drop':
      case 'delay':
      case 'duplicate':
      case 'corrupt':
      case 'equivocate':
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
      world.fire({ ...fault, at: { node: node.id, atMs: world.nowUs() / 1000 } }, fault);
      if (fault.kind === 'crash') {
        world.life.crash(node, fault);
        return;
      }
      node.localUs = world.nowUs();
      node.turnCause = { seq: -1 };
      world.pause(node, fault);
    });
  }

  /** A liar sends what its program did not, at the end of the instant, no earlier than its local instant. */
  private lie(node: SimNode, atUs: number, fault: ForgeFault | ReplayFault): void {
    const { world } = this;
    const dueUs = Math.max(atUs, world.nowUs());
    const about = fault.kind === 'forge' ? fault.to : fault.message;
    world.agenda.addFault(dueUs, `${fault.kind} ${node.id} ${about}`, () => {
      if (!node.up) return;
      if (node.localUs > world.nowUs()) {
        this.lie(node, node.localUs, fault);
        return;
      }
      const message =
        fault.kind === 'forge' ? forged(node, fault) : sentAgain(node, fault.message, world.trace());
      if (message === undefined) return;
      node.liesCount++;
      world.fire({ ...fault, at: { node: node.id, atMs: world.nowUs() / 1000 } }, fault);
      world.network.lie(node, message, fault.kind);
    });
  }

  private changeClock(fault: Extract<Fault, { kind: 'clock-step' | 'clock-rate' | 'leap-second' }>): void {
    const { world } = this;
    const node = world.node(fault.at.node);
    const atUs = Math.max(toMicros(fault.at.atMs), world.nowUs(), node.localUs);
    world.fire({ ...fault, at: { node: node.id, atMs: atUs / 1000 } }, fault);
    if (fault.kind === 'leap-second') {
      const { smearSeconds = 0 } = fault;
      if (smearSeconds === 0) node.timeOfDay.change({ atUs, stepUs: -SECOND_US });
      else node.timeOfDay.smear(atUs, smearSeconds);
      world.agenda.addFault(atUs, `leap-second ${node.id}`, () =>
        world.record(node, { kind: 'leap-second', smearSeconds }, -1),
      );
      world.faultOver(atUs + smearSeconds * SECOND_US);
    } else if (fault.kind === 'clock-step') {
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

  private disturbNode(fault: NodeStretchFault): void {
    const { world } = this;
    const node = world.node(fault.node);
    const untilUs = toMicros(fault.untilMs);
    let fromUs = Math.max(toMicros(fault.fromMs), world.nowUs());
    // What the node has run ahead to, it did as it was before.
    if (fault.kind === 'slow-node' || fault.kind === 'no-sync') fromUs = Math.max(fromUs, node.localUs);
    if (untilUs <= fromUs) return;
    world.fire({ ...fault, fromMs: fromUs / 1000 }, fault);
    world.faultOver(untilUs);
    const body = this.disturbed(node, fromUs, untilUs, fault);
    world.agenda.addFault(fromUs, `${fault.kind} ${node.id}`, () => world.record(node, body, -1));
  }

  /** Makes it so, and gives the event that tells of it. */
  private disturbed(node: SimNode, fromUs: number, untilUs: number, fault: NodeStretchFault): EventBody {
    const { network, disks, intervals } = this.world;
    switch (fault.kind) {
      case 'slow-disk':
        disks.slow.push({ node: node.id, fromUs, untilUs, byUs: toMicros(fault.byMs) });
        return { kind: 'slow-disk', untilUs, byMs: fault.byMs };
      case 'slow-node':
        node.slow.push({ fromUs, untilUs, byUs: toMicros(fault.byMs) });
        node.slowUntilUs = Math.max(node.slowUntilUs, untilUs);
        return { kind: 'slow-node', untilUs, byMs: fault.byMs };
      case 'small-inbox':
        network.smallInboxes.push({ node: node.id, fromUs, untilUs, capacity: fault.capacity });
        return { kind: 'small-inbox', untilUs, capacity: fault.capacity };
      case 'silence':
        network.silences.push({ node: node.id, fromUs, untilUs });
        return { kind: 'silence', untilUs };
      case 'no-sync':
        node.lostSyncs.push({ fromUs, untilUs });
        this.world.faultOver(intervals.nextSyncUs(node, untilUs));
        return { kind: 'no-sync', untilUs };
    }
  }

  private disturbLinks(fault: LinkStretchFault): void {
    const { world } = this;
    const { network } = world;
    const fromUs = Math.max(toMicros(fault.fromMs), world.nowUs());
    const untilUs = toMicros(fault.untilMs);
    if (untilUs <= fromUs) return;
    world.fire({ ...fault, fromMs: fromUs / 1000 }, fault);
    world.faultOver(untilUs);
    const links = new Set(fault.links);
    let body: EventBody;
    switch (fault.kind) {
      case 'partition':
        network.cuts.push({ links, fromUs, untilUs });
        body = { kind: 'partition', links: fault.links, untilUs };
        break;
      case 'slow-link':
        network.slowLinks.push({ links, fromUs, untilUs, byUs: toMicros(fault.byMs) });
        body = { kind: 'slow-link', links: fault.links, untilUs, byMs: fault.byMs };
        break;
      case 'burst-loss':
        network.bursts.push({ links, fromUs, untilUs, perMyriad: Math.round(fault.percent * 100) });
        body = { kind: 'burst-loss', links: fault.links, untilUs, percent: fault.percent };
        break;
    }
    const key = `${fault.kind} ${fault.links.join(' ')}`;
    world.agenda.addFault(fromUs, key, () => world.record(undefined, body, -1));
    world.agenda.addFault(untilUs, key, () =>
      world.record(undefined, { kind: 'heal', links: fault.links }, -1),
    );
  }
}

function forged(node: SimNode, fault: ForgeFault): Message {
  const key = `forge ${node.id}>${fault.to} ${node.liesCount}`;
  return { key, kind: fault.as ?? 'send', from: node.id, to: fault.to, body: fault.body };
}

/** The node's own message of that key, under a key of its own, if it was sent. */
function sentAgain(node: SimNode, key: MessageKey, trace: readonly TraceEvent[]): Message | undefined {
  for (const event of trace) {
    if (event.kind !== 'send' || event.message.key !== key || event.node !== node.id) continue;
    return { ...event.message, key: `replay ${node.liesCount} of ${key}` };
  }
  return undefined;
}
