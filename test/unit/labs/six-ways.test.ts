import { beforeAll, describe, expect, test } from 'vitest';
import lab, { causeOf } from '../../../src/labs/six-ways/lab.ts';
import type { RecordedRun } from '../../../src/diagram/recorded-run.ts';
import { UNSURE } from '../../../src/labs/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab, type RunLab } from '../../support/labs.ts';

let ready: ReadyLab;
const run: RunLab = (changed) => ready.run(changed);
beforeAll(async () => {
  ready = await readyLab('six-ways', lab);
}, COMPILE_MS);

const CAUSES = ['request-lost', 'request-late', 'down', 'paused', 'reply-lost', 'reply-late'];

/** When the money is moved, in s after the question: 100 ms a message, 50 ms for the disk. */
function movedAfter(cause: string, late: number): number {
  if (cause === 'request-lost' || cause === 'down') return Infinity;
  if (cause === 'request-late') return late + 0.15;
  return cause === 'paused' ? late + 0.1 : 0.15;
}

function senderView(recorded: RecordedRun): RecordedRun {
  const view = lab.views?.find(({ before }) => before === true);
  if (view === undefined) throw new Error('There is no view of the sender.');
  return view.of(recorded);
}

describe.each(CAUSES)('%s', (cause) => {
  test('the answer, and what is told of the money, are as the lengths say', () => {
    for (const late of [1, 3, 10])
      for (const patience of [1, 3, 10]) {
        const moved = movedAfter(cause, late);
        const { outcome } = ready.run({ cause, late, patience });
        // The reply is 100 ms behind the money.
        const heard = cause === 'reply-late' ? late + 0.25 : moved + 0.1;
        const isHeard = cause !== 'reply-lost' && heard < patience;
        expect([late, patience, outcome.answer]).toEqual([late, patience, isHeard ? 'yes' : UNSURE]);
        const fate =
          moved < patience ? /was moved at [^,]*\.$/ : moved === Infinity ? /never moved/ : /turned away/;
        expect(outcome.because[0]).toMatch(fate);
        const tile = ready
          .many('all-six', { late, patience })
          .find(({ spec }) => spec.values?.['cause'] === cause);
        const end = moved < patience ? 'yes' : moved === Infinity ? 'no' : 'later';
        expect(tile?.end).toBe(isHeard ? 'told' : end);
      }
  });
});

test('the sender sees the same in all six cases', () => {
  const views = CAUSES.map((cause) => senderView(run({ cause }).run));
  for (const view of views) expect(view).toEqual(views[0]);
  const kinds = views[0]?.events.map(({ kind }) => kind);
  expect(kinds).toEqual(['boot', 'started', 'invoke', 'send', 'timer', 'return']);
  expect(new Set(CAUSES.map((cause) => JSON.stringify(run({ cause }).run.events))).size).toBe(6);
});

test('a reply that comes in time is seen', () => {
  const { events } = senderView(run({ cause: 'reply-late', late: 2, patience: 10 }).run);
  expect(events.map(({ kind }) => kind)).toContain('deliver');
});

test('the lots draw each of the six', () => {
  const drawn = Array.from({ length: 24 }, (_, index) => causeOf({ cause: 'lot', lot: index + 1 }));
  expect(new Set(drawn).size).toBe(6);
});
