import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkDelivery,
  checkFifo,
  checkPrefix,
  checkPrefixOf,
  type DeliveryGuarantee,
  type EntryLog,
  type MessageId,
  type NodeLog,
} from '../../../src/checkers/delivery.ts';
import type { Json } from '../../../src/util/canonical.ts';
import { firstDelivery, logsOf, nodeLogs, renamed, type LogShape } from './node-logs.ts';

const guarantees: readonly DeliveryGuarantee[] = ['at-most-once', 'at-least-once', 'exactly-once'];
const nearlyRight: LogShape = { nodes: 3, maxEvents: 14, addressed: 3, wild: 1, orderly: 7 };
const wild: LogShape = { nodes: 2, maxEvents: 10, addressed: 3, wild: 5, orderly: 3 };
const tidy: LogShape = { nodes: 2, maxEvents: 16, addressed: 0, wild: 0, orderly: 10 };
const shapes = [nearlyRight, wild, tidy];

/** What is sent, and for whom. */
function sendsOf(logs: readonly NodeLog[]) {
  return logs.flatMap(({ node: sender, events }) =>
    events.flatMap((event) =>
      event.kind === 'send'
        ? [{ sender, ...event, isFor: (node: string) => event.to?.includes(node) ?? true }]
        : [],
    ),
  );
}

describe('checkPrefix', () => {
  const entryLogs = (texts: readonly string[]): EntryLog[] =>
    texts.map((text, index) => ({ node: `n${index}`, entries: [...text] }));
  const evidence = (...texts: readonly string[]) => {
    const result = checkPrefix(entryLogs(texts));
    return result.verdict === 'ok' ? 'ok' : result.evidence;
  };

  it('agrees with the definition: of any two, one begins with the other', () => {
    const logs = fc.array(
      fc.record({ length: fc.nat(4), place: fc.nat(12), other: fc.constantFrom('x', 'y') }),
      { maxLength: 4 },
    );
    const seen = { ok: 0, illegal: 0 };
    fc.assert(
      fc.property(logs, (drafts) => {
        const texts = drafts.map(({ length, place, other }) => {
          const text = 'abcd'.slice(0, length);
          return place < length ? text.slice(0, place) + other + text.slice(place + 1) : text;
        });
        const areRight = texts.every((a) => texts.every((b) => a.startsWith(b) || b.startsWith(a)));
        const result = checkPrefix(entryLogs(texts));
        seen[result.verdict]++;
        expect(result.verdict).toBe(areRight ? 'ok' : 'illegal');
        if (result.verdict === 'ok') return;
        const { nodes, index, entries } = result.evidence;
        const [a, b] = nodes.map((node) => texts[Number(node.slice(1))] ?? '');
        expect([a?.[index], b?.[index]]).toEqual(entries);
        expect(entries[0]).not.toBe(entries[1]);
        const upTo = texts.map((text) => text.slice(0, index));
        expect(upTo.every((x) => upTo.every((y) => x.startsWith(y) || y.startsWith(x)))).toBe(true);
      }),
      { seed: 301, numRuns: 2_000 },
    );
    expect(Math.min(seen.ok, seen.illegal)).toBeGreaterThan(300);
  });

  it('accepts no logs, empty logs and logs that lag', () => {
    expect(evidence()).toBe('ok');
    expect(evidence('', '')).toBe('ok');
    expect(evidence('', 'a', 'abc', 'ab')).toBe('ok');
  });

  it('names the first place at which two differ, in the order of the list', () => {
    expect(evidence('abc', 'ab', 'ax')).toEqual({
      violation: 'orders-differ',
      nodes: ['n0', 'n2'],
      index: 1,
      entries: ['b', 'x'],
    });
    expect(evidence('ax', 'abcd')).toMatchObject({ nodes: ['n0', 'n1'], entries: ['x', 'b'] });
    expect(evidence('abcx', 'abcd', 'y')).toMatchObject({ nodes: ['n0', 'n2'], index: 0 });
  });

  it('compares entries as JSON values, and equal ones count each time', () => {
    const log = (node: string, ...entries: Json[]): EntryLog => ({ node, entries });
    expect(checkPrefix([log('a', { x: 1, y: [2] }), log('b', { y: [2], x: 1 }, null)]).verdict).toBe('ok');
    expect(checkPrefix([log('a', 1, 1, 2), log('b', 1, 2)]).verdict).toBe('illegal');
    expect(checkPrefix([log('a', null), log('b', false)]).verdict).toBe('illegal');
  });

  it('holds for every part of what it holds for, and more entries do not mend it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 })), (texts) => {
        const cut = texts.map((text) => text.slice(0, -1));
        if (evidence(...texts) === 'ok') expect(evidence(...cut)).toBe('ok');
        expect(evidence(...texts, '') === 'ok').toBe(evidence(...texts) === 'ok');
      }),
      { seed: 302, numRuns: 500 },
    );
  });
});

describe('checkPrefixOf', () => {
  it('finds the first entry that differs, or one too many', () => {
    expect(checkPrefixOf([], [])).toEqual({ verdict: 'ok' });
    expect(checkPrefixOf([1], [1, 2])).toEqual({ verdict: 'ok' });
    expect(checkPrefixOf([1, 3, 4], [1, 2])).toEqual({
      verdict: 'illegal',
      evidence: { violation: 'differs', index: 1, expected: 2, actual: 3 },
    });
    expect(checkPrefixOf([1, 2, null], [1, 2])).toEqual({
      verdict: 'illegal',
      evidence: { violation: 'unexpected', index: 2, actual: null },
    });
  });

  it('agrees with the definition', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(checkPrefixOf([...a], [...b]).verdict).toBe(b.startsWith(a) ? 'ok' : 'illegal');
      }),
      { seed: 303, numRuns: 500 },
    );
  });
});

/** The verdict by counting. */
function countsAreRight(logs: readonly NodeLog[], guarantee: DeliveryGuarantee): boolean {
  const sends = sendsOf(logs);
  const messages = new Set<MessageId>(logs.flatMap(({ events }) => events.map(({ message }) => message)));
  return logs.every(({ node, events }) =>
    [...messages].every((message) => {
      const count = events.filter((event) => event.kind === 'deliver' && event.message === message).length;
      const sending = sends.find((send) => send.message === message && send.isFor(node));
      if (sending === undefined) return count === 0;
      const least = guarantee === 'at-most-once' || sending.open === true ? 0 : 1;
      const most = guarantee === 'at-least-once' ? Infinity : 1;
      return least <= count && count <= most;
    }),
  );
}

describe('checkDelivery', () => {
  const violation = (guarantee: DeliveryGuarantee, ...texts: readonly string[]) => {
    const result = checkDelivery(logsOf(...texts), guarantee);
    return result.verdict === 'ok' ? 'ok' : result.evidence;
  };

  it('agrees with counting', () => {
    const seen = new Map<string, number>();
    for (const [offset, shape] of shapes.entries()) {
      fc.assert(
        fc.property(nodeLogs(shape), fc.constantFrom(...guarantees), (logs, guarantee) => {
          const result = checkDelivery(logs, guarantee);
          expect(result.verdict).toBe(countsAreRight(logs, guarantee) ? 'ok' : 'illegal');
          const kind = result.verdict === 'ok' ? 'ok' : result.evidence.violation;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          if (result.verdict === 'ok') return;
          const { node, message, positions } = result.evidence;
          const own = logs.filter((log) => log.node === node);
          for (const position of positions) {
            expect(own[0]?.events[position]).toEqual({ kind: 'deliver', message });
          }
          // The node's deliveries that are named, and all sends, are wrong by themselves.
          if (kind === 'missing') return;
          const proof = logs.map((log) => ({
            ...log,
            events: log.events.filter(
              ({ kind: what }, position) =>
                what === 'send' || (log.node === node && positions.includes(position)),
            ),
          }));
          expect(checkDelivery(proof, 'at-most-once').verdict).toBe('illegal');
        }),
        { seed: 311 + offset, numRuns: 1_000 },
      );
    }
    expect([...seen.keys()].sort()).toEqual(['duplicate', 'misdirected', 'missing', 'ok', 'unsent']);
    expect(Math.min(...seen.values())).toBeGreaterThan(50);
  });

  it('accepts no logs, and a message that is for nobody', () => {
    for (const guarantee of guarantees) {
      expect(violation(guarantee)).toBe('ok');
      expect(violation(guarantee, 'a: !1>', 'b:')).toBe('ok');
    }
  });

  it('finds a message that comes twice', () => {
    const logs = ['a: !1>b', 'b: ?1 ?1'];
    const twice = { violation: 'duplicate', node: 'b', message: '1', positions: [0, 1] };
    expect(guarantees.map((guarantee) => violation(guarantee, ...logs))).toEqual([twice, 'ok', twice]);
  });

  it('finds a message that does not come, unless its sender gave up', () => {
    const missing = { violation: 'missing', node: 'b', message: '1', positions: [] };
    expect(guarantees.map((guarantee) => violation(guarantee, 'a: !1>b', 'b:'))).toEqual([
      'ok',
      missing,
      missing,
    ]);
    expect(violation('exactly-once', 'a: !1>b~', 'b:')).toBe('ok');
    expect(violation('exactly-once', 'a: !1>b~', 'b: ?1')).toBe('ok');
  });

  it('takes a broadcast to be for its sender too', () => {
    expect(violation('exactly-once', 'a: !1', 'b: ?1')).toMatchObject({ violation: 'missing', node: 'a' });
    expect(violation('exactly-once', 'a: !1 ?1', 'b: ?1')).toBe('ok');
  });

  it('finds what nobody sent and what is for others, under every guarantee', () => {
    for (const guarantee of guarantees) {
      expect(violation(guarantee, 'a: ?9')).toMatchObject({ violation: 'unsent', positions: [0] });
      expect(violation(guarantee, 'a: !1>b', 'b: ?1', 'c: ?1')).toMatchObject({
        violation: 'misdirected',
        node: 'c',
      });
    }
  });

  it('keeps numbers and texts apart, and refuses a message sent twice', () => {
    const logs: NodeLog[] = [
      { node: 'a', events: [{ kind: 'send', message: 1, to: ['b'] }] },
      { node: 'b', events: [{ kind: 'deliver', message: '1' }] },
    ];
    expect(checkDelivery(logs, 'at-most-once').verdict).toBe('illegal');
    expect(() => violation('at-most-once', 'a: !1', 'b: !1')).toThrow('sent twice');
    expect(() => violation('at-most-once', 'a: !1', 'a: ?1')).toThrow('two logs');
  });
});

/** FIFO by the definition: all pairs of messages of one sender that are for the node. */
function isFifo(logs: readonly NodeLog[], gaps: boolean): boolean {
  const sends = sendsOf(logs);
  return logs.every((log) =>
    sends.every((earlier, i) =>
      sends.slice(i + 1).every((later) => {
        if (earlier.sender !== later.sender || !earlier.isFor(log.node) || !later.isFor(log.node))
          return true;
        const [first, second] = [firstDelivery(log, earlier.message), firstDelivery(log, later.message)];
        return second === Infinity || first < second || (gaps && first === Infinity);
      }),
    ),
  );
}

describe('checkFifo', () => {
  const violation = (gaps: boolean, ...texts: readonly string[]) => {
    const result = checkFifo(logsOf(...texts), { gaps });
    return result.verdict === 'ok' ? 'ok' : result.evidence;
  };

  it('agrees with the definition', () => {
    const seen = new Map<string, number>();
    for (const [offset, shape] of shapes.entries()) {
      fc.assert(
        fc.property(nodeLogs(shape), fc.boolean(), (logs, gaps) => {
          const result = checkFifo(logs, { gaps });
          expect(result.verdict).toBe(isFifo(logs, gaps) ? 'ok' : 'illegal');
          const kind = result.verdict === 'ok' ? 'ok' : result.evidence.violation;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          if (result.verdict === 'ok') return;
          const { node, sender, earlier, later } = result.evidence;
          const own = logs.filter((log) => log.node === node);
          const [first, second] = [earlier, later].map((message) =>
            own.map((log) => firstDelivery(log, message)),
          );
          expect(Number(second) < Number(first)).toBe(true);
          expect(Number(first) === Infinity).toBe(kind === 'skipped');
          const order = sendsOf(logs)
            .filter((send) => send.sender === sender && send.isFor(node))
            .map(({ message }) => message);
          expect(order.indexOf(earlier)).toBeGreaterThanOrEqual(0);
          expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(later));
        }),
        { seed: 321 + offset, numRuns: 1_000 },
      );
    }
    expect([...seen.keys()].sort()).toEqual(['ok', 'overtaken', 'skipped']);
    expect(Math.min(...seen.values())).toBeGreaterThan(50);
  });

  it('finds a message that another overtakes, and one left out', () => {
    const overtaken = { violation: 'overtaken', node: 'b', sender: 'a', earlier: '1', later: '2' };
    expect(violation(false, 'a: !1>b !2>b', 'b: ?2 ?1')).toEqual(overtaken);
    expect(violation(true, 'a: !1>b !2>b', 'b: ?2 ?1')).toEqual(overtaken);
    expect(violation(false, 'a: !1>b !2>b', 'b: ?2')).toMatchObject({ violation: 'skipped' });
    expect(violation(true, 'a: !1>b !2>b', 'b: ?2')).toBe('ok');
  });

  it('asks nothing of different senders, of messages for others, of doubles and of unsent ones', () => {
    expect(violation(false)).toBe('ok');
    expect(violation(false, 'a: !1', 'b: !2', 'c: ?2 ?1', 'd: ?1 ?2')).toBe('ok');
    expect(violation(false, 'a: !1>b !2>c', 'b: ?1', 'c: ?2')).toBe('ok');
    expect(violation(false, 'a: !1>b !2>b', 'b: ?1 ?2 ?1 ?9')).toBe('ok');
  });
});

describe('laws of delivery', () => {
  it('names of nodes do not matter', () => {
    fc.assert(
      fc.property(nodeLogs(nearlyRight), fc.constantFrom(...guarantees), (logs, guarantee) => {
        const [before, after] = [checkDelivery(logs, guarantee), checkDelivery(renamed(logs), guarantee)];
        expect(after.verdict).toBe(before.verdict);
        if (before.verdict === 'illegal' && after.verdict === 'illegal') {
          expect({ ...after.evidence, node: '' }).toEqual({ ...before.evidence, node: '' });
        }
        expect(checkFifo(renamed(logs)).verdict).toBe(checkFifo(logs).verdict);
      }),
      { seed: 331, numRuns: 500 },
    );
  });

  it('a message between strangers changes nothing', () => {
    const strangers: NodeLog[] = logsOf('x: !x1>xy ?x1', 'y: ?x1');
    fc.assert(
      fc.property(
        nodeLogs({ ...nearlyRight, addressed: 10 }),
        fc.constantFrom(...guarantees),
        (logs, guarantee) => {
          // Broadcasts would be for the strangers too.
          const addressed = logs.map((log) => ({
            ...log,
            events: log.events.map((event) =>
              event.kind === 'send' ? { ...event, to: event.to ?? ['a', 'b', 'c'] } : event,
            ),
          }));
          expect(checkDelivery([...addressed, ...strangers], guarantee)).toEqual(
            checkDelivery(addressed, guarantee),
          );
          expect(checkFifo([...addressed, ...strangers])).toEqual(checkFifo(addressed));
        },
      ),
      { seed: 332, numRuns: 500 },
    );
  });

  it('exactly once is at most once and at least once', () => {
    fc.assert(
      fc.property(nodeLogs(nearlyRight), (logs) => {
        const [most, least, exactly] = guarantees.map((each) => checkDelivery(logs, each).verdict === 'ok');
        expect(exactly).toBe(most === true && least === true);
      }),
      { seed: 333, numRuns: 500 },
    );
  });
});
