import type { CourseProgram, CourseSide, Json, NodeId } from 'partial-failure/kit';

/** Something that a traitor sends: when it arrives, at whom, and what it says. */
export interface Lie {
  readonly to: NodeId;
  readonly atMs: number;
  readonly body: Json;
}

/** A message of the traitor takes this long, so that it arrives when it is meant to. */
export const TRAITOR_LINK_MS = 1;

/** A traitor that keeps to a plan. A loyal program sees only contents and times, so no cleverer traitor can do more. */
export const traitor =
  (lies: readonly Lie[]) =>
  (me: CourseSide): CourseProgram => {
    for (const { to, atMs, body } of lies) me.after(atMs - TRAITOR_LINK_MS, () => me.send(to, body));
    return { methods: { begin: () => undefined } };
  };
