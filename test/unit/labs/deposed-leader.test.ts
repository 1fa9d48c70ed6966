import { beforeAll, describe, expect, test } from 'vitest';
import { checkLinearizability } from '../../../src/checkers/linearizability.ts';
import type { RecordedRun } from '../../../src/diagram/recorded-run.ts';
import type { FinishedOperation } from '../../../src/history/operation.ts';
import lab from '../../../src/labs/deposed-leader/lab.ts';
import { register } from '../../../src/models/register.ts';
import { COMPILE_MS, labOf, type RunLab } from '../../support/labs.ts';

let run: RunLab;
beforeAll(async () => {
  run = await labOf('deposed-leader', lab);
}, COMPILE_MS);

const LENGTHS = [1, 2, 4, 5, 8, 12];

/** What the clients did, and a last look at the new leader's value, as a history of one register that begins with 10. */
function historyOf({ events, endUs }: RecordedRun): FinishedOperation[] {
  const operations: FinishedOperation[] = [
    {
      id: 100,
      process: 'before',
      status: 'ok',
      input: { op: 'write', value: 10 },
      output: null,
      invokedAt: -2,
      returnedAt: -1,
    },
  ];
  for (const event of events) {
    if (event.kind !== 'invoke') continue;
    const [op, value = null] = event.args;
    const end = events.find((other) => other.kind === 'return' && other.op === event.op);
    if (end?.kind !== 'return') throw new Error('An operation did not end.');
    operations.push({
      id: event.op,
      process: event.node,
      status: 'ok',
      input: op === 'read' ? { op: 'read' } : { op: 'write', value },
      output: end.value,
      invokedAt: event.atUs,
      returnedAt: end.atUs,
    });
  }
  const announced = events.flatMap((event) =>
    event.kind === 'deliver' && JSON.stringify(event.message.body).includes('I lead') ? [event.message] : [],
  );
  const last = announced[announced.length - 1]?.body as { value: number } | undefined;
  operations.push({
    id: 101,
    process: 'after',
    status: 'ok',
    input: { op: 'read' },
    output: last?.value ?? null,
    invokedAt: endUs + 1,
    returnedAt: endUs + 2,
  });
  return operations;
}

describe.each(['cut', 'pause'])('%s', (fault) => {
  test('another is elected exactly when the silence is long enough', () => {
    for (const length of LENGTHS)
      for (const patience of [2.5, 3.5, 10.5]) {
        // Announcements leave at even seconds, or when the leader wakes up.
        const heardAgain = fault === 'pause' ? Math.max(2, 1 + length) : 2 * Math.floor((length + 3) / 2);
        const { run: recorded } = run({ fault, length, patience });
        const elected = recorded.events.some(
          (event) => event.kind === 'log' && event.text === 'leads' && event.atUs > 0,
        );
        expect([length, patience, elected]).toEqual([length, patience, patience < heardAgain]);
      }
  });

  test.each(['memory', 'majority'])(
    'harm is told exactly where the history is not linearizable: %s',
    (asks) => {
      for (const length of LENGTHS)
        for (const patience of [2.5, 6.5]) {
          const { run: recorded, outcome } = run({ fault, length, patience, asks });
          const { verdict } = checkLinearizability(register, historyOf(recorded));
          expect([length, patience, outcome.harm === undefined ? 'ok' : 'illegal']).toEqual([
            length,
            patience,
            verdict,
          ]);
          if (asks === 'majority') expect(verdict).toBe('ok');
        }
    },
  );
});

test('the replicas refuse what the deposed leader sends, and it steps down', () => {
  const { outcome } = run();
  expect(outcome.answer).toBe('10');
  const refused = outcome.tables[1]?.rows ?? [];
  expect(refused.length).toBeGreaterThan(0);
  for (const [, replica, from, , term] of refused) {
    expect(['n2', 'n3']).toContain(replica);
    expect([from, term]).toEqual(['n1', '4']);
  }
});
