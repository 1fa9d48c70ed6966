import { fault, linksBetween, upon, type Decider, type InjectedFault } from 'partial-failure/kit';

/** What happens to whoever leads; `others` are the other nodes, those first that follow it. */
export type Blow = (leader: string, others: readonly string[], atMs: number) => readonly InjectedFault[];

/** From an instant on, as soon as there is a leader: a blow to it. With several blows each comes at its own instant. */
export function whenThereIsALeader(
  ids: readonly string[],
  blows: readonly (readonly [atMs: number, Blow])[],
) {
  return (): Decider => {
    const leaders = new Map<string, number>();
    let next = 0;
    return upon((event, view) => {
      const { node } = event;
      if (event.kind === 'shows' && event.values['role'] === 'leader')
        leaders.set(node, Number(event.values['term']));
      else if (event.kind === 'shows' || event.kind === 'crash') leaders.delete(node);
      const blow = blows[next];
      const nowMs = view.nowUs() / 1000;
      if (blow === undefined || nowMs < blow[0] || leaders.size === 0) return [];
      const newest = [...leaders].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
      next++;
      return blow[1](
        newest,
        ids.filter((id) => id !== newest),
        nowMs,
      );
    });
  };
}

export const crashes =
  (restartAfterMs: number | null): Blow =>
  (leader, _others, atMs) => [fault.crash(leader, { atMs, restartAfterMs })];

export const pauses =
  (forMs: number): Blow =>
  (leader, _others, atMs) => [fault.pause(leader, { atMs, forMs })];

/** Nothing reaches it, or nothing leaves it, or neither. */
export const cutOff =
  (way: 'in' | 'out' | 'both', forMs: number): Blow =>
  (leader, others, atMs) => {
    const links = linksBetween([leader], others).filter(
      (link) => way === 'both' || link.startsWith(`${leader}>`) === (way === 'out'),
    );
    return [fault.cut(links, { fromMs: atMs, untilMs: atMs + forMs })];
  };

/** It and so many others are cut off from the rest. */
export const withSome =
  (count: number, forMs: number): Blow =>
  (leader, others, atMs) => [
    fault.cut(linksBetween([leader, ...others.slice(0, count)], others.slice(count)), {
      fromMs: atMs,
      untilMs: atMs + forMs,
    }),
  ];

/** It no longer exchanges messages with one of the others. */
export const withoutOne =
  (forMs: number): Blow =>
  (leader, others, atMs) => [
    fault.cut(linksBetween([leader], others.slice(0, 1)), { fromMs: atMs, untilMs: atMs + forMs }),
  ];

/** Its time of day steps while it is cut off. */
export const cutOffAndStepped =
  (byMs: number, forMs: number): Blow =>
  (leader, others, atMs) => [
    ...cutOff('both', forMs)(leader, others, atMs),
    fault.clockStep(leader, { atMs: atMs + 50, byMs }),
  ];

/** It dies, and the others' time of day steps: just before that, or when they have heard its last message. */
export const diesAround =
  (byMs: number, stepAfterMs: number): Blow =>
  (leader, others, atMs) => [
    ...others.map((id) => fault.clockStep(id, { atMs: atMs + 60 + stepAfterMs, byMs })),
    fault.crash(leader, { atMs: atMs + 60, restartAfterMs: null }),
  ];

/** One of the others restarts. */
export const followerRestarts =
  (restartAfterMs: number): Blow =>
  (_leader, others, atMs) =>
    others.slice(0, 1).map((id) => fault.crash(id, { atMs, restartAfterMs }));

/** One of the others is cut off for a while: it stands in term after term. */
export const cutOffFollower =
  (forMs: number): Blow =>
  (leader, others, atMs) => [
    fault.cut(linksBetween(others.slice(0, 1), [leader, ...others.slice(1)]), {
      fromMs: atMs,
      untilMs: atMs + forMs,
    }),
  ];

/** The last of the others dies. */
export const followerDies: Blow = (_leader, others, atMs) =>
  others.slice(-1).map((id) => fault.crash(id, { atMs, restartAfterMs: null }));
