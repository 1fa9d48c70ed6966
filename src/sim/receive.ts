import type { Json } from '../api.ts';
import type { CourseProgram } from './course-node.ts';
import { memberOf, outcomeOf } from './foreign.ts';
import { cloneJson, copyJson } from './json-copy.ts';
import { createMessage } from './kept.ts';
import type { SimNode } from './sim-node.ts';
import type { Message } from './trace.ts';
import type { World } from './world.ts';

/** A message has reached its node: the handler runs, within the current turn. */
export function receive(world: World, node: SimNode, message: Message, copy: number): void {
  const { from, kind } = message;
  const body = cloneJson(message.body);
  if (node.course !== undefined) {
    receiveByCourse(world, node, node.course, message, copy, body);
    return;
  }
  const name = kind === 'request' ? 'onRequest' : 'onMessage';
  const handling = new Handling(world, node, message, copy, name);
  outcomeOf(
    world.options.runtime.realm,
    () => {
      const handler = memberOf(node.instance, name);
      if (handler === undefined) {
        handling.isHandled = false;
        return undefined;
      }
      return Reflect.apply(handler, node.instance, [from, body]);
    },
    (ok, value) => handling.settled(ok, value),
  );
}

function receiveByCourse(
  world: World,
  node: SimNode,
  course: CourseProgram,
  message: Message,
  copy: number,
  body: Json,
): void {
  if (message.kind === 'request')
    course.onRequest?.(message.from, body, (value) => reply(world, node, message, copy, value));
  else course.onMessage?.(message.from, body);
}

/** A call of a handler: what becomes of its outcome. */
class Handling {
  private readonly world: World;
  private readonly node: SimNode;
  private readonly message: Message;
  private readonly copy: number;
  private readonly name: 'onRequest' | 'onMessage';
  private readonly incarnation: number;
  /** The program has such a handler. */
  isHandled = true;

  constructor(world: World, node: SimNode, message: Message, copy: number, name: 'onRequest' | 'onMessage') {
    this.world = world;
    this.node = node;
    this.message = message;
    this.copy = copy;
    this.name = name;
    this.incarnation = node.incarnation;
  }

  settled(ok: boolean, value: unknown): void {
    const { world, node } = this;
    if (!node.lives(this.incarnation)) return;
    if (!ok) {
      world.escaped(node, value, this.name);
      return;
    }
    if (this.name !== 'onRequest') return;
    if (!this.isHandled) {
      if (node.instance !== undefined)
        world.escaped(
          node,
          `A request from ${this.message.from} found no onRequest to answer it.`,
          this.name,
        );
      return;
    }
    let copied: Json;
    try {
      copied = copyJson(value, 'The reply of onRequest', world.stored);
    } catch (thrown) {
      // A getter of the value's may have brought the node down.
      if (node.lives(this.incarnation)) world.escaped(node, thrown, this.name);
      return;
    }
    reply(world, node, this.message, this.copy, copied);
  }
}

function reply(world: World, node: SimNode, request: Message, copy: number, value: Json): void {
  if (node.doomed || !world.step(node, 'reply', request.from)) return;
  const key = `reply ${request.key}${copy === 0 ? '' : ` copy ${copy}`}`;
  const message = createMessage(key, 'reply', node.id, request.from, value, request.key);
  world.network.leave(node, message, node.turnCause, world.lineOf(node));
}
