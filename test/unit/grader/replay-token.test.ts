import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeReplay,
  encodeReplay,
  TokenError,
  type Replay,
  type RunReplay,
} from '../../../src/grader/replay-token.ts';
import type { Json } from '../../../src/util/canonical.ts';
import type { Fault } from '../../../src/sim/fault.ts';

const name = fc.oneof(fc.constantFrom('a', 'r1', 'shop', 'c1'), fc.string({ unit: 'binary', maxLength: 6 }));
const ms = fc.oneof(
  fc.nat(100_000),
  fc.nat(100_000_000).map((us) => us / 1000),
);
const step = fc.record({ node: name, incarnation: fc.nat(4), step: fc.nat(300) });
const time = fc.record({ node: name, atMs: ms });
const links = fc.array(
  fc.tuple(name, name).map(([from, to]) => `${from}>${to}`),
  { maxLength: 6 },
);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), message: name.map((n) => `request ${n}>b 0.3`) }),
  fc.record({ kind: fc.constant('delay' as const), message: name, byMs: ms }),
  fc.record({ kind: fc.constant('duplicate' as const), message: name, afterMs: ms }),
  fc.record({ kind: fc.constant('partition' as const), fromMs: ms, untilMs: ms, links }),
  fc.record({ kind: fc.constant('slow-link' as const), fromMs: ms, untilMs: ms, links, byMs: ms }),
  fc.record(
    {
      kind: fc.constant('crash' as const),
      at: fc.oneof(step, time),
      restartAfterMs: fc.option(ms),
      openWritesDone: fc.nat(3),
    },
    { requiredKeys: ['kind', 'at', 'restartAfterMs'] },
  ),
  fc.record({ kind: fc.constant('pause' as const), at: fc.oneof(step, time), forMs: ms }),
  fc.record({ kind: fc.constant('clock-step' as const), at: time, byMs: fc.integer() }),
  fc.record({ kind: fc.constant('clock-rate' as const), at: time, realMicros: fc.integer({ min: 1 }) }),
  fc.record({ kind: fc.constant('slow-disk' as const), node: name, fromMs: ms, untilMs: ms, byMs: ms }),
);
const runReplay: fc.Arbitrary<Replay> = fc.record(
  {
    exercise: name,
    exerciseVersion: fc.nat(20),
    scenario: name,
    caseIndex: fc.nat(400),
    seed: fc.nat(0xffff_ffff),
    faults: fc.array(fault, { maxLength: 12 }),
    rates: fc.constantFrom('fast' as const, 'slow' as const, 'true' as const),
  },
  { requiredKeys: ['exercise', 'exerciseVersion', 'scenario', 'caseIndex', 'seed', 'faults'] },
);

const caseReplay: fc.Arbitrary<Replay> = fc.record({
  exercise: name,
  exerciseVersion: fc.nat(20),
  scenario: name,
  seed: fc.nat(0xffff_ffff),
  case: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json),
});
const replay = fc.oneof(runReplay, caseReplay);

const EXAMPLE: RunReplay = {
  exercise: 'quorum-register',
  exerciseVersion: 1,
  scenario: 'half-writes',
  caseIndex: 3,
  seed: 3_735_928_559,
  faults: [
    { kind: 'drop', message: 'request c1>r1 0.0' },
    { kind: 'drop', message: 'reply request c1>r2 0.0' },
    { kind: 'crash', at: { node: 'r1', incarnation: 0, step: 12 }, restartAfterMs: 60, openWritesDone: 0 },
  ],
};

describe('a replay token', () => {
  it('gives the run back that it was made of', () => {
    fc.assert(
      fc.property(replay, (one) => {
        const token = encodeReplay(one);
        expect(token).toMatch(/^pf1_[\w-]+$/);
        expect(decodeReplay(token)).toEqual(one);
        expect(decodeReplay(`  ${token}\n`)).toEqual(one);
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  it('stays as it is, and short: old ones must go on working', () => {
    expect(encodeReplay(EXAMPLE)).toMatchInlineSnapshot(
      `"pf1_COYDt8WyJxdW9ydW0tcmVnaXN0ZXIiLDEsImhhbGYtd4EAjyIsMywzNzM1OTI4NTU5mABLhAB4YzE-cjGCAH6lAKyAADQyhQA0pAFIMbIBSTYwfV1d"`,
    );
    expect(encodeReplay(EXAMPLE).length).toBeLessThan(200);
  });

  it('that is cut, changed or something else is refused in one sentence or two', () => {
    const token = encodeReplay(EXAMPLE);
    const refused = (text: string): string => {
      try {
        decodeReplay(text);
      } catch (thrown) {
        if (thrown instanceof TokenError) return thrown.message;
        throw thrown;
      }
      return '';
    };
    for (let length = 0; length < token.length; length++)
      expect(refused(token.slice(0, length))).toMatch(/^This .*\.$/);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_'), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        if (changed !== token) expect(refused(changed)).toMatch(/^This .*\.$/);
      }),
      { seed: 6, numRuns: 500 },
    );
    expect(refused('pf2_abcdef')).toContain('version 2');
    expect(refused('hello')).toContain('no replay token');
    expect(refused(`${token}A`)).toContain('cut or changed');
  });
});
