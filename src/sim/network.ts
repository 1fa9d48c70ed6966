import type { Json, NodeId } from '../api.ts';
import { hash32, keyed } from '../util/prng.ts';
import type { Due } from './agenda.ts';
import { corruptJson } from './corrupt.ts';
import { Draw, within } from './draws.ts';
import { toMicros, type LinkKey, type MessageFault } from './fault.ts';
import { cloneJson } from './json-copy.ts';
import { receive } from './receive.ts';
import type { SimNode, Work } from './sim-node.ts';
import type { EventRef, LossCause, Message } from './trace.ts';
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

interface Burst extends Stretch {
  readonly perMyriad: number;
}

/** One node in a stretch of true time. */
interface NodeStretch {
  readonly node: NodeId;
  readonly fromUs: number;
  readonly untilUs: number;
}

const NOTHING: readonly MessageFault[] = [];

/** Carries messages: how long they take, what becomes of them on the way. */
export class Network {
  readonly cuts: Stretch[] = [];
  readonly slowLinks: Slow[] = [];
  readonly bursts: Burst[] = [];
  readonly silences: NodeStretch[] = [];
  readonly smallInboxes: (NodeStretch & { readonly capacity: number })[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** A message leaves its sender as its turn gets there. */
  leave(sender: SimNode, message: Message, cause: EventRef, line: number): void {
    if (this.world.isNow(sender)) this.dispatch(sender, message, cause.seq, line);
    else this.leaveLater(sender, message, cause, line);
  }

  // Apart, since a function that makes a closure makes room for it whenever it is called.
  private leaveLater(sender: SimNode, message: Message, cause: EventRef, line: number): void {
    this.world.commit(sender, () => this.dispatch(sender, message, cause.seq, line));
  }

  /** A message leaves its sender: the faults at it are decided, and its copies go on their way. */
  private dispatch(sender: SimNode, message: Message, cause: number, line: number): void {
    const { world } = this;
    const sent = world.record(sender, { kind: 'send', message }, cause, line);
    this.carry(message, sender, sent, world.nowUs() + this.delayUs(sender, message));
  }

  /**
   * A liar sends what its program did not. Its delay belongs to its own key, so that the messages of the program keep
   * theirs.
   */
  lie(sender: SimNode, message: Message, how: 'forge' | 'replay'): void {
    const { world } = this;
    const lie = world.record(sender, { kind: 'lie', how, message }, -1);
    const sent = world.record(sender, { kind: 'send', message }, lie);
    const span = world.options.surroundings.link(message.from, message.to);
    const dueUs = world.nowUs() + within(span, hash32(world.options.seed, 'delay', message.key));
    const arrivesUs = dueUs + this.slowLinkUs(message);
    world.faultOver(arrivesUs);
    this.carry(message, sender, sent, arrivesUs);
  }

  private carry(message: Message, sender: SimNode, sent: number, dueUs: number): void {
    const { world } = this;
    const why = this.lossOf(message);
    if (why !== undefined) {
      world.record(sender, { kind: 'lost', message, copy: 0, why }, sent);
      return;
    }
    let carried = message;
    let extraUs = 0;
    let dropped = false;
    let copies: number[] | undefined;
    for (const fault of world.options.decider.onMessage?.(message, world) ?? NOTHING) {
      world.fire(fault);
      switch (fault.kind) {
        case 'drop':
          dropped = true;
          break;
        case 'delay':
          extraUs += toMicros(fault.byMs);
          break;
        case 'duplicate':
          (copies ??= []).push(toMicros(fault.afterMs));
          break;
        case 'corrupt':
          carried = { ...carried, body: corruptJson(carried.body, fault.draw) };
          world.record(sender, { kind: 'corrupt', message: carried }, sent);
          break;
        case 'equivocate':
          carried = { ...carried, body: fault.body };
          world.record(sender, { kind: 'lie', how: 'equivocate', message: carried }, sent);
          break;
      }
    }
    if (dropped) {
      world.record(sender, { kind: 'lost', message, copy: 0, why: 'drop' }, sent);
      world.faultOver(world.nowUs());
      return;
    }
    const arrivesUs = dueUs + extraUs;
    if (extraUs > 0 || carried !== message) world.faultOver(arrivesUs);
    const arriving = carried;
    world.agenda.enter(arrivesUs, new Delivery(world, arriving, 0, sent));
    copies?.forEach((afterUs, i) => {
      world.faultOver(arrivesUs + afterUs);
      world.agenda.enter(arrivesUs + afterUs, new Delivery(world, arriving, i + 1, sent));
    });
  }

  private delayUs(from: SimNode, message: Message): number {
    const { seed, surroundings } = this.world.options;
    const to = this.world.node(message.to);
    const ordinal = from.towards(to.id).nextDelay();
    const draw = keyed(seed, Draw.Delay, from.index, to.index, from.incarnation, ordinal);
    return within(surroundings.link(from.id, to.id), draw) + this.slowLinkUs(message);
  }

  private slowLinkUs(message: Message): number {
    let us = 0;
    for (const slow of this.slowLinks) if (covers(slow, message, this.world.nowUs())) us += slow.byUs;
    return us;
  }

  /** Whether a message that is sent now is lost, and why. */
  private lossOf(message: Message): LossCause | undefined {
    if (this.isCut(message)) return 'partition';
    if (this.silences.length > 0 && this.isSilent(message.from)) return 'silence';
    if (this.bursts.length > 0 && this.isLostInBurst(message)) return 'burst';
    return undefined;
  }

  private isSilent(node: NodeId): boolean {
    return this.silences.some((silence) => silence.node === node && isWithin(silence, this.world.nowUs()));
  }

  private isLostInBurst(message: Message): boolean {
    const { world } = this;
    let perMyriad = 0;
    for (const burst of this.bursts)
      if (covers(burst, message, world.nowUs())) perMyriad = Math.max(perMyriad, burst.perMyriad);
    return hash32(world.options.seed, 'burst-loss', message.key) % 10_000 < perMyriad;
  }

  /** Why a message that arrives now is lost, if it is. */
  lossOnArrival(message: Message, receiver: SimNode): LossCause | undefined {
    const isReply = message.kind === 'reply';
    if (this.isCut(message)) return 'partition';
    if (!receiver.up) return 'down';
    if (isReply && (message.answers === undefined || !receiver.pending.has(message.answers))) return 'stale';
    const mayFill = receiver.capacity !== Infinity || this.smallInboxes.length > 0;
    return mayFill && this.isFull(receiver, isReply) ? 'overflow' : undefined;
  }

  /** Whether a message that arrives now must wait and finds no room. */
  private isFull(receiver: SimNode, isReply: boolean): boolean {
    const nowUs = this.world.nowUs();
    let { capacity } = receiver;
    for (const small of this.smallInboxes)
      if (small.node === receiver.id && isWithin(small, nowUs)) capacity = Math.min(capacity, small.capacity);
    if (receiver.messagesWaiting < capacity) return false;
    const isBusy = receiver.inTurn || receiver.localUs > nowUs || receiver.inbox.length > 0;
    return isBusy || (!isReply && !receiver.started);
  }

  private isCut(message: Message): boolean {
    for (const cut of this.cuts) if (covers(cut, message, this.world.nowUs())) return true;
    return false;
  }
}

/** A copy of a message on its way, and, once it has arrived, the turn in which its node gets it. */
class Delivery implements Due, Work {
  private readonly world: World;
  private readonly receiver: SimNode;
  private readonly message: Message;
  private readonly copy: number;
  private readonly sent: number;
  /** Takes a reply. */
  private answer: ((reply: Json) => void) | undefined = undefined;

  constructor(world: World, message: Message, copy: number, sent: number) {
    this.world = world;
    this.receiver = world.node(message.to);
    this.message = message;
    this.copy = copy;
    this.sent = sent;
  }

  due(): void {
    const { world, receiver, message } = this;
    const why = world.network.lossOnArrival(message, receiver);
    if (why !== undefined) {
      this.record(why);
      return;
    }
    receiver.messagesWaiting++;
    if (message.answers === undefined) {
      world.enqueueStarted(receiver, this);
      return;
    }
    this.answer = receiver.pending.get(message.answers);
    receiver.pending.delete(message.answers);
    world.enqueue(receiver, this);
  }

  run(): void {
    const { world, receiver, message, copy } = this;
    receiver.messagesWaiting--;
    world.open(receiver, { kind: 'deliver', message, copy }, this.sent);
    if (this.answer === undefined) receive(world, receiver, message, copy);
    else this.answer(cloneJson(message.body));
  }

  lost(): void {
    this.receiver.messagesWaiting--;
    this.record('down');
  }

  private record(why: LossCause): void {
    const { world, receiver, message, copy, sent } = this;
    world.record(receiver, { kind: 'lost', message, copy, why }, sent);
  }
}

function covers(stretch: Stretch, { from, to }: Message, nowUs: number): boolean {
  return isWithin(stretch, nowUs) && stretch.links.has(`${from}>${to}`);
}

function isWithin(stretch: { readonly fromUs: number; readonly untilUs: number }, nowUs: number): boolean {
  // As every fault by time, it begins and ends after everything else of its instant.
  return stretch.fromUs < nowUs && nowUs <= stretch.untilUs;
}
