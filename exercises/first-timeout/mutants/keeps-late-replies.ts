/**
 * @breaks late-reply-ignored
 * @misconception A reply that came too late need not be wasted: the next call to the same node can have it.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const mailbox = new Map<NodeId, Json[]>();

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let over = false;
  const asked = node.request(to, question).then((reply) => {
    if (!over) return reply;
    mailbox.set(to, [...(mailbox.get(to) ?? []), reply]);
    return 'timeout';
  });
  const [kept] = mailbox.get(to)?.splice(0, 1) ?? [];
  if (kept !== undefined) return kept;
  const answer = await Promise.race([asked, node.sleep(ms).then(() => 'timeout' as const)]);
  over = true;
  return answer;
}
