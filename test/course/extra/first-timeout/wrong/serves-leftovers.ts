/**
 * @breaks late-reply-ignored
 * @misconception What came late from a node is as good as an answer to the next question to it.
 * @misconception-of keeps-late-replies
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** The last reply of each node that nobody was waiting for any more. */
const leftovers: Record<NodeId, { readonly reply: Json }> = {};

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return new Promise<Json>((resolve) => {
    let open = true;
    const finish = (value: Json): void => {
      open = false;
      resolve(value);
    };
    void node.request(to, question).then((reply) => {
      if (open) finish(reply);
      else leftovers[to] = { reply };
    });
    const old = leftovers[to];
    if (old !== undefined) {
      delete leftovers[to];
      finish(old.reply);
      return;
    }
    void node.sleep(ms).then(() => {
      if (open) finish('timeout');
    });
  });
}
