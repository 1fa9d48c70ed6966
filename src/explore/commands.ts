import type { Json, NodeId } from '../api.ts';
import type { InjectedFault, MessageFault, StepFault, StepMoment } from '../sim/fault.ts';
import type { Operation, Script } from '../sim/script.ts';
import type { Message } from '../sim/trace.ts';
import { canonicalJson, isJsonObject } from '../util/canonical.ts';
import type { Prng } from '../util/prng.ts';

/** A command of a sequence, as data: which one, with what, and how long after the one before. */
export interface DrawnCommand {
  readonly name: string;
  /** How long after the command before it (the first: after the beginning) it comes, in ms of true time. */
  readonly afterMs: number;
  readonly data: Json;
}

/** How a command acts on the run: at the instant at which it comes. */
export interface Stage {
  readonly script: Script;
  /** Calls a method of the program, as {@link Script.call} does, and remembers it for {@link Stage.operations}. */
  call(node: NodeId, method: string, args: readonly Json[]): Operation;
  /** The calls that commands of this run have made so far, in order. */
  readonly operations: readonly Operation[];
  /** Whether a call that a command made on this node is open. */
  isBusy(node: NodeId): boolean;
  /** Makes a fault happen at the end of this instant, or later. */
  fault(fault: InjectedFault): void;
  /** A fault at the next message that `which` picks, should one come. */
  atNextMessage(which: (message: Message) => boolean, fault: (message: Message) => MessageFault): void;
  /** A fault just before the step of a node that comes after `skipped` further ones, should it come. */
  atStep(
    node: NodeId,
    skipped: number,
    fault: (at: StepMoment, openWrites: number) => StepFault | undefined,
  ): void;
  /** Disk writes of the node that are called and not yet durable. */
  openWrites(node: NodeId): number;
  /** The next command waits until the function that this gives was called; no longer than so many ms. */
  hold(atMostMs: number): () => void;
}

/**
 * Something that can be done to a run. `Model` is what the author keeps in mind while commands are drawn: which keys
 * were written, who is busy. It never depends on the program, so that the same commands fit every program.
 *
 * @typeParam Data what is drawn for it; JSON, part of the run's replay token
 */
export interface Command<Model = unknown, Data extends Json = Json> {
  /** Unique in its alphabet; part of replay tokens. */
  readonly name: string;
  /** How often it comes, beside the others. Default 1. */
  readonly weight?: number;
  /** What it may be drawn with, the simplest first. Default: only `null`. */
  readonly every?: readonly Data[];
  /** Draws what it is done with. Default: one of `every`. */
  draw?(draw: Prng, model: Model): Data;
  /** Whether it can be done now. Default: always. */
  needs?(model: Model, data: Data): boolean;
  /** The model after it. Default: as before. */
  next?(model: Model, data: Data): Model;
  /** Does it. Called once, at its instant; whatever it leaves under way goes on beside the commands after it. */
  run(stage: Stage, data: Data, model: Model): void;
  /** Simpler data to try when a run fails, most promising first. Default: what comes before it in `every`. */
  simpler?(data: Data): readonly Data[];
  /** In a few words, for a list. Default: its name and its data. */
  words?(data: Data): string;
  /** A sentence for the story, where what it brings about is not told anyway. */
  tell?(data: Data): string;
}

/** Drawn sequences of commands: a scenario's strongest runs, and its cheapest. */
export interface Commands<Model = unknown> {
  readonly alphabet: readonly Command<Model>[];
  /** The author's model before the first command. */
  readonly start: Model;
  /** How many commands a sequence has, at least and at most. Short ones come more often. */
  readonly length: { readonly min: number; readonly max: number };
  /** Times from one command to the next, in ms, the simplest first. */
  readonly gapsMs: readonly number[];
  /** How many sequences are drawn that are the same in every grading. */
  readonly runs: number;
  /** How many further ones are drawn from the grading's seed. Default: a tenth of `runs`. */
  readonly freshRuns?: number;
  /** Also every sequence up to this length, with each of `every` and each of `gapsMs` (or of these). */
  readonly exhaust?: { readonly length: number; readonly gapsMs?: readonly number[] };
  /** When the first command may come, in ms. Default 0. */
  readonly fromMs?: number;
  /** At the start of the run: what comes before the commands, and counts like one of them. */
  begin?(stage: Stage): void;
  /** After the last command: the last look. */
  finish?(stage: Stage, model: Model): void;
}

/** Commands whose model is their own affair. */
export type AnyCommands = Commands;

/** Gives a command its types; its data stays typed within it. */
export function defineCommand<Model, Data extends Json = Json>(
  command: Command<Model, Data>,
): Command<Model> {
  return command;
}

/** Gives an alphabet its types; its model stays typed within it. */
export function defineCommands<Model>(commands: Commands<Model>): AnyCommands {
  return commands;
}

/** A command that can be done where it stands: with what it is, and the model before it. */
export interface Fitting {
  readonly drawn: DrawnCommand;
  readonly command: Command;
  readonly before: unknown;
}

/** Of a sequence, the commands that can be done, one after the other; the others are left out. */
export function fitting(
  { alphabet, start }: AnyCommands,
  drawn: readonly DrawnCommand[],
): { readonly steps: readonly Fitting[]; readonly model: unknown } {
  const steps: Fitting[] = [];
  let model = start;
  for (const one of drawn) {
    const command = alphabet.find(({ name }) => name === one.name);
    if (command?.needs?.(model, one.data) === false || command === undefined) continue;
    steps.push({ drawn: one, command, before: model });
    model = command.next?.(model, one.data) ?? model;
  }
  return { steps, model };
}

/** A command in a few words, for a list: `write x = 1 with token 5, after 6 ms`. */
export function tellCommand(alphabet: readonly Command[], { name, afterMs, data }: DrawnCommand): string {
  const own = alphabet.find((command) => command.name === name)?.words?.(data);
  const what = own ?? (data === null ? name : `${name} ${inShort(data)}`);
  return afterMs === 0 ? `${what}, at once` : `${what}, after ${afterMs} ms`;
}

/** JSON as it is read by people, whatever the order of its keys. */
function inShort(data: Json): string {
  if (typeof data === 'string') return data;
  if (!isJsonObject(data)) return canonicalJson(data);
  const names = Object.keys(data).sort();
  return names.map((name) => `${name} ${canonicalJson(data[name] ?? null)}`).join(', ');
}
