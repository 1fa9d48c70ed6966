/** Commands that most exercises have: what goes wrong, and waiting. What is asked of the program is the exercise's own. */
import type { Json, NodeId } from '../api.ts';
import { linksBetween } from '../sim/fault.ts';
import type { Operation } from '../sim/script.ts';
import type { Message } from '../sim/trace.ts';
import { defineCommand, type Command, type Stage } from './commands.ts';

/** Looks every so often whether a wait is over. */
const LOOK_MS = 5;
/** No wait for a disk or a start takes longer. */
const WAIT_MAX_MS = 3_000;

interface Named {
  /** Where an alphabet has two of a kind. Default: the kind. */
  readonly name?: string;
  /** How often it comes, beside the others. Default 1. */
  readonly weight?: number;
}

interface AtNodes extends Named {
  readonly nodes: readonly NodeId[];
}

/**
 * A node crashes now, with the first few of its open disk writes done, and restarts. The next command comes once it has
 * started, unless `waits` is false.
 *
 * @param options `openWritesMax`: with none, one, … and so many of them done, as far as there are. Default 1
 */
export function crash<Model>({
  nodes,
  restartAfterMs,
  openWritesMax = 1,
  waits = true,
  name = 'crash',
  weight = 1,
}: AtNodes & {
  readonly restartAfterMs: readonly number[];
  readonly openWritesMax?: number;
  readonly waits?: boolean;
}): Command<Model> {
  type Data = { readonly node: NodeId; readonly writes: number; readonly back: number };
  const writes = Array.from({ length: openWritesMax + 1 }, (_, i) => i);
  return defineCommand<Model, Data>({
    name,
    weight,
    every: restartAfterMs.flatMap((back) =>
      writes.flatMap((done) => nodes.map((node) => ({ node, writes: done, back }))),
    ),
    words: ({ node, writes: done, back }) => `${name} of ${node}, with ${tellWrites(done)}, for ${back} ms`,
    run(stage, { node, writes: done, back }) {
      crashNow(stage, node, done, back);
      if (waits) holdUntil(stage, back + WAIT_MAX_MS, () => stage.script.isStarted(node), 1);
    },
  });
}

/** A node crashes just before one of its next steps: in the middle of what it does. The next command does not wait. */
export function crashAtStep<Model>({
  nodes,
  restartAfterMs,
  stepsMax,
  openWritesMax = 1,
  name = 'crash at a step',
  weight = 1,
}: AtNodes & {
  readonly restartAfterMs: number;
  readonly stepsMax: number;
  readonly openWritesMax?: number;
}): Command<Model> {
  type Data = { readonly node: NodeId; readonly step: number; readonly writes: number };
  const all = (length: number): number[] => Array.from({ length }, (_, i) => i);
  return defineCommand<Model, Data>({
    name,
    weight,
    every: all(stepsMax).flatMap((step) =>
      all(openWritesMax + 1).flatMap((writes) => nodes.map((node) => ({ node, step, writes }))),
    ),
    words: ({ node, step, writes }) =>
      `crash of ${node} before its step ${step + 1} from now, with ${tellWrites(writes)}`,
    run(stage, { node, step, writes }) {
      stage.atStep(node, step, (at, openWrites) => ({
        kind: 'crash',
        at,
        restartAfterMs,
        openWritesDone: Math.min(writes, openWrites),
      }));
    },
  });
}

/** A node restarts once nothing is under way on its disk; the next command comes when it has started. */
export function restart<Model>({
  nodes,
  restartAfterMs,
  name = 'restart',
  weight = 1,
}: AtNodes & { readonly restartAfterMs: number }): Command<Model> {
  return defineCommand<Model, NodeId>({
    name,
    weight,
    every: nodes,
    words: (node) => `${name} of ${node} when its disk is idle`,
    run(stage, node) {
      const over = stage.hold(2 * WAIT_MAX_MS + restartAfterMs);
      until(
        stage,
        () => isIdle(stage, node),
        WAIT_MAX_MS,
        0,
        () => {
          crashNow(stage, node, 0, restartAfterMs);
          until(stage, () => stage.script.isStarted(node), restartAfterMs + WAIT_MAX_MS, 1, over);
        },
      );
    },
  });
}

/** A node is paused now. */
export function pause<Model>({
  nodes,
  forMs,
  name = 'pause',
  weight = 1,
}: AtNodes & { readonly forMs: readonly number[] }): Command<Model> {
  return defineCommand<Model, { readonly node: NodeId; readonly forMs: number }>({
    name,
    weight,
    every: forMs.flatMap((ms) => nodes.map((node) => ({ node, forMs: ms }))),
    words: ({ node, forMs: ms }) => `${name} of ${node} for ${ms} ms`,
    run: (stage, { node, forMs: ms }) =>
      stage.fault({ kind: 'pause', at: { node, atMs: stage.script.nowMs() }, forMs: ms }),
  });
}

/** One of the nodes is cut off from all the others, in both directions, until the network heals. */
export function cutOff<Model>({
  nodes,
  from,
  forMs,
  name = 'cut off',
  weight = 1,
}: AtNodes & { readonly from: readonly NodeId[]; readonly forMs: readonly number[] }): Command<Model> {
  return defineCommand<Model, { readonly node: NodeId; readonly forMs: number }>({
    name,
    weight,
    every: forMs.flatMap((ms) => nodes.map((node) => ({ node, forMs: ms }))),
    words: ({ node, forMs: ms }) => `${node} ${name} for ${ms} ms`,
    run(stage, { node, forMs: ms }) {
      const fromMs = stage.script.nowMs();
      const links = linksBetween(
        [node],
        from.filter((other) => other !== node),
      );
      stage.fault({ kind: 'partition', fromMs, untilMs: fromMs + ms, links });
    },
  });
}

/** The time of day of a node steps. */
export function clockStep<Model>({
  nodes,
  byMs,
  name = 'step of the clock',
  weight = 1,
}: AtNodes & { readonly byMs: readonly number[] }): Command<Model> {
  return defineCommand<Model, { readonly node: NodeId; readonly byMs: number }>({
    name,
    weight,
    every: byMs.flatMap((ms) => nodes.map((node) => ({ node, byMs: ms }))),
    words: ({ node, byMs: ms }) => `${name} of ${node} by ${ms} ms`,
    run: (stage, { node, byMs: ms }) =>
      stage.fault({ kind: 'clock-step', at: { node, atMs: stage.script.nowMs() }, byMs: ms }),
  });
}

/** The disk of a node becomes slow for a while. */
export function slowDisk<Model>({
  nodes,
  byMs,
  forMs,
  name = 'slow disk',
  weight = 1,
}: AtNodes & { readonly byMs: readonly number[]; readonly forMs: number }): Command<Model> {
  return defineCommand<Model, { readonly node: NodeId; readonly byMs: number }>({
    name,
    weight,
    every: byMs.flatMap((ms) => nodes.map((node) => ({ node, byMs: ms }))),
    words: ({ node, byMs: ms }) => `${name} of ${node}, by ${ms} ms`,
    run(stage, { node, byMs: ms }) {
      const fromMs = stage.script.nowMs();
      stage.fault({ kind: 'slow-disk', node, fromMs, untilMs: fromMs + forMs, byMs: ms });
    },
  });
}

/** Which messages: those of the given kinds, from one node to another; what is left out is any. */
interface Picks extends Named {
  readonly kind?: Message['kind'];
  readonly from?: NodeId;
  readonly to?: NodeId;
}

/** The next message of these is lost. */
export function loseNext<Model>({
  name = 'lose the next message',
  weight = 1,
  ...picks
}: Picks): Command<Model> {
  return defineCommand<Model, null>({
    name,
    weight,
    run: (stage) => stage.atNextMessage(pickedBy(picks), ({ key }) => ({ kind: 'drop', message: key })),
  });
}

/** The next message of these is late. */
export function delayNext<Model>({
  byMs,
  name = 'delay the next message',
  weight = 1,
  ...picks
}: Picks & { readonly byMs: readonly number[] }): Command<Model> {
  return defineCommand<Model, number>({
    name,
    weight,
    every: byMs,
    words: (ms) => `${name} by ${ms} ms`,
    run: (stage, ms) =>
      stage.atNextMessage(pickedBy(picks), ({ key }) => ({ kind: 'delay', message: key, byMs: ms })),
  });
}

/** The next message of these comes twice. */
export function doubleNext<Model>({
  afterMs,
  name = 'double the next message',
  weight = 1,
  ...picks
}: Picks & { readonly afterMs: readonly number[] }): Command<Model> {
  return defineCommand<Model, number>({
    name,
    weight,
    every: afterMs,
    words: (ms) => `${name}, its copy ${ms} ms later`,
    run: (stage, ms) =>
      stage.atNextMessage(pickedBy(picks), ({ key }) => ({ kind: 'duplicate', message: key, afterMs: ms })),
  });
}

/** The next command waits until nothing is under way on the disk of a node. */
export function untilIdle<Model>({ nodes, name = 'wait until idle', weight = 1 }: AtNodes): Command<Model> {
  return defineCommand<Model, NodeId>({
    name,
    weight,
    every: nodes,
    run: (stage, node) => holdUntil(stage, WAIT_MAX_MS, () => isIdle(stage, node)),
    words: (node) => `${name} at ${node}`,
    tell: (node) => `Waited until the disk of ${node} had nothing to do.`,
  });
}

/** Nothing is done for a while. */
export function wait<Model>({
  ms,
  name = 'wait',
  weight = 1,
}: Named & { readonly ms: readonly number[] }): Command<Model> {
  return defineCommand<Model, number>({
    name,
    weight,
    every: ms,
    words: (forMs) => `${name} ${forMs} ms`,
    run(stage, forMs) {
      stage.script.after(forMs, stage.hold(forMs));
    },
  });
}

/**
 * Calls a method as soon as the node is up and no call that a command made on it is open. The next command waits for
 * the call to begin; one that cannot begin within `atMostMs` is left out.
 *
 * @param then is given the call when it begins
 */
export function callWhenFree(
  stage: Stage,
  node: NodeId,
  method: string,
  args: readonly Json[],
  atMostMs: number,
  then: (operation: Operation) => void = () => undefined,
): void {
  const isFree = (): boolean => stage.script.isStarted(node) && !stage.isBusy(node);
  const over = stage.hold(atMostMs + LOOK_MS);
  until(stage, isFree, atMostMs, 0, () => {
    if (isFree()) then(stage.call(node, method, args));
    over();
  });
}

/** Keeps the next command back until something is so. @param firstMs when to look first. Default: at once */
export function holdUntil(stage: Stage, atMostMs: number, isSo: () => boolean, firstMs = 0): void {
  until(stage, isSo, atMostMs, firstMs, stage.hold(atMostMs));
}

function until(stage: Stage, isSo: () => boolean, atMostMs: number, firstMs: number, then: () => void): void {
  const untilMs = stage.script.nowMs() + atMostMs;
  const look = (): void => {
    if (isSo() || stage.script.nowMs() >= untilMs) then();
    else stage.script.after(LOOK_MS, look);
  };
  if (firstMs === 0) look();
  else stage.script.after(firstMs, look);
}

function isIdle(stage: Stage, node: NodeId): boolean {
  return stage.script.isStarted(node) && stage.openWrites(node) === 0;
}

function crashNow(stage: Stage, node: NodeId, writes: number, restartAfterMs: number): void {
  const at = { node, atMs: stage.script.nowMs() };
  stage.fault({
    kind: 'crash',
    at,
    restartAfterMs,
    openWritesDone: Math.min(writes, stage.openWrites(node)),
  });
}

function tellWrites(done: number): string {
  if (done === 0) return 'no open write done';
  return done === 1 ? '1 open write done' : `${done} open writes done`;
}

function pickedBy({ kind, from, to }: Omit<Picks, 'name' | 'weight'>): (message: Message) => boolean {
  return (message) =>
    (kind === undefined || message.kind === kind) &&
    (from === undefined || message.from === from) &&
    (to === undefined || message.to === to);
}
