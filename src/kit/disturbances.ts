/** Was anything wrong here between two instants? What an exercise asks only of a calm system is excused by this. */
import type { NodeId } from '../api.ts';
import type { Run } from '../explore/scenario.ts';
import type { Fault } from '../sim/fault.ts';
import { ofRun } from './of-run.ts';

/** A stretch of true time in µs, both ends included. */
export interface Stretch {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** A fault while it lasts. A crash lasts until `start()` of the next life has settled, or the next crash; else for ever. */
export interface Disturbance extends Stretch {
  readonly kind: Fault['kind'];
  /** How much longer things take because of it, in µs: what began at its end may be held up for so long after. */
  readonly byUs: number;
  /** Of a crash: when the next life began, whatever `start()` does after that; `Infinity` where there is none. */
  readonly bootUs?: number;
}

/** When something was wrong, and where. All lists are in order of their beginnings. */
export interface Disturbances {
  /** Faults of the node itself: crash, pause, slow disk or processor, clocks, silence, a small inbox. */
  at(node: NodeId): readonly Disturbance[];
  /** Faults of the link, in that direction, and of single messages on it: these count from their sending. */
  on(from: NodeId, to: NodeId): readonly Disturbance[];
  /** {@link Disturbances.on} in both directions. */
  between(a: NodeId, b: NodeId): readonly Disturbance[];
}

/** Everything that went wrong in a run, by where. */
export const disturbancesIn: (run: Run) => Disturbances = ofRun((run) => {
  const nodes = new Map<string, Disturbance[]>();
  const links = new Map<string, Disturbance[]>();
  const sent = new Map<string, { readonly atUs: number; readonly link: string }>();
  const crashes = new Map<NodeId, { readonly fromUs: number; bootUs: number }>();
  const crashOver = (node: NodeId, untilUs: number): void => {
    const crash = crashes.get(node);
    if (crash !== undefined) add(nodes, node, { kind: 'crash', byUs: 0, untilUs, ...crash });
    crashes.delete(node);
  };
  for (const event of run.trace) {
    const { node, atUs: fromUs } = event;
    switch (event.kind) {
      case 'send':
        sent.set(event.message.key, { atUs: fromUs, link: `${event.message.from}>${event.message.to}` });
        break;
      case 'crash':
        // It may have crashed before, and not have started since.
        crashOver(node, fromUs);
        crashes.set(node, { fromUs, bootUs: Infinity });
        break;
      case 'boot': {
        const crash = crashes.get(node);
        if (crash !== undefined) crash.bootUs = fromUs;
        break;
      }
      case 'started':
        crashOver(node, fromUs);
        break;
      case 'pause':
      case 'silence':
      case 'small-inbox':
      case 'no-sync':
        add(nodes, node, { kind: event.kind, fromUs, untilUs: event.untilUs, byUs: 0 });
        break;
      case 'slow-disk':
      case 'slow-node':
        add(nodes, node, { kind: event.kind, fromUs, untilUs: event.untilUs, byUs: event.byMs * 1000 });
        break;
      case 'clock-step':
      case 'clock-rate':
      case 'leap-second':
        add(nodes, node, { kind: event.kind, fromUs, untilUs: fromUs, byUs: 0 });
        break;
      case 'partition':
      case 'burst-loss':
      case 'slow-link': {
        const byUs = event.kind === 'slow-link' ? event.byMs * 1000 : 0;
        for (const link of event.links)
          add(links, link, { kind: event.kind, fromUs, untilUs: event.untilUs, byUs });
        break;
      }
      default:
    }
  }
  for (const node of [...crashes.keys()]) crashOver(node, Infinity);
  for (const fault of run.faults) {
    if (!('message' in fault) || fault.kind === 'replay') continue;
    const message = sent.get(fault.message);
    if (message === undefined) continue;
    const byMs = fault.kind === 'delay' ? fault.byMs : fault.kind === 'duplicate' ? fault.afterMs : 0;
    const { atUs, link } = message;
    add(links, link, { kind: fault.kind, fromUs: atUs, untilUs: atUs, byUs: byMs * 1000 });
  }
  for (const list of [...nodes.values(), ...links.values()]) list.sort(byBeginning);
  const on = (from: NodeId, to: NodeId): readonly Disturbance[] => links.get(`${from}>${to}`) ?? [];
  return {
    at: (node) => nodes.get(node) ?? [],
    on,
    between: (a, b) => [...on(a, b), ...on(b, a)].sort(byBeginning),
  };
});

function add(map: Map<string, Disturbance[]>, key: string, disturbance: Disturbance): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [disturbance]);
  else list.push(disturbance);
}

function byBeginning(a: Stretch, b: Stretch): number {
  return a.fromUs - b.fromUs;
}

/** The stretches within a span of time that none of these touches, in order; the ends of a stretch may meet one. */
export function calmWithin({ fromUs, untilUs }: Stretch, disturbed: readonly Stretch[]): Stretch[] {
  const calm: Stretch[] = [];
  let sinceUs = fromUs;
  for (const stretch of [...disturbed].sort(byBeginning)) {
    if (stretch.fromUs >= untilUs) break;
    if (stretch.fromUs > sinceUs) calm.push({ fromUs: sinceUs, untilUs: stretch.fromUs });
    sinceUs = Math.max(sinceUs, stretch.untilUs);
  }
  if (sinceUs < untilUs) calm.push({ fromUs: sinceUs, untilUs });
  return calm;
}
