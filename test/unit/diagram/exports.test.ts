import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCausality, pastOf } from '../../../src/diagram/causality.ts';
import { toShiViz } from '../../../src/diagram/shiviz.ts';
import { anyRun, message, runOf } from './runs.ts';

interface Entry {
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
  readonly text: string;
}

/** What ShiViz reads with its default expression. */
function read(log: string): Entry[] {
  return [...log.matchAll(/(?<host>\S*) (?<clock>{.*})\n(?<event>.*)/g)].map(({ groups }) => ({
    host: groups?.['host'] ?? '',
    clock: JSON.parse(groups?.['clock'] ?? '{}') as Record<string, number>,
    text: groups?.['event'] ?? '',
  }));
}

describe('the ShiViz log', () => {
  test('has a line for the clock and a line for the words', () => {
    const hello = message('a', 'b', 'hello\nthere');
    const run = runOf([
      { kind: 'send', message: hello, at: 0, node: 'a' },
      { kind: 'deliver', message: hello, copy: 0, at: 5, node: 'b', cause: 0 },
    ]);
    expect(toShiViz(run)).toBe(
      'a {"a":1}\na sent a message to b: hello there\nb {"a":1,"b":1}\nb got the message of a: hello there\n',
    );
  });

  test('vector clocks say what came before what', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const entries = read(toShiViz(run));
        const shown = run.events.filter(
          (event) => !(event.kind === 'lost' && event.node === event.message.to),
        );
        expect(entries.map(({ host }) => host)).toEqual(shown.map(({ node }) => node));
        const counts = new Map<string, number>();
        for (const { host, clock } of entries) {
          counts.set(host, (counts.get(host) ?? 0) + 1);
          expect(clock[host]).toBe(counts.get(host));
        }
        const links = createCausality(run.events);
        shown.forEach((event, index) => {
          if (event.kind === 'lost') return;
          const past = pastOf(links, event.seq);
          shown.forEach((other, before) => {
            if (other.kind === 'lost' || other === event) return;
            const [mine, theirs] = [entries[index]?.clock ?? {}, entries[before]?.clock ?? {}];
            const dominates = Object.entries(theirs).every(([host, count]) => (mine[host] ?? 0) >= count);
            expect(dominates).toBe(past[other.seq] === 1);
          });
        });
      }),
      { seed: 51, numRuns: 60 },
    );
  });
});
