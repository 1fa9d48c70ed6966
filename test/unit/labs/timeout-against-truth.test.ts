import { beforeAll, expect, test } from 'vitest';
import lab, { theoryOf } from '../../../src/labs/timeout-against-truth/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('timeout-against-truth', { ...lab, drawnMs: 1e9 });
}, COMPILE_MS);

test.each(['light', 'heavy'] as const)(
  'with a %s tail, alarms are the dead and the answers that take longer',
  (tail) => {
    for (const timeout of [20, 60, 200, 3000]) {
      const { run, outcome } = ready.run({ timeout, tail });
      const takes = run.events.flatMap((event) =>
        event.kind === 'invoke' ? [[event.atUs, Number(event.args[0])] as const] : [],
      );
      const alive = takes.filter(([atUs]) => (atUs / 3e7) % 200 !== 0);
      const slow = alive.filter(([, takesMs]) => takesMs > timeout).length;
      expect(takes).toHaveLength(2000);
      expect(outcome.tables[0]?.rows).toEqual([
        ['alarm', '10', String(slow)],
        ['no alarm', '0', String(alive.length - slow)],
      ]);
    }
  },
);

test('the shares of right alarms are as calculated', () => {
  for (const tail of ['light', 'heavy'] as const)
    for (const { spec, at } of ready.many('timeouts', { tail })) {
      const timeout = Number(spec.values?.['timeout']);
      const right = theoryOf(timeout, { timeout, tail }) / 100;
      // So many false alarms are expected; three standard errors of that number.
      const expected = (10 * (1 - right)) / right;
      const found = (10 * 100) / (at?.['right'] ?? 1) - 10;
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(3 * Math.sqrt(expected) + 2);
    }
});

test('the first run is as the question says', () => {
  expect(ready.run().outcome.answer).toBe('tenth');
});
