import type { Json, Node, NodeId } from 'partial-failure';

/**
 * What `export class Replica` must be: `new Replica(node)`. It is created anew after every restart, with an empty
 * memory and the disk as it was. At least one of `onRequest` and `onMessage` has to be there.
 */
export interface Replica {
  /** Runs at every boot. Messages and requests are held until it settles. */
  start?(): Promise<void> | void;
  /** Answers `node.request` by what it returns. */
  onRequest?(from: NodeId, message: Json): Json | Promise<Json>;
  /** Takes what was sent with `node.send`. */
  onMessage?(from: NodeId, message: Json): void | Promise<void>;
}

/**
 * What `export class Client` must be: `new Client(node, replicas)`. One operation of a client is open at a time.
 * Operations never reject.
 */
export interface Client {
  /** Gives the value of the register, `null` if nobody has written yet. */
  read(): Promise<Json>;
  /** Makes `value` the value of the register. */
  write(value: Json): Promise<void>;
  /** Takes what was sent with `node.send`. */
  onMessage?(from: NodeId, message: Json): void | Promise<void>;
}

/** How a replica is made. */
export type ReplicaClass = new (node: Node) => Replica;

/** How a client is made. `replicas` are the ids of all replicas, also of those that are down. */
export type ClientClass = new (node: Node, replicas: NodeId[]) => Client;
