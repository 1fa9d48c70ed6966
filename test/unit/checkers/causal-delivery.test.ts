import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCausalDelivery, type MessageId, type NodeLog } from '../../../src/checkers/causal-delivery.ts';
import { checkFifo } from '../../../src/checkers/delivery.ts';
import { compareClocks, joinClocks, stampEvents } from '../../../src/checkers/happened-before.ts';
import { firstDelivery, logsOf, nodeLogs, renamed, type LogShape } from './node-logs.ts';

const nearlyRight: LogShape = { nodes: 3, maxEvents: 14, addressed: 3, wild: 0, orderly: 7 };
const calm: LogShape = { nodes: 3, maxEvents: 14, addressed: 2, wild: 0, orderly: 10 };
const wild: LogShape = { nodes: 3, maxEvents: 9, addressed: 2, wild: 7, orderly: 5 };
const shapes = [nearlyRight, calm, wild];

/** Happened-before by the definition, as the transitive closure of its direct cases. */
function happenedBefore(logs: readonly NodeLog[]) {
  const events = logs.flatMap(({ node, events: own }, log) =>
    own.map((event, position) => ({ node, log, position, ...event })),
  );
  const before = events.map((a) =>
    events.map(
      (b) =>
        (a.node === b.node && a.position < b.position) ||
        (a.kind === 'send' && b.kind === 'deliver' && a.message === b.message),
    ),
  );
  for (const [k, middle] of before.entries()) {
    for (const row of before) if (row[k]) middle.forEach((reaches, j) => (row[j] ||= reaches));
  }
  return { events, before };
}

/** The verdict by the definition, and whether it is about order. */
function byDefinition(logs: readonly NodeLog[]): 'ok' | 'unsent' | 'delivered-before-sent' | 'causal-order' {
  const { events, before } = happenedBefore(logs);
  const sends = events.filter(({ kind }) => kind === 'send');
  if (events.some(({ message }) => !sends.some((send) => send.message === message))) return 'unsent';
  if (events.some((_, index) => before[index]?.[index])) return 'delivered-before-sent';
  const isRight = logs.every((log) =>
    events.every((first, i) =>
      events.every((second, j) => {
        if (first.kind !== 'send' || second.kind !== 'send' || !before[i]?.[j]) return true;
        if (first.to?.includes(log.node) === false) return true;
        const delivered = firstDelivery(log, second.message);
        return delivered === Infinity || firstDelivery(log, first.message) < delivered;
      }),
    ),
  );
  return isRight ? 'ok' : 'causal-order';
}

function evidence(...texts: readonly string[]) {
  const result = checkCausalDelivery(logsOf(...texts));
  return result.verdict === 'ok' ? 'ok' : result.evidence;
}

/** Whether the sender of `second` had sent or delivered `first` before it sent `second`. */
function leadsDirectly(logs: readonly NodeLog[], first: MessageId, second: MessageId): boolean {
  return logs.some(({ events }) => {
    const sent = events.findIndex(({ kind, message }) => kind === 'send' && message === second);
    return events.slice(0, Math.max(0, sent)).some(({ message }) => message === first);
  });
}

describe('stampEvents', () => {
  it('gives clocks that compare as happened-before does, or finds a circle', () => {
    const seen = { possible: 0, impossible: 0 };
    for (const [offset, shape] of shapes.entries()) {
      fc.assert(
        fc.property(nodeLogs(shape), (logs) => {
          const stamps = stampEvents(logs);
          const { events, before } = happenedBefore(logs);
          const isPossible = events.every((_, index) => !before[index]?.[index]);
          expect(stamps.possible).toBe(isPossible);
          seen[stamps.possible ? 'possible' : 'impossible']++;
          if (!stamps.possible) {
            expect(stamps.cycle.length).toBeGreaterThan(0);
            for (const [index, message] of stamps.cycle.entries()) {
              const next = stamps.cycle[(index + 1) % stamps.cycle.length] ?? '';
              expect(leadsDirectly(logs, message, next)).toBe(true);
            }
            return;
          }
          const clocks = events.map(({ log, position }) => stamps.clocks[log]?.[position] ?? []);
          const expected = clocks.map((_, i) =>
            clocks.map((__, j) =>
              i === j ? 'equal' : before[i]?.[j] ? 'before' : before[j]?.[i] ? 'after' : 'concurrent',
            ),
          );
          expect(clocks.map((a) => clocks.map((b) => compareClocks(a, b)))).toEqual(expected);
        }),
        { seed: 401 + offset, numRuns: 400 },
      );
    }
    expect(Math.min(seen.possible, seen.impossible)).toBeGreaterThan(50);
  });

  it('counts what each event knows of', () => {
    const stamps = stampEvents(logsOf('a: !1 !2', 'b: ?2 !3', 'c: ?3 ?9'));
    expect(stamps).toEqual({
      possible: true,
      clocks: [
        [
          [1, 0, 0],
          [2, 0, 0],
        ],
        [
          [2, 1, 0],
          [2, 2, 0],
        ],
        [
          [2, 2, 1],
          [2, 2, 2],
        ],
      ],
    });
    expect(stampEvents([])).toEqual({ possible: true, clocks: [] });
  });
});

describe('clocks', () => {
  const clock = fc.array(fc.nat(2), { maxLength: 3 });

  it('compare entry by entry, what is absent counting as nothing', () => {
    expect(compareClocks([], [0, 0])).toBe('equal');
    expect(compareClocks([1], [1, 1])).toBe('before');
    expect(compareClocks([2, 0], [1, 0])).toBe('after');
    expect(compareClocks([1, 0], [0, 1])).toBe('concurrent');
  });

  it('join to the least that is not before either', () => {
    fc.assert(
      fc.property(clock, clock, clock, (a, b, c) => {
        const covers = (x: readonly number[], y: readonly number[]): boolean =>
          ['after', 'equal'].includes(compareClocks(x, y));
        const join = joinClocks(a, b);
        expect(covers(join, a) && covers(join, b)).toBe(true);
        if (covers(c, a) && covers(c, b)) expect(covers(c, join)).toBe(true);
        expect(joinClocks(b, a)).toEqual(join);
      }),
      { seed: 405, numRuns: 500 },
    );
  });
});

describe('checkCausalDelivery', () => {
  it('agrees with the definition', () => {
    const seen = new Map<string, number>();
    for (const [offset, shape] of shapes.entries()) {
      fc.assert(
        fc.property(nodeLogs(shape), (logs) => {
          const result = checkCausalDelivery(logs);
          const kind = result.verdict === 'ok' ? 'ok' : result.evidence.violation;
          expect(kind).toBe(byDefinition(logs));
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          if (result.verdict === 'ok' || result.evidence.violation !== 'causal-order') return;
          const { node, chain } = result.evidence;
          for (const [index, message] of chain.entries()) {
            const next = chain[index + 1];
            if (next !== undefined) expect(leadsDirectly(logs, message, next)).toBe(true);
          }
          const [first = '', last = ''] = [chain[0], chain.at(-1)];
          const own = logs.find((log) => log.node === node) ?? { node, events: [] };
          expect(firstDelivery(own, last)).toBeLessThan(firstDelivery(own, first));
          // No way from the first to the last is shorter: what a message leads to directly, and so on.
          const messages = logs.flatMap(({ events }) => events.map(({ message }) => message));
          let reached = new Set<MessageId>([first]);
          for (let length = 2; length < chain.length; length++) {
            reached = new Set(
              messages.filter((to) => [...reached].some((from) => leadsDirectly(logs, from, to))),
            );
            expect(reached.has(last)).toBe(false);
          }
        }),
        { seed: 411 + offset, numRuns: 700 },
      );
    }
    expect([...seen.keys()].sort()).toEqual(['causal-order', 'delivered-before-sent', 'ok', 'unsent']);
    expect(Math.min(...seen.values())).toBeGreaterThan(50);
  });

  it('accepts nothing, silence, and concurrent messages in either order', () => {
    expect(evidence()).toBe('ok');
    expect(evidence('a: !1', 'b:')).toBe('ok');
    expect(evidence('a: !1', 'b: !2', 'c: ?1 ?2', 'd: ?2 ?1')).toBe('ok');
  });

  it('finds an answer that comes before its question', () => {
    expect(evidence('a: !question', 'b: ?question !answer', 'c: ?answer ?question')).toEqual({
      violation: 'causal-order',
      node: 'c',
      chain: ['question', 'answer'],
    });
  });

  it('finds an answer without its question, and a chain over nodes', () => {
    expect(evidence('a: !1', 'b: ?1 !2', 'c: ?1 ?2 !3', 'd: ?3')).toEqual({
      violation: 'causal-order',
      node: 'd',
      chain: ['1', '3'],
    });
    expect(evidence('a: !1>bd', 'b: ?1 !2>c', 'c: ?2 !3>d', 'd: ?3 ?1')).toMatchObject({
      chain: ['1', '2', '3'],
    });
  });

  it('asks of a node only what is for it', () => {
    expect(evidence('a: !1>b', 'b: ?1 !2>c', 'c: ?2')).toBe('ok');
    expect(evidence('a: !1', 'b: ?1 !2>a', 'a2: ?1')).toBe('ok');
    // A broadcast is for its sender too.
    expect(evidence('a: !1 ?2', 'b: ?1 !2')).toMatchObject({ node: 'a', chain: ['1', '2'] });
    expect(evidence('a: !1>b ?2', 'b: ?1 !2')).toBe('ok');
  });

  it('finds what nobody sent and what was delivered before it was sent', () => {
    expect(evidence('a: ?9')).toEqual({ violation: 'unsent', node: 'a', message: '9' });
    expect(evidence('a: ?1 !1')).toEqual({ violation: 'delivered-before-sent', cycle: ['1'] });
    expect(evidence('a: ?2 !1', 'b: ?1 !2')).toMatchObject({ violation: 'delivered-before-sent' });
  });
});

describe('laws of causal delivery', () => {
  it('names of nodes do not matter, and strangers change nothing', () => {
    fc.assert(
      fc.property(nodeLogs(nearlyRight), (logs) => {
        const before = checkCausalDelivery(logs);
        const after = checkCausalDelivery(renamed(logs));
        expect(after.verdict).toBe(before.verdict);
        expect(checkCausalDelivery([...logs, ...logsOf('x: !x1>y', 'y: ?x1')])).toEqual(before);
      }),
      { seed: 421, numRuns: 500 },
    );
  });

  it('what holds of logs holds of every part of them that begins them', () => {
    fc.assert(
      fc.property(nodeLogs(calm), fc.nat(2), (logs, which) => {
        if (checkCausalDelivery(logs).verdict === 'illegal') return;
        // Only the last event of a node, and only if it is a delivery, since others may know of a send.
        const cut = logs.map((log, index) =>
          index === which && log.events.at(-1)?.kind === 'deliver'
            ? { ...log, events: log.events.slice(0, -1) }
            : log,
        );
        expect(checkCausalDelivery(cut).verdict).toBe('ok');
      }),
      { seed: 422, numRuns: 500 },
    );
  });

  it('is stronger than order by sender', () => {
    fc.assert(
      fc.property(nodeLogs(calm), (logs) => {
        if (checkCausalDelivery(logs).verdict === 'ok') expect(checkFifo(logs).verdict).toBe('ok');
      }),
      { seed: 423, numRuns: 500 },
    );
  });
});
