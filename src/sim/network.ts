import { keyed } from '../util/prng.ts';
import { Draw, within } from './draws.ts';
import { toMicros, type LinkKey } from './fault.ts';
import { cloneJson } from './json-copy.ts';
import { receive } from './receive.ts';
import type { Message } from './trace.ts';
import type { World } from './world.ts';

/** Links in a stretch of true time. */
interface Stretch {
  readonly links: ReadonlySet<LinkKey>;
  readonly fromUs: number;
  readonly untilUs: number;
}

interface Slow extends Stretch {
  readonly byUs: number;
}

/** Carries messages: how long they take, what becomes of them on the way. */
export class Network {
  readonly cuts: Stretch[] = [];
  readonly slowLinks: Slow[] = [];
  private readonly linkIndex = new Map<LinkKey, number>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** A message leaves its sender: the faults at it are decided, and its copies go on their way. */
  dispatch(message: Message, cause: number, line: number): void {
    const { world } = this;
    const sender = world.node(message.from);
    const sent = world.record(sender, { kind: 'send', message }, cause, line);
    const link: LinkKey = `${message.from}>${message.to}`;
    const dueUs = world.nowUs() + this.delayUs(message, link);
    if (this.isCut(link)) {
      world.record(sender, { kind: 'lost', message, copy: 0, why: 'partition' }, sent);
      return;
    }
    let extraUs = 0;
    let dropped = false;
    const copies: number[] = [];
    for (const fault of world.options.decider.onMessage?.(message, world) ?? []) {
      world.fired.push(fault);
      if (fault.kind === 'drop') dropped = true;
      else if (fault.kind === 'delay') extraUs += toMicros(fault.byMs);
      else copies.push(toMicros(fault.afterMs));
    }
    if (dropped) {
      world.record(sender, { kind: 'lost', message, copy: 0, why: 'drop' }, sent);
      world.faultOver(world.nowUs());
      return;
    }
    const arrivesUs = dueUs + extraUs;
    if (extraUs > 0) world.faultOver(arrivesUs);
    world.agenda.add(arrivesUs, () => this.arrive(message, 0, sent, link));
    copies.forEach((afterUs, i) => {
      world.faultOver(arrivesUs + afterUs);
      world.agenda.add(arrivesUs + afterUs, () => this.arrive(message, i + 1, sent, link));
    });
  }

  private delayUs(message: Message, link: LinkKey): number {
    const { world } = this;
    const { minMs, maxMs } = world.options.surroundings.link(message.from, message.to);
    let index = this.linkIndex.get(link);
    if (index === undefined) {
      index = this.linkIndex.size;
      this.linkIndex.set(link, index);
    }
    const from = world.node(message.from);
    const to = world.node(message.to);
    const ordinal = from.nextOrdinal('delay', to.index);
    let us = within(
      { minMs, maxMs },
      keyed(world.options.seed, Draw.Delay, from.index, to.index, from.incarnation, ordinal),
    );
    for (const slow of this.slowLinks) if (covers(slow, link, world.nowUs())) us += slow.byUs;
    return us;
  }

  private isCut(link: LinkKey): boolean {
    for (const cut of this.cuts) if (covers(cut, link, this.world.nowUs())) return true;
    return false;
  }

  private arrive(message: Message, copy: number, sent: number, link: LinkKey): void {
    const { world } = this;
    const receiver = world.node(message.to);
    const lost = (why: 'partition' | 'down' | 'stale'): void => {
      world.record(receiver, { kind: 'lost', message, copy, why }, sent);
    };
    if (this.isCut(link)) return lost('partition');
    if (!receiver.up) return lost('down');
    if (message.kind === 'reply') {
      const resolve = message.answers === undefined ? undefined : receiver.pending.get(message.answers);
      if (message.answers === undefined || resolve === undefined) return lost('stale');
      receiver.pending.delete(message.answers);
      world.enqueue(receiver, {
        run: () => {
          world.open(receiver, { kind: 'deliver', message, copy }, sent);
          resolve(cloneJson(message.body));
        },
        lost: () => lost('down'),
      });
      return;
    }
    world.enqueueStarted(receiver, {
      run: () => {
        world.open(receiver, { kind: 'deliver', message, copy }, sent);
        receive(world, receiver, message, copy);
      },
      lost: () => lost('down'),
    });
  }
}

function covers(cut: Stretch, link: LinkKey, nowUs: number): boolean {
  // As every fault by time, it begins and ends after everything else of its instant.
  return cut.fromUs < nowUs && nowUs <= cut.untilUs && cut.links.has(link);
}
