import { keyed } from '../util/prng.ts';
import { Draw, within } from './draws.ts';
import { toMicros, type UnsyncedTail } from './fault.ts';
import type { SimNode } from './sim-node.ts';
import type { EventRef } from './trace.ts';
import type { World } from './world.ts';

/** How long every call into a file takes, but for `sync`, which takes as long as a disk operation. */
const CALL_MS = 1;

/** A call that changes a file. */
export type FileCall =
  | { readonly kind: 'append'; readonly bytes: readonly number[] }
  | { readonly kind: 'truncate'; readonly length: number };

/** What a crash left of a file. */
export interface FileLoss {
  readonly unsyncedCalls: number;
  readonly bytesLost: number;
  readonly torn: boolean;
}

/** One node's file: what a read finds, what a crash cannot take away, and the calls between the two. */
export class FileState {
  private content: number[] = [];
  private durable: number[] = [];
  private calls: FileCall[] = [];
  /** How many calls there were before the first of `calls`. */
  private synced = 0;

  /** Takes effect at once, for reads. */
  change(call: FileCall): void {
    this.calls.push(call);
    apply(this.content, call);
  }

  read(): number[] {
    return this.content.slice();
  }

  get length(): number {
    return this.content.length;
  }

  /** How many calls there were so far. */
  get count(): number {
    return this.synced + this.calls.length;
  }

  /** Makes the first `count` of all calls durable. */
  sync(count: number): void {
    for (const call of this.calls.splice(0, Math.max(0, count - this.synced))) {
      apply(this.durable, call);
      this.synced++;
    }
  }

  /** The calls that no sync has covered, as how many bytes each appends (0: a truncation). */
  unsynced(): number[] {
    return this.calls.map((call) => (call.kind === 'append' ? call.bytes.length : 0));
  }

  /**
   * Keeps what a crash leaves, for good.
   *
   * @param noise draws the byte at a place of the torn piece
   */
  crash(tail: UnsyncedTail | undefined, noise: (place: number) => number): FileLoss {
    const unsyncedCalls = this.calls.length;
    const before = this.content.length;
    const kept = Math.min(tail?.calls ?? 0, unsyncedCalls);
    this.sync(this.synced + kept);
    const next = this.calls[0];
    let torn = false;
    if (tail?.bytes !== undefined && next?.kind === 'append') {
      const piece = next.bytes.slice(0, Math.min(tail.bytes, next.bytes.length - 1));
      if (tail.torn !== undefined && piece.length > 0) {
        tear(piece, tail.torn, noise);
        torn = true;
      }
      apply(this.durable, { kind: 'append', bytes: piece });
    }
    this.restart();
    return { unsyncedCalls, bytesLost: Math.max(0, before - this.content.length), torn };
  }

  /** Loses everything. */
  clear(): void {
    this.durable = [];
    this.restart();
  }

  private restart(): void {
    this.calls = [];
    this.synced = 0;
    this.content = this.durable.slice();
  }
}

function apply(bytes: number[], call: FileCall): void {
  if (call.kind === 'truncate') bytes.length = Math.min(bytes.length, call.length);
  else for (const byte of call.bytes) bytes.push(byte);
}

function tear(
  piece: number[],
  { last, as, bit }: NonNullable<UnsyncedTail['torn']>,
  noise: (place: number) => number,
): void {
  const first = Math.max(0, piece.length - last);
  if (as === 'flip') {
    const draw = noise(0);
    const place = bit === undefined ? draw : Math.floor(bit / 8);
    const at = first + (place % (piece.length - first));
    piece[at] = (piece[at] ?? 0) ^ (1 << ((bit ?? draw >>> 16) % 8));
    return;
  }
  for (let at = first; at < piece.length; at++) piece[at] = as === 'zeros' ? 0 : noise(at) % 256;
}

/** The files of the nodes: calls take effect in their order, at the call; only what was synced survives. */
export class Files {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** An append or a truncation. */
  change(node: SimNode, call: FileCall, finish: () => void, cause: EventRef, line: number): void {
    const { world } = this;
    if (node.file === undefined) return;
    node.file.change(call);
    const seq =
      call.kind === 'append'
        ? world.record(node, { kind: 'file-append', bytes: call.bytes }, cause.seq, line)
        : world.record(node, { kind: 'file-truncate', length: call.length }, cause.seq, line);
    this.finishAt(node, this.world.nowUs() + toMicros(CALL_MS) + this.slowUs(node), seq, finish);
  }

  /** Finds all that was called before. */
  read(node: SimNode, finish: (bytes: number[]) => void, cause: EventRef, line: number): void {
    const { world } = this;
    if (node.file === undefined) return;
    const bytes = node.file.read();
    const seq = world.record(node, { kind: 'file-read', length: bytes.length }, cause.seq, line);
    this.finishAt(node, world.nowUs() + toMicros(CALL_MS) + this.slowUs(node), seq, () => finish(bytes));
  }

  /** What was called before becomes durable when it ends; syncs end in their order. */
  sync(node: SimNode, finish: () => void, cause: EventRef, line: number): void {
    const { world } = this;
    const { file, incarnation } = node;
    if (file === undefined) return;
    const { count } = file;
    const { seed, surroundings } = world.options;
    const us = within(surroundings.disk, keyed(seed, Draw.File, node.index, incarnation, node.diskCount++));
    const dueUs = Math.max(world.nowUs() + us + this.slowUs(node), node.diskFreeAtUs);
    node.diskFreeAtUs = dueUs;
    world.agenda.add(dueUs, () => {
      if (!node.up || node.incarnation !== incarnation) return;
      file.sync(count);
      node.lastDiskDoneUs = world.nowUs();
      this.resume(node, world.record(node, { kind: 'file-synced' }, cause.seq, line), finish);
    });
  }

  private finishAt(node: SimNode, dueUs: number, seq: number, finish: () => void): void {
    const { incarnation } = node;
    this.world.agenda.add(dueUs, () => {
      if (node.up && node.incarnation === incarnation) this.resume(node, seq, finish);
    });
  }

  private resume(node: SimNode, seq: number, finish: () => void): void {
    this.world.enqueue(node, {
      run: () => {
        node.turnCause = { seq };
        finish();
      },
    });
  }

  private slowUs(node: SimNode): number {
    const us = this.world.disks.slowUs(node);
    if (us > 0) this.world.faultOver(this.world.nowUs() + us);
    return us;
  }
}

/** The draws for the torn end of a file, at one crash. */
export function noiseOf(world: World, node: SimNode): (place: number) => number {
  return (place) => keyed(world.options.seed, Draw.Torn, node.index, node.incarnation, place);
}
