import { fault, linksBetween, type Fault } from 'partial-failure/kit';
import { idsOf, type Handling, type Play } from './play.ts';

/*
 * Which node stands when is the program's own affair, mostly drawn. But a node that was paused for two seconds stands
 * as soon as it is awake, whatever it has drawn; and one that has just restarted does not stand for a while. So two
 * candidates of one term are no matter of luck: both wake at one instant, `AT`, and the third has just booted.
 */
export const AT = 2000;

type Case = Omit<Play, 'n'>;
/** Both wake and stand; the voter is fresh. */
interface Trio {
  readonly a: string;
  readonly b: string;
  readonly voter: string;
}

export const trios: readonly Trio[] = [
  ['n1', 'n2', 'n3'],
  ['n2', 'n1', 'n3'],
  ['n1', 'n3', 'n2'],
  ['n3', 'n1', 'n2'],
  ['n2', 'n3', 'n1'],
  ['n3', 'n2', 'n1'],
].map(([a = '', b = '', voter = '']) => ({ a, b, voter }));

/** Asleep from before it could stand, to an instant. */
export const asleep = (node: string, untilMs: number, fromMs = 100): Fault =>
  fault.pause(node, { atMs: fromMs, forMs: untilMs - fromMs });
/** Down from the beginning, and fresh at an instant. */
export const fresh = (node: string, atMs: number): Fault =>
  fault.crash(node, { atMs: 1, restartAfterMs: atMs - 1 });
/** Messages of a term that was entered; what is said before anybody enters one (as in PreVote) passes. */
export const late = (link: string, delayMs: number, during: Partial<Handling> = {}): Handling => ({
  link,
  minTerm: 1,
  fate: { delayMs },
  ...during,
});
export const lost = (link: string, during: Partial<Handling> = {}): Handling => ({
  link,
  minTerm: 1,
  fate: 'drop',
  ...during,
});
const apart = (a: string, b: string): Fault =>
  fault.cut(linksBetween([a], [b]), { fromMs: 0, untilMs: AT + 2000 });
const twins = ({ a, b, voter }: Trio): Fault[] => [asleep(a, AT), asleep(b, AT), fresh(voter, AT - 60)];

/** The requests of both reach the voter, one so much later than the other. */
export function race(trio: Trio, byMs: number): Case {
  const { a, b, voter } = trio;
  return {
    faults: [...twins(trio), apart(a, b)],
    ...(byMs > 0 && { messages: [late(`${b}>${voter}`, byMs)] }),
  };
}

/** The same, and both hear each other. */
export function openRace(trio: Trio): Case {
  return { faults: twins(trio) };
}

/** The same while the voter's disk is slow. */
export function slowRace(trio: Trio, byMs: number): Case {
  const { faults = [], messages = [] } = race(trio, byMs);
  return {
    faults: [...faults, fault.slowDisk(trio.voter, { fromMs: AT - 10, untilMs: AT + 200, byMs: 60 })],
    messages,
  };
}

/** One is elected by the voter, who crashes; the other's request comes after its restart. */
export function voterRestarts(trio: Trio, diskMs = 0): Case {
  const { a, b, voter } = trio;
  return {
    faults: [
      ...twins(trio),
      apart(a, b),
      ...(diskMs > 0 ? [fault.slowDisk(voter, { fromMs: AT - 10, untilMs: AT + 60, byMs: diskMs })] : []),
    ],
    messages: [
      late(`${b}>${voter}`, 110, { untilMs: AT + 60 }),
      // A request that comes twice is answered while the first answer still waits for the disk.
      ...(diskMs > 0 ? [{ link: `${a}>${voter}`, untilMs: AT + 60, fate: { duplicateAfterMs: 4 } }] : []),
    ],
  };
}

/** One is elected, crashes, and gets the other's request of the same term after its restart. */
export function leaderRestarts(trio: Trio, diskMs = 0): Case {
  const { a, b, voter } = trio;
  return {
    faults: [
      ...twins(trio),
      ...(diskMs > 0 ? [fault.slowDisk(a, { fromMs: AT - 10, untilMs: AT + 5, byMs: diskMs })] : []),
    ],
    messages: [
      lost(`${a}>${b}`, { untilMs: AT + 60 }),
      late(`${b}>${a}`, 110, { untilMs: AT + 60 }),
      lost(`${b}>${voter}`, { untilMs: AT + 110 }),
      lost(`${voter}>${b}`, { untilMs: AT + 110 }),
    ],
  };
}

/**
 * One stands in terms 1 and 2; both requests reach the voter, the older one too, when the voter has elected the other
 * in term 2.
 */
export function olderRequest(trio: Trio, olderAtMs: number): Case {
  const { a, b, voter } = trio;
  const wake = AT + 920;
  return {
    faults: [
      apart(a, b),
      asleep(a, AT),
      asleep(a, wake + 10, AT + 12),
      asleep(b, AT),
      asleep(b, wake, AT + 12),
      fresh(voter, wake - 30),
    ],
    messages: [
      lost(`${b}>${voter}`, { untilMs: AT + 100 }),
      late(`${a}>${voter}`, wake + olderAtMs - (AT + 7), { untilMs: AT + 100 }),
      late(`${a}>${voter}`, 40, { fromMs: AT + 100 }),
    ],
  };
}

/** The voter votes for one in term 1, and before its slow disk is done for the other in term 2. The first stands there too. */
export function voteOvertaken(trio: Trio): Case {
  const { faults = [], messages = [] } = olderRequest(trio, -12);
  const wake = AT + 920;
  return {
    faults: [...faults, fault.slowDisk(trio.voter, { fromMs: wake - 15, untilMs: wake + 8, byMs: 60 })],
    messages,
  };
}

/** Five nodes: one voter answers in term 1, another in term 2, and no other one at all. */
export function votesOfTwoTerms(candidate: string): Case {
  const [first = '', second = '', ...rest] = idsOf(5).filter((id) => id !== candidate);
  const wake = AT + 800;
  return {
    faults: [
      asleep(candidate, AT),
      asleep(candidate, wake, AT + 40),
      fresh(first, AT - 60),
      fault.crash(first, { atMs: AT + 45, restartAfterMs: null }),
      fresh(second, wake - 60),
      ...rest.map((id) => asleep(id, wake + 500)),
    ],
  };
}

/** A leader hears from nobody any more, and may retire. Then somebody asks for its vote in that very term. */
export function afterRetiring({ a, b, voter }: Trio, afterMs: number): Case {
  return {
    faults: [
      asleep(a, AT),
      asleep(b, AT + afterMs),
      fresh(voter, AT - 60),
      asleep(voter, AT + afterMs + 300, AT + 16),
    ],
    messages: [
      lost(`${a}>${b}`, { untilMs: AT + afterMs }),
      lost(`${a}>${voter}`, { fromMs: AT + 12 }),
      lost(`${voter}>${a}`, { fromMs: AT + 16 }),
      late(`${b}>${a}`, 60, { untilMs: AT + afterMs + 100 }),
      lost(`${b}>${voter}`),
    ],
  };
}

/** A vote of term 1 arrives when its candidate stands in term 2, in which nobody has voted. */
export function lateVote(trio: Trio, afterMs: number): Case {
  const { a, b, voter } = trio;
  const wake = AT + 800;
  return {
    faults: [
      asleep(a, AT),
      asleep(a, wake, AT + 10),
      asleep(b, wake + 600),
      fresh(voter, AT - 60),
      fault.crash(voter, { atMs: AT + 40, restartAfterMs: 1200 }),
    ],
    messages: [late(`${voter}>${a}`, wake + afterMs - (AT + 15))],
  };
}

/** One stands while its disk is slow. Before the disk is done a request of the next term comes, and gets its vote. */
export function overtaken(trio: Trio, diskMs: number): Case {
  const { a, b, voter } = trio;
  return {
    faults: [
      asleep(a, AT),
      fault.slowDisk(a, { fromMs: AT - 10, untilMs: AT + 5, byMs: diskMs }),
      asleep(b, AT - 900),
      asleep(b, AT + 12, AT - 888),
      fresh(voter, AT + 30),
    ],
    messages: [
      lost(`${a}>${b}`, { untilMs: AT + 6 }),
      lost('*>*', { untilMs: AT - 1 }),
      lost(`${b}>${a}`, { fromMs: AT + 20, untilMs: AT + 300 }),
      late(`${b}>${voter}`, 160, { untilMs: AT + 100 }),
    ],
  };
}

/** One stands, and hears one voter only, each of whose messages comes twice. */
export function doubled(n: number, candidate: string): Case {
  const others = idsOf(n).filter((id) => id !== candidate);
  const [voter = '', ...rest] = others;
  return {
    faults: [asleep(candidate, AT), fresh(voter, AT - 60), ...rest.map((id) => asleep(id, AT + 1500))],
    messages: [
      { link: `${voter}>${candidate}`, fate: { duplicateAfterMs: 4 } },
      { link: `${candidate}>${voter}`, fate: { duplicateAfterMs: 9 } },
    ],
  };
}
