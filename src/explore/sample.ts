import type { NodeId } from '../api.ts';
import type { Decider, Step, WorldView } from '../sim/decider.ts';
import type { Fault, LinkKey, MessageFault, StepFault } from '../sim/fault.ts';
import { linksFrom } from '../sim/fault.ts';
import type { Span } from '../sim/topology.ts';
import type { Message } from '../sim/trace.ts';
import { hash32, Prng } from '../util/prng.ts';
import type { FaultMix } from './mix.ts';

const NONE: readonly MessageFault[] = [];

/**
 * A decider that draws faults from a mix. Each message and step has draws of its own, by its key, so that one fault
 * more or less disturbs the others as little as can be.
 */
export function sampler(mix: FaultMix, seed: number): Decider {
  const swarm = new Prng(hash32(seed, 'swarm'));
  const fromMs = mix.fromMs ?? 0;
  const within = (nowMs: number): boolean => nowMs >= fromMs && nowMs < mix.untilMs;
  /** A run's own rate: off in a third of the runs, else between an eighth and the whole of what the mix allows. */
  const rate = (percent: number | undefined): number => {
    const on = !swarm.chance(1, 3);
    const eighths = swarm.int(1, 8);
    return on && percent !== undefined ? (percent * eighths) / 8 : 0;
  };
  const drop = rate(mix.dropPercent);
  const duplicate = rate(mix.duplicate?.percent);
  const delay = rate(mix.delay?.percent);

  const onMessage = (message: Message, view: WorldView): readonly MessageFault[] => {
    if (!within(view.nowUs() / 1000) || mix.links?.(message.from, message.to) === false) return NONE;
    const draw = new Prng(hash32(seed, 'message', message.key));
    if (percent(draw, drop)) return [{ kind: 'drop', message: message.key }];
    const faults: MessageFault[] = [];
    if (mix.delay !== undefined && percent(draw, delay)) {
      faults.push({ kind: 'delay', message: message.key, byMs: drawMs(draw, mix.delay.by) });
    }
    if (mix.duplicate !== undefined && percent(draw, duplicate)) {
      faults.push({ kind: 'duplicate', message: message.key, afterMs: drawMs(draw, mix.duplicate.after) });
    }
    return faults;
  };

  const strikes = [...stepStrikes(mix, swarm)];
  const onStep = (step: Step, view: WorldView): StepFault | undefined => {
    if (!within(view.nowUs() / 1000)) return undefined;
    for (const strike of strikes) {
      if (strike.left === 0 || !strike.nodes.includes(step.node)) continue;
      const draw = new Prng(hash32(seed, strike.kind, step.node, step.incarnation, step.step));
      if (!draw.chance(strike.odds, 1000)) continue;
      strike.left--;
      const at = { node: step.node, incarnation: step.incarnation, step: step.step };
      if (strike.kind === 'pause') return { kind: 'pause', at, forMs: drawMs(draw, strike.span) };
      const openWrites = view.openWrites(step.node);
      const restartAfterMs = strike.span === null ? null : drawMs(draw, strike.span);
      return { kind: 'crash', at, restartAfterMs, openWritesDone: draw.int(0, openWrites) };
    }
    return undefined;
  };

  return {
    given: timedFaults(mix, fromMs, swarm),
    onMessage,
    ...(strikes.length > 0 && { onStep }),
  };
}

interface PauseStrike {
  readonly kind: 'pause';
  readonly nodes: readonly NodeId[];
  readonly odds: number;
  readonly span: Span;
  left: number;
}

interface CrashStrike {
  readonly kind: 'crash';
  readonly nodes: readonly NodeId[];
  readonly odds: number;
  readonly span: Span | null;
  left: number;
}

/** Odds in thousandths of a step: from one in a hundred to one in six, drawn for the run. */
function* stepStrikes(mix: FaultMix, swarm: Prng): Generator<PauseStrike | CrashStrike> {
  const odds = (): number => swarm.pick([10, 25, 60, 160]);
  if (mix.pause !== undefined && !swarm.chance(1, 3)) {
    const { nodes, max, forMs } = mix.pause;
    yield { kind: 'pause', nodes, odds: odds(), span: forMs, left: swarm.int(1, max) };
  }
  if (mix.crash !== undefined && !swarm.chance(1, 3)) {
    const { nodes, max, restartAfter } = mix.crash;
    yield { kind: 'crash', nodes, odds: odds(), span: restartAfter, left: swarm.int(1, max) };
  }
}

function timedFaults(mix: FaultMix, fromMs: number, swarm: Prng): Fault[] {
  const faults: Fault[] = [];
  const moment = (): number => swarm.int(Math.ceil(fromMs), Math.max(Math.ceil(fromMs), mix.untilMs - 1));
  if (mix.clockStep !== undefined && !swarm.chance(1, 3)) {
    const { nodes, max, byMs } = mix.clockStep;
    for (let left = swarm.int(1, max); left > 0; left--) {
      faults.push({
        kind: 'clock-step',
        at: { node: swarm.pick(nodes), atMs: moment() },
        byMs: swarm.int(-byMs, byMs),
      });
    }
  }
  if (mix.partition !== undefined && !swarm.chance(1, 3)) {
    const { nodes, max, forMs } = mix.partition;
    for (let left = swarm.int(1, max); left > 0; left--) {
      const start = moment();
      const untilMs = Math.min(mix.untilMs, start + drawMs(swarm, forMs));
      if (untilMs > start)
        faults.push({ kind: 'partition', fromMs: start, untilMs, links: drawCut(nodes, swarm) });
    }
  }
  if (mix.slowDisk !== undefined && !swarm.chance(1, 3)) {
    const { nodes, by } = mix.slowDisk;
    const start = moment();
    faults.push({
      kind: 'slow-disk',
      node: swarm.pick(nodes),
      fromMs: start,
      untilMs: mix.untilMs,
      byMs: drawMs(swarm, by),
    });
  }
  return faults;
}

/** Complete, one-way, or partial: only some of the links between two groups. */
function drawCut(nodes: readonly NodeId[], draw: Prng): LinkKey[] {
  const shuffled = draw.shuffle(nodes);
  const size = draw.int(1, Math.max(1, shuffled.length - 1));
  const group = shuffled.slice(0, size);
  const rest = shuffled.slice(size);
  const out = linksFrom(group, rest);
  const back = linksFrom(rest, group);
  switch (draw.int(0, 3)) {
    case 0:
      return out;
    case 1:
      return [...out, ...back].filter(() => draw.chance(1, 2));
    default:
      return [...out, ...back];
  }
}

function percent(draw: Prng, rate: number): boolean {
  return draw.int(0, 9999) < rate * 100;
}

function drawMs(draw: Prng, span: Span): number {
  return draw.int(Math.round(span.minMs * 1000), Math.round(span.maxMs * 1000)) / 1000;
}
