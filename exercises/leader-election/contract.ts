import type { Json, Node, NodeId } from 'partial-failure';

/** What nodes send. `term` is the term that the sender is in; one that it only thinks of entering goes elsewhere. */
export type Message = { readonly term: number; readonly [more: string]: Json };

/** What `export class Candidate` must be: it runs on every node, and is created anew at every boot. */
export interface CandidateContract {
  /** Runs at every boot. Messages are held until it settles. */
  start?(): Promise<void> | void;
  /** Takes what was sent with `node.send`. */
  onMessage(from: NodeId, message: Message): void | Promise<void>;
  /** Whether this node believes that it leads. Changes nothing. */
  role(): 'leader' | 'follower' | 'candidate';
  /** The highest term in which this node stood, voted or followed; 0 at first. Changes nothing. */
  term(): number;
}

/** How it is made. `peers` are the ids of all other nodes, also of those that are down. */
export type CandidateClass = new (node: Node, peers: NodeId[]) => CandidateContract;
