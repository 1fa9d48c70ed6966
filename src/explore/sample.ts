import type { NodeId } from '../api.ts';
import type { Decider, Step, WorldView } from '../sim/decider.ts';
import { corruptJson } from '../sim/corrupt.ts';
import type { Fault, LinkKey, MessageFault, StepFault, UnsyncedTail } from '../sim/fault.ts';
import { linksFrom } from '../sim/fault.ts';
import type { Span } from '../sim/topology.ts';
import type { Message } from '../sim/trace.ts';
import { hash32, Prng } from '../util/prng.ts';
import type { FaultMix } from './mix.ts';

const NONE: readonly MessageFault[] = [];
const NO_SPAN: Span = { minMs: 0, maxMs: 0 };

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
  // Only mixes that have these draw for them: the others keep their runs.
  const corrupt = mix.corruptPercent === undefined ? 0 : rate(mix.corruptPercent);
  const lies = mix.liars === undefined ? 0 : rate(mix.liars.percent);
  let replaysLeft = mix.liars?.replay === undefined ? 0 : swarm.int(0, mix.liars.replay.max);

  const onMessage = (message: Message, view: WorldView): readonly MessageFault[] => {
    if (!within(view.nowUs() / 1000)) return NONE;
    const lie = mix.liars === undefined ? undefined : lieAt(message, mix.liars, view);
    const found = mix.links?.(message.from, message.to) === false ? NONE : faultsAt(message);
    return lie === undefined ? found : [lie, ...found];
  };

  const faultsAt = (message: Message): readonly MessageFault[] => {
    const draw = new Prng(hash32(seed, 'message', message.key));
    if (percent(draw, drop)) return [{ kind: 'drop', message: message.key }];
    const faults: MessageFault[] = [];
    if (mix.delay !== undefined && percent(draw, delay)) {
      faults.push({ kind: 'delay', message: message.key, byMs: drawMs(draw, mix.delay.by) });
    }
    if (mix.duplicate !== undefined && percent(draw, duplicate)) {
      faults.push({ kind: 'duplicate', message: message.key, afterMs: drawMs(draw, mix.duplicate.after) });
    }
    if (mix.corruptPercent !== undefined && percent(draw, corrupt)) {
      faults.push({ kind: 'corrupt', message: message.key, draw: draw.nextUint32() });
    }
    return faults;
  };

  const lieAt = (
    message: Message,
    liars: NonNullable<FaultMix['liars']>,
    view: WorldView,
  ): MessageFault | undefined => {
    // A liar's forgeries and replays are lies already.
    if (!liars.nodes.includes(message.from) || /^(forge|replay) /.test(message.key)) return undefined;
    const draw = new Prng(hash32(seed, 'lie', message.key));
    if (replaysLeft > 0 && liars.replay !== undefined && draw.chance(1, 8)) {
      replaysLeft--;
      const atMs = view.nowUs() / 1000 + drawMs(draw, liars.replay.after);
      view.inject({ kind: 'replay', at: { node: message.from, atMs }, message: message.key });
    }
    if (!percent(draw, lies)) return undefined;
    const body =
      liars.lie === undefined ? corruptJson(message.body, draw.nextUint32()) : liars.lie(message, draw);
    return body === undefined ? undefined : { kind: 'equivocate', message: message.key, body };
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
      const openWritesDone = draw.int(0, openWrites);
      const unsynced = drawTail(view.unsynced(step.node), strike.unsynced, draw);
      const losesDisk = strike.losesDisk > 0 && percent(draw, strike.losesDisk);
      return {
        kind: 'crash',
        at,
        restartAfterMs,
        openWritesDone,
        ...(unsynced !== undefined && { unsynced }),
        ...(losesDisk && { losesDisk }),
      };
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
  readonly unsynced: 'lost' | 'torn' | undefined;
  readonly losesDisk: number;
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
    const { nodes, max, restartAfter, unsynced, losesDiskPercent = 0 } = mix.crash;
    yield {
      kind: 'crash',
      nodes,
      odds: odds(),
      span: restartAfter,
      unsynced,
      losesDisk: losesDiskPercent,
      left: swarm.int(1, max),
    };
  }
}

/** What a crash leaves of calls that were not synced. */
function drawTail(
  unsynced: readonly number[],
  how: 'lost' | 'torn' | undefined,
  draw: Prng,
): UnsyncedTail | undefined {
  if (how === undefined || unsynced.length === 0) return undefined;
  const calls = draw.int(0, unsynced.length);
  const size = unsynced[calls] ?? 0;
  if (how === 'lost' || size < 2) return { calls };
  const bytes = draw.int(0, size - 1);
  const as = draw.pick(['whole', 'zeros', 'flip', 'noise'] as const);
  if (as === 'whole' || bytes === 0) return { calls, bytes };
  return { calls, bytes, torn: { last: draw.int(1, Math.min(16, bytes)), as } };
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
  return [...faults, ...furtherStretches(mix, moment, swarm), ...lies(mix, moment, swarm)];
}

/** Stretches of kinds that came later: drawn after the others, so that mixes without them keep their runs. */
function furtherStretches(mix: FaultMix, moment: () => number, swarm: Prng): Fault[] {
  const faults: Fault[] = [];
  const stretches = (
    part: { readonly max: number; readonly forMs: Span } | undefined,
    make: (fromMs: number, untilMs: number) => Fault,
  ): void => {
    if (part === undefined || swarm.chance(1, 3)) return;
    for (let left = swarm.int(1, part.max); left > 0; left--) {
      const fromMs = moment();
      const untilMs = Math.min(mix.untilMs, fromMs + drawMs(swarm, part.forMs));
      const fault = make(fromMs, untilMs);
      if (untilMs > fromMs) faults.push(fault);
    }
  };
  const { burstLoss, slowNode, smallInbox, noSync, leapSecond, slowLink, clockRate } = mix;
  stretches(burstLoss, (fromMs, untilMs) => ({
    kind: 'burst-loss',
    fromMs,
    untilMs,
    links: drawCut(burstLoss?.nodes ?? [], swarm),
    percent: ((burstLoss?.percent ?? 0) * swarm.int(1, 8)) / 8,
  }));
  stretches(slowNode, (fromMs, untilMs) => ({
    kind: 'slow-node',
    node: swarm.pick(slowNode?.nodes ?? []),
    fromMs,
    untilMs,
    byMs: drawMs(swarm, slowNode?.by ?? NO_SPAN),
  }));
  stretches(smallInbox, (fromMs, untilMs) => ({
    kind: 'small-inbox',
    node: swarm.pick(smallInbox?.nodes ?? []),
    fromMs,
    untilMs,
    capacity: swarm.int(0, smallInbox?.capacity ?? 0),
  }));
  stretches(noSync, (fromMs, untilMs) => ({
    kind: 'no-sync',
    node: swarm.pick(noSync?.nodes ?? []),
    fromMs,
    untilMs,
  }));
  if (leapSecond !== undefined && !swarm.chance(1, 3)) {
    const atMs = moment();
    for (const node of leapSecond.nodes) {
      const smearSeconds = swarm.pick([0, ...leapSecond.smearSeconds]);
      faults.push({ kind: 'leap-second', at: { node, atMs }, ...(smearSeconds > 0 && { smearSeconds }) });
    }
  }
  stretches(slowLink, (fromMs, untilMs) => ({
    kind: 'slow-link',
    fromMs,
    untilMs,
    links: drawCut(slowLink?.nodes ?? [], swarm),
    byMs: drawMs(swarm, slowLink?.by ?? NO_SPAN),
  }));
  if (clockRate !== undefined && !swarm.chance(1, 3)) {
    const { nodes, max, byPpm } = clockRate;
    for (let left = swarm.int(1, max); left > 0; left--) {
      const at = { node: swarm.pick(nodes), atMs: moment() };
      faults.push({ kind: 'clock-rate', at, realMicros: 1_000_000 + swarm.int(-byPpm, byPpm) });
    }
  }
  return faults;
}

/** What liars do of their own accord. */
function lies(mix: FaultMix, moment: () => number, swarm: Prng): Fault[] {
  const faults: Fault[] = [];
  if (mix.liars === undefined) return faults;
  const { nodes, forge, silence } = mix.liars;
  for (let left = forge === undefined ? 0 : swarm.int(0, forge.max); left > 0; left--) {
    const node = swarm.pick(nodes);
    const made = forge?.message(node, swarm);
    if (made !== undefined) faults.push({ kind: 'forge', at: { node, atMs: moment() }, ...made });
  }
  for (let left = silence === undefined ? 0 : swarm.int(0, silence.max); left > 0; left--) {
    const fromMs = moment();
    const untilMs = Math.min(mix.untilMs, fromMs + drawMs(swarm, silence?.forMs ?? NO_SPAN));
    const node = swarm.pick(nodes);
    if (untilMs > fromMs) faults.push({ kind: 'silence', node, fromMs, untilMs });
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
