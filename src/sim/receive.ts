import type { Json } from '../api.ts';
import { isThenable, memberOf } from './foreign.ts';
import { cloneJson, copyJson } from './json-copy.ts';
import { createMessage } from './kept.ts';
import type { SimNode } from './sim-node.ts';
import type { Message } from './trace.ts';
import type { World } from './world.ts';

/** A message has reached its node: the handler runs, within the current turn. */
export function receive(world: World, node: SimNode, message: Message, copy: number): void {
  const { from, kind } = message;
  const body = cloneJson(message.body);
  const answer = (value: Json): void => reply(world, node, message, copy, value);
  if (node.course !== undefined) {
    if (kind === 'request') node.course.onRequest?.(from, body, answer);
    else node.course.onMessage?.(from, body);
    return;
  }
  const name = kind === 'request' ? 'onRequest' : 'onMessage';
  const handler = memberOf(node.instance, name);
  if (handler === undefined) {
    if (node.instance !== undefined && kind === 'request') {
      world.escaped(node, `A request from ${from} found no ${name} to answer it.`, name);
    }
    return;
  }
  const incarnation = node.incarnation;
  const failed = (thrown: unknown): void => {
    if (node.lives(incarnation)) world.escaped(node, thrown, name);
  };
  const finished = (value: unknown): void => {
    if (kind !== 'request' || !node.lives(incarnation)) return;
    let copied: Json;
    try {
      copied = copyJson(value, 'The reply of onRequest');
    } catch (thrown) {
      failed(thrown);
      return;
    }
    answer(copied);
  };
  try {
    const result = Reflect.apply(handler, node.instance, [from, body]);
    if (isThenable(result)) {
      world.options.runtime.realm.settled(result, (ok, value) => (ok ? finished : failed)(value));
    } else finished(result);
  } catch (thrown) {
    failed(thrown);
  }
}

function reply(world: World, node: SimNode, request: Message, copy: number, value: Json): void {
  if (node.doomed || !world.step(node, 'reply', request.from)) return;
  const key = `reply ${request.key}${copy === 0 ? '' : ` copy ${copy}`}`;
  const message = createMessage(key, 'reply', node.id, request.from, value, request.key);
  const cause = node.turnCause;
  const line = world.lineOf(node);
  world.commit(node, () => world.network.dispatch(node, message, cause.seq, line));
}
