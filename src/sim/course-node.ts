import type { Json, NodeId } from '../api.ts';

/** Answers a request; only the first answer counts. */
export type Reply = (message: Json) => void;

/**
 * A node that the course plays: a bank, a storage, a scripted peer. Written in plain callbacks, because its code is
 * not lowered to the simulator's promise. Each handler is one turn.
 */
export interface CourseProgram {
  onMessage?(from: NodeId, message: Json): void;
  onRequest?(from: NodeId, message: Json, reply: Reply): void;
  /** What a script may call, by name. */
  readonly methods?: Readonly<Record<string, (...args: Json[]) => Json | undefined>>;
}

/** What a course-played node can do. Faults strike it as they strike the others. */
export interface CourseSide {
  readonly id: NodeId;
  /** Survives a crash, atomically: a ledger that is never torn. */
  readonly durable: Map<string, Json>;
  /** True time in ms: the course may know it. */
  nowMs(): number;
  /** What this node's time-of-day clock shows, in ms: for a course's program that believes it. Not a step of its own. */
  timeOfDay(): number;
  send(to: NodeId, message: Json): void;
  request(to: NodeId, message: Json, then: (reply: Json) => void): void;
  /** Runs `then` as a turn after `ms` of true time, unless the node crashed meanwhile. */
  after(ms: number, then: () => void): void;
  random(): number;
  log(text: string, details?: Json): void;
  /** Puts a fact into the trace for the checks, at this instant. */
  note(name: string, data: Json): void;
}
