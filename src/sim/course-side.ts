import type { Json, NodeId } from '../api.ts';
import type { CourseSide } from './course-node.ts';
import { toMicros } from './fault.ts';
import { copyJson } from './json-copy.ts';
import { createMessage } from './kept.ts';
import type { SimNode } from './sim-node.ts';
import type { World } from './world.ts';

/** What one incarnation of a course-played node can do. */
export function createCourseSide(world: World, node: SimNode): CourseSide {
  const { incarnation, id } = node;
  const alive = (): boolean => node.lives(incarnation);

  const leave = (kind: 'send' | 'request', to: NodeId, message: Json): string | undefined => {
    const body = copyJson(message, 'message');
    if (!alive() || !world.step(node, kind, to)) return undefined;
    // Throws for a name that no node has.
    world.node(to);
    const key = node.towards(to).nextKey(kind);
    world.network.leave(node, createMessage(key, kind, id, to, body), node.turnCause, 0);
    return key;
  };

  return {
    id,
    durable: node.durable,
    nowMs: () => Math.max(node.localUs, world.nowUs()) / 1000,
    timeOfDay: () => Math.floor(node.timeOfDay.at(Math.max(node.localUs, world.nowUs())) / 1000),
    send: (to, message) => void leave('send', to, message),
    request(to, message, then) {
      const key = leave('request', to, message);
      if (key !== undefined) node.pending.set(key, then);
    },
    after(ms, then) {
      const sinceUs = node.localUs;
      world.at(sinceUs + toMicros(ms), () => {
        if (!alive()) return;
        world.enqueue(node, {
          run: () => {
            world.open(node, { kind: 'timer', sinceUs }, -1);
            then();
          },
        });
      });
    },
    random: () => world.random(node),
    log: (text, details) => {
      if (alive()) world.emit(node, { kind: 'log', text, ...(details !== undefined && { details }) });
    },
    note: (name, data) => {
      if (alive()) world.emit(node, { kind: 'note', name, data: copyJson(data, 'note') });
    },
  };
}
