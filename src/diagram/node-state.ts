import type { Json, NodeId } from '../api.ts';
import type { EventOf, Message, TraceEvent } from '../sim/trace.ts';
import { isJsonObject } from '../util/canonical.ts';
import { clockOf, type ClockState } from './clocks.ts';
import { holdsOf } from './holds.ts';
import type { RecordedRun } from './recorded-run.ts';

/** A node just after an event. */
export interface NodeState {
  readonly node: NodeId;
  readonly status: 'not started' | 'starting' | 'up' | 'paused' | 'down';
  /** Restarts so far. */
  readonly incarnation: number;
  readonly disk: ReadonlyMap<string, Json>;
  /** Writes that were begun and are not durable yet. */
  readonly openWrites: readonly { readonly key: string; readonly value: Json }[];
  /** What it has logged as details, newest value of each name; of this incarnation. */
  readonly logged: ReadonlyMap<string, Json>;
  /** What it logged last, in this incarnation. */
  readonly lastLog: string | undefined;
  /** On its way to the node, or waiting for it. */
  readonly inbox: readonly Message[];
  /** Requests of this incarnation that have no reply yet. */
  readonly waitingFor: readonly Message[];
  /** Calls from outside that have not ended. */
  readonly operations: readonly string[];
  readonly holds: readonly string[];
  readonly clock: ClockState;
}

/** The state of every node just after event `seq`; with -1, before all of them. */
export function statesAt(run: RecordedRun, seq: number): NodeState[] {
  const atUs = run.events[seq]?.atUs ?? 0;
  const drafts = new Map(run.nodes.map(({ id }) => [id, new Draft(id)]));
  const flying = new Map<string, EventOf<'send'>>();
  for (let i = 0; i <= seq; i++) {
    const event = run.events[i];
    if (event === undefined) break;
    if (event.kind === 'send') flying.set(`${event.message.key} ${i}`, event);
    if (event.kind === 'deliver' || event.kind === 'lost') {
      flying.delete(`${event.message.key} ${event.cause}`);
    }
    drafts.get(event.node)?.take(event);
  }
  const holds = holdsOf(run, seq + 1).filter(({ fromUs, untilUs }) => fromUs <= atUs && atUs < untilUs);
  return [...drafts.values()].map((draft) => ({
    ...draft.state(atUs),
    inbox: [...flying.values()].flatMap(({ message }) => (message.to === draft.node ? [message] : [])),
    holds: holds.flatMap(({ node, what }) => (node === draft.node ? [what] : [])),
    clock: clockOf(run, draft.node)(atUs),
  }));
}

class Draft {
  readonly node: NodeId;
  private status: NodeState['status'] = 'not started';
  private incarnation = 0;
  private pausedUntilUs = -1;
  private readonly disk = new Map<string, Json>();
  private openWrites: { key: string; value: Json }[] = [];
  private readonly logged = new Map<string, Json>();
  private lastLog: string | undefined;
  private readonly waiting = new Map<string, Message>();
  private readonly operations = new Map<number, string>();

  constructor(node: NodeId) {
    this.node = node;
  }

  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'boot':
        this.status = 'starting';
        this.incarnation = event.incarnation;
        return;
      case 'started':
        this.status = 'up';
        return;
      case 'crash':
        this.status = 'down';
        this.openWrites = [];
        this.logged.clear();
        this.lastLog = undefined;
        this.waiting.clear();
        this.operations.clear();
        return;
      case 'pause':
        this.pausedUntilUs = event.untilUs;
        return;
      case 'disk-write':
        this.openWrites.push({ key: event.key, value: event.value });
        return;
      case 'disk-durable': {
        const index = this.openWrites.findIndex(({ key }) => key === event.key);
        if (index >= 0) this.openWrites.splice(index, 1);
        this.disk.set(event.key, event.value);
        return;
      }
      case 'log':
        this.lastLog = event.text;
        if (event.details !== undefined && isJsonObject(event.details))
          for (const [name, value] of Object.entries(event.details)) this.logged.set(name, value);
        return;
      case 'send':
        if (event.message.kind === 'request') this.waiting.set(event.message.key, event.message);
        return;
      case 'deliver':
        if (event.message.answers !== undefined) this.waiting.delete(event.message.answers);
        return;
      case 'invoke':
        this.operations.set(event.op, event.method);
        return;
      case 'return':
      case 'throw':
        this.operations.delete(event.op);
        return;
      default:
        return;
    }
  }

  state(atUs: number): Omit<NodeState, 'inbox' | 'holds' | 'clock'> {
    const paused = atUs < this.pausedUntilUs && (this.status === 'up' || this.status === 'starting');
    return {
      node: this.node,
      status: paused ? 'paused' : this.status,
      incarnation: this.incarnation,
      disk: this.disk,
      openWrites: this.openWrites,
      logged: this.logged,
      lastLog: this.lastLog,
      waitingFor: [...this.waiting.values()],
      operations: [...this.operations.values()],
    };
  }
}
