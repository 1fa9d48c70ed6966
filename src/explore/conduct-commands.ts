import type { NodeId } from '../api.ts';
import type { Decider, WorldView } from '../sim/decider.ts';
import type { MessageFault, StepFault, StepMoment } from '../sim/fault.ts';
import type { Operation, Script } from '../sim/script.ts';
import type { Message } from '../sim/trace.ts';
import { fitting, type AnyCommands, type DrawnCommand, type Stage } from './commands.ts';

interface AtMessage {
  readonly which: (message: Message) => boolean;
  readonly fault: (message: Message) => MessageFault;
}

interface AtStep {
  readonly node: NodeId;
  skipped: number;
  readonly fault: (at: StepMoment, openWrites: number) => StepFault | undefined;
}

const NONE: readonly MessageFault[] = [];

/** Does the commands of a sequence in a run, one after the other. */
export class Conductor {
  /** The faults that the commands bring: to be among the deciders of the run. In a replay they are given instead. */
  readonly decider: Decider;
  private readonly commands: AnyCommands;
  private readonly drawn: readonly DrawnCommand[];
  /** A replay's faults are given: commands add none. */
  private readonly isReplay: boolean;
  private atMessages: AtMessage[] = [];
  private atSteps: AtStep[] = [];

  constructor(commands: AnyCommands, drawn: readonly DrawnCommand[], isReplay: boolean) {
    this.commands = commands;
    this.drawn = drawn;
    this.isReplay = isReplay;
    this.decider = isReplay
      ? {}
      : {
          onMessage: (message) => this.onMessage(message),
          onStep: ({ node, incarnation, step }, view) => this.onStep({ node, incarnation, step }, view),
        };
  }

  /** Enters the commands into the run. */
  begin(script: Script, world: WorldView): void {
    const { steps, model } = fitting(this.commands, this.drawn);
    const { alphabet, fromMs = 0 } = this.commands;
    let held = 0;
    let whenFree: (() => void) | undefined;
    const hold = (atMostMs: number): (() => void) => {
      held++;
      let isOver = false;
      const release = (): void => {
        if (isOver) return;
        isOver = true;
        if (--held > 0) return;
        const then = whenFree;
        whenFree = undefined;
        then?.();
      };
      script.after(atMostMs, release);
      return release;
    };
    const stage = this.stageOf(script, world, hold);
    const doIt = (index: number): void => {
      const step = steps[index];
      if (step === undefined) {
        this.commands.finish?.(stage, model);
        return;
      }
      const { command, drawn, before } = step;
      const says = command.tell?.(drawn.data);
      script.note('command', { name: drawn.name, data: drawn.data, ...(says !== undefined && { says }) });
      command.run(stage, drawn.data, before);
      const next = (): void => script.after(steps[index + 1]?.drawn.afterMs ?? 0, () => doIt(index + 1));
      if (held === 0) next();
      else whenFree = next;
    };
    this.commands.begin?.(stage);
    script.at(fromMs + (steps[0]?.drawn.afterMs ?? 0), () => doIt(0));
    // A command that is in no alphabet would be a run of another scenario.
    for (const { name } of this.drawn)
      if (!alphabet.some((command) => command.name === name))
        throw new Error(`No command is called "${name}".`);
  }

  private stageOf(script: Script, world: WorldView, hold: Stage['hold']): Stage {
    const { isReplay } = this;
    const operations: Operation[] = [];
    return {
      script,
      operations,
      call(node, method, args) {
        const operation = script.call(node, method, args);
        operations.push(operation);
        return operation;
      },
      isBusy: (node) => operations.some((one) => one.node === node && one.status === 'open'),
      hold,
      openWrites: (node) => world.openWrites(node),
      fault: (fault) => {
        if (!isReplay) world.inject(fault);
      },
      atNextMessage: (which, fault) => {
        if (!isReplay) this.atMessages.push({ which, fault });
      },
      atStep: (node, skipped, fault) => {
        if (!isReplay) this.atSteps.push({ node, skipped, fault });
      },
    };
  }

  private onMessage(message: Message): readonly MessageFault[] {
    if (this.atMessages.length === 0) return NONE;
    const found = this.atMessages.find(({ which }) => which(message));
    if (found === undefined) return NONE;
    this.atMessages = this.atMessages.filter((other) => other !== found);
    return [found.fault(message)];
  }

  private onStep(at: StepMoment, view: WorldView): StepFault | undefined {
    if (this.atSteps.length === 0) return undefined;
    let due: AtStep | undefined;
    for (const waiting of this.atSteps) {
      if (waiting.node !== at.node) continue;
      if (waiting.skipped-- <= 0) due ??= waiting;
    }
    if (due === undefined) return undefined;
    this.atSteps = this.atSteps.filter((other) => other !== due);
    return due.fault(at, view.openWrites(at.node));
  }
}
