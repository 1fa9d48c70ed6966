/** One object per call, with class fields that are arrow functions. */
import type { Json, Node, NodeId } from 'partial-failure';

class Inquiry {
  private state: 'waiting' | 'over' = 'waiting';
  private finish: (value: Json) => void = () => undefined;

  readonly result = new Promise<Json>((resolve) => {
    this.finish = resolve;
  });

  constructor(
    private readonly node: Node,
    private readonly ms: number,
  ) {}

  private readonly end = (value: Json): void => {
    if (this.state === 'over') return;
    this.state = 'over';
    this.finish(value);
  };

  start = (to: NodeId, question: Json): Promise<Json> => {
    this.node.sleep(this.ms).then(() => this.end('timeout'));
    this.node.request(to, question).then(this.end);
    return this.result;
  };
}

export function askWithin(node: Node, to: NodeId, question: Json, ms: number) {
  return new Inquiry(node, ms).start(to, question);
}
