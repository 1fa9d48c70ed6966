import { Prng } from 'partial-failure/kit';
import type { Phase, Plan } from './plan.ts';

const STRETCHES = 5;
const CALLS = 176;

/** Five networks after each other, each of another kind. Drawn, but the same for the same lot. */
export function mixedPlan(lot: number): Plan {
  const draw = new Prng(lot);
  const phases: Phase[] = [];
  let slowestMs = 0;
  for (let i = 0; i < STRETCHES; i++) {
    const leastMs = draw.pick([3, 10, 30, 80, 160, 300]);
    const mostMs = leastMs + Math.round(leastMs * draw.pick([0, 0.1, 1, 1]));
    const kind = draw.pick(['calm', 'silent'] as const);
    phases.push({
      begins: i === 0 ? 'start' : mostMs < slowestMs ? 'faster' : 'change',
      trips: { a: { fromMs: leastMs, toMs: mostMs } },
      calls: CALLS,
      lost: [CALLS - 15, CALLS - 3],
      ...(kind === 'silent' && { silentMs: draw.int(5, 60) * 1000 }),
    });
    slowestMs = Math.max(slowestMs, mostMs);
  }
  return { phases, lot };
}
