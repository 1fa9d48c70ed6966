/** What clients do in a run: they take the lock, work, ask for more time, and give it back. */
import { isJsonObject, type Json, type NodeId, type Operation, type Script } from 'partial-failure/kit';
import { WAIT_MS } from '../bounds.ts';
import { CLIENTS, workerOf } from '../peers.ts';

/** What one client does, again and again. Times in ms. */
export interface Session {
  readonly client: NodeId;
  readonly atMs: number;
  /** How often it takes the lock. Default 1. */
  readonly rounds?: number;
  /** How long it keeps it, if nothing else happens. Default 200. */
  readonly holdMs?: number;
  /** Asks for more time so often while it has it; keeps on until `holdMs` is over or it is refused. */
  readonly renewEveryMs?: number;
  /** `false`: it just stops. */
  readonly releases?: boolean;
  /** From one round to the next. Default 0. */
  readonly gapMs?: number;
  /** When its worker writes, in ms after the grant. Default at once, and at the end of `holdMs`. */
  readonly writesMs?: readonly number[];
}

/**
 * Plays the sessions; then, when all are over, each client takes the lock once more. So a lock that is stuck shows,
 * and so does a token that was used before.
 */
export function play(script: Script, sessions: readonly Session[]): void {
  let open = sessions.length;
  const over = (): void => {
    if (--open === 0) finish(script);
  };
  for (const session of sessions) {
    const { client, atMs, rounds = 1 } = session;
    script.at(atMs, () => whenStarted(script, client, () => round(script, session, rounds, over)));
  }
}

function round(script: Script, session: Session, left: number, over: () => void): void {
  const { client, holdMs = 200, renewEveryMs, releases = true, gapMs = 0, writesMs = [0, holdMs] } = session;
  if (left === 0) {
    over();
    return;
  }
  const next = (): void =>
    script.after(gapMs, () => whenStarted(script, client, () => round(script, session, left - 1, over)));
  script.call(client, 'acquire', [], (acquire) => {
    if (acquire.status === 'threw') over();
    else if (acquire.status !== 'ok')
      script.after(10, () => whenStarted(script, client, () => round(script, session, left, over)));
    else {
      for (const ms of writesMs) script.after(ms, () => write(script, acquire));
      hold(script, acquire, { untilMs: script.nowMs() + holdMs, renewEveryMs }, () => {
        if (releases && isAlive(script, acquire)) script.call(client, 'release', [], next);
        else next();
      });
    }
  });
}

/** Keeps the lock until it is time, asking for more where it should. */
function hold(
  script: Script,
  acquire: Operation,
  { untilMs, renewEveryMs = Infinity }: { untilMs: number; renewEveryMs: number | undefined },
  then: () => void,
): void {
  const leftMs = untilMs - script.nowMs();
  if (!isAlive(script, acquire) || leftMs <= 0) then();
  else if (leftMs <= renewEveryMs) script.after(leftMs, then);
  else
    script.after(renewEveryMs, () => {
      if (!isAlive(script, acquire)) then();
      else
        script.call(acquire.node, 'renew', [], ({ value }) => {
          if (value === true) hold(script, acquire, { untilMs, renewEveryMs }, then);
          else then();
        });
    });
}

function isAlive(script: Script, { node, incarnation }: Operation): boolean {
  return script.isStarted(node) && script.incarnation(node) === incarnation;
}

/** The worker writes under a grant: to the storage, which knows nothing of leases. */
export function write(script: Script, acquire: Operation): void {
  const worker = workerOf(acquire.node);
  const token = tokenIn(acquire.value);
  if (token !== undefined && script.isStarted(worker)) script.call(worker, 'write', [token, acquire.id]);
}

function tokenIn(value: Json | undefined): number | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  return typeof value['token'] === 'number' ? value['token'] : undefined;
}

/** Once the node runs; never, where it does not come back. */
function whenStarted(script: Script, node: NodeId, then: () => void): void {
  if (script.isStarted(node)) then();
  else script.after(20, () => whenStarted(script, node, then));
}

/** Each client that runs takes the lock once more, one after the other, and writes; then the run ends. */
export function finish(script: Script): void {
  const turn = (index: number): void => {
    const client = CLIENTS[index];
    if (client === undefined) script.after(300, () => script.end());
    else if (!script.isStarted(client)) turn(index + 1);
    else
      script.call(client, 'acquire', [], (acquire) => {
        if (acquire.status !== 'ok') {
          turn(index + 1);
          return;
        }
        write(script, acquire);
        script.call(client, 'release', [], () =>
          // Who has given it up has nothing to renew.
          script.call(client, 'renew', [], () => script.after(100, () => turn(index + 1))),
        );
      });
  };
  const begin = (): void => {
    const overMs = script.faultsOverMs();
    if (overMs > script.nowMs() && overMs < Infinity) script.after(overMs - script.nowMs() + 1, begin);
    else turn(0);
  };
  begin();
}

/** How long a run must go on after its last fault, in ms, so that all that may be waited for is seen. */
export const TAIL_MS = WAIT_MS + 5_000;
