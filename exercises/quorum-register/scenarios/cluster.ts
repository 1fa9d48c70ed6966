import type { Decider, Json, NodeId, Operation, ScenarioNode, Script } from 'partial-failure/kit';

/** The three clients of every scenario, in alphabetical order. */
export const CLIENTS: readonly NodeId[] = ['anna', 'ben', 'cleo'];

/** Any operation of a right program finishes within this, in good weather. */
export const BOUND_MS = 3000;

export function replicasOf(n: number): NodeId[] {
  return Array.from({ length: n }, (_, i) => `r${i + 1}`);
}

/** The replicas and the clients. Each client gets a list of its own: a program may sort it. */
export function cluster(replicas: readonly NodeId[], clients: readonly NodeId[] = CLIENTS): ScenarioNode[] {
  return [
    ...replicas.map((id) => ({ id, role: 'replica' })),
    ...clients.map((id) => ({ id, role: 'client', args: () => [[...replicas]] })),
  ];
}

/** Fewer than half of the replicas are down at a time; one that has not started yet counts as down. */
export function mayCrashOf(replicas: readonly NodeId[]): NonNullable<Decider['mayCrash']> {
  const n = replicas.length;
  return (node, view) =>
    !replicas.includes(node) ||
    view.down(replicas.filter((replica) => replica !== node)) < Math.ceil(n / 2) - 1;
}

/** A list of calls for one client, one after the other. */
export interface Work {
  readonly client: NodeId;
  readonly calls: readonly {
    readonly method: 'read' | 'write';
    readonly value?: Json;
    readonly afterMs: number;
  }[];
}

/** Calls of the script, at most one open for each client. */
export class Callers {
  private readonly script: Script;
  private readonly open = new Map<NodeId, Operation>();
  private readonly gone = new Set<NodeId>();
  private lastCallMs = 0;

  constructor(script: Script) {
    this.script = script;
  }

  isBusy(client: NodeId): boolean {
    return this.open.has(client);
  }

  /** Whether an operation of any client is open. */
  isAnyBusy(): boolean {
    return this.open.size > 0;
  }

  /** Begins an operation; does nothing when the client is busy or dead. */
  call(client: NodeId, method: 'read' | 'write', value: Json | undefined, then: () => void = nothing): void {
    if (this.open.has(client) || this.gone.has(client) || !this.script.isUp(client)) {
      then();
      return;
    }
    this.lastCallMs = this.script.nowMs();
    const args = value === undefined ? [] : [value];
    const operation = this.script.call(client, method, args, (settled) => {
      this.open.delete(client);
      if (settled.status === 'cut' || settled.status === 'refused') this.gone.add(client);
      then();
    });
    if (operation.status === 'open' && operation.returnedUs === undefined) this.open.set(client, operation);
  }

  /** Has a client do its work. Stops when an operation does not settle, or when `untilMs` is over. */
  work({ client, calls }: Work, untilMs: number, then: () => void): void {
    const next = (index: number): void => {
      const call = calls[index];
      if (call === undefined || this.script.nowMs() > untilMs) {
        then();
        return;
      }
      this.script.after(call.afterMs, () =>
        this.call(client, call.method, call.value, () => next(index + 1)),
      );
    };
    next(0);
  }

  /**
   * Waits until everything is quiet: faults over, restarts complete, no operation open, or its time up. Then the
   * readers read once, one after the other, and the run ends.
   */
  finish(readers: readonly NodeId[] = CLIENTS): void {
    const { script } = this;
    const overMs = script.faultsOverMs();
    const isQuiet = this.open.size === 0 && overMs <= script.nowMs();
    const waitedMs = script.nowMs() - Math.max(overMs === Infinity ? 0 : overMs, this.lastCallMs);
    if (!isQuiet && waitedMs <= BOUND_MS + 100) {
      script.after(20, () => this.finish(readers));
      return;
    }
    const able = readers.filter((client) => script.isUp(client) && !this.open.has(client));
    const read = (index: number): void => {
      const client = able[index];
      if (client === undefined) {
        this.end();
        return;
      }
      let wentOn = false;
      const goOn = (): void => {
        if (wentOn) return;
        wentOn = true;
        script.after(1, () => read(index + 1));
      };
      this.call(client, 'read', undefined, goOn);
      script.after(BOUND_MS + 50, goOn);
    };
    read(0);
  }

  private end(): void {
    const { script } = this;
    script.note('over', null);
    script.end();
  }
}

function nothing(): void {
  // Nobody waits for it.
}
