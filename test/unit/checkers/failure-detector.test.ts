import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkDetectorClass,
  type DetectorClass,
  type Statement,
  type SystemRun,
} from '../../../src/checkers/detector-class.ts';
import {
  checkQualityOfService,
  qualityOfService,
  type DetectorBounds,
} from '../../../src/checkers/failure-detector.ts';
import type { Ratio } from '../../../src/checkers/failure-detector/ratio.ts';
import type { DetectorRun } from '../../../src/checkers/failure-detector/run.ts';

/** A run told instant by instant, such as `..SS.SSS`: trust twice, suspicion twice… The peer is down from `crash` on. */
function runOf(text: string, crash?: number, from = 0): DetectorRun {
  return {
    observer: 'a',
    peer: 'b',
    from,
    until: from + text.length,
    outputs: [...`${text}.`].map((says, index) => ({ at: from + index, suspects: says === 'S' })),
    ...(crash === undefined ? {} : { peerCrashedAt: crash }),
  };
}

const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom('.', 'S'), maxLength: 14 }),
  // Long stretches, and suspicion in the end.
  fc
    .array(fc.tuple(fc.constantFrom('.', 'S'), fc.integer({ min: 1, max: 5 })), { maxLength: 5 })
    .map((stretches) => stretches.map(([says, length]) => says.repeat(length)).join('') + 'SS'),
);
const crashes = fc.option(fc.nat(16), { nil: undefined });

/** The metrics by the definition, looking at every instant. */
function instantByInstant(text: string, crash = Infinity) {
  const says = [...text];
  const up = says.filter((_, at) => at < crash);
  const mistakes = says.flatMap((now, at) =>
    at > 0 && at < crash && now === 'S' && says[at - 1] === '.' ? [at] : [],
  );
  const durations = mistakes.flatMap((start) => {
    const end = says.indexOf('.', start);
    return end === -1 || end >= crash ? [] : [end - start];
  });
  let detected = says.length;
  while (detected > 0 && says[detected - 1] === 'S') detected--;
  const isCrashed = crash < says.length;
  return {
    mistakes,
    durations,
    recurrenceTimes: mistakes.slice(1).map((start, index) => start - (mistakes[index] ?? 0)),
    upTime: up.length,
    trustedTime: up.filter((now) => now === '.').length,
    detectionTime: !isCrashed
      ? 'no-crash'
      : detected === says.length
        ? 'never'
        : Math.max(0, detected - crash),
  };
}

const valueOf = ({ numerator, denominator }: Ratio): number => numerator / denominator;
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('qualityOfService', () => {
  it('agrees with looking at every instant', () => {
    fc.assert(
      fc.property(texts, crashes, fc.nat(3), (text, crash, from) => {
        const shifted = crash === undefined ? undefined : crash + from;
        const measured = qualityOfService(runOf(text, shifted, from));
        const expected = instantByInstant(text, crash);
        expect(measured.mistakes.map((mistake) => mistake.from - from)).toEqual(expected.mistakes);
        expect(measured.durations).toEqual(expected.durations);
        expect(measured.recurrenceTimes).toEqual(expected.recurrenceTimes);
        expect(measured.upTime).toBe(expected.upTime);
        expect(measured.trustedTime).toBe(expected.trustedTime);
        expect(measured.detectionTime).toBe(expected.detectionTime);
        const { accuracy, meanDuration, meanRecurrenceTime } = measured;
        expect(accuracy === undefined).toBe(expected.upTime === 0);
        if (accuracy !== undefined) expect(valueOf(accuracy)).toBe(expected.trustedTime / expected.upTime);
        expect(meanDuration === undefined).toBe(expected.durations.length === 0);
        if (meanDuration !== undefined) expect(valueOf(meanDuration)).toBe(average(expected.durations));
        expect(meanRecurrenceTime === undefined).toBe(expected.mistakes.length < 2);
        if (meanRecurrenceTime !== undefined) {
          expect(valueOf(meanRecurrenceTime)).toBe(average(expected.recurrenceTimes));
        }
      }),
      { seed: 701, numRuns: 2_000 },
    );
  });

  it('measures a run with two mistakes and a crash', () => {
    expect(qualityOfService(runOf('..SS....S...SSSS', 11))).toEqual({
      detectionTime: 1,
      mistakes: [
        { from: 2, until: 4, endedBy: 'trust' },
        { from: 8, until: 9, endedBy: 'trust' },
      ],
      recurrenceTimes: [6],
      durations: [2, 1],
      upTime: 11,
      trustedTime: 8,
      accuracy: { numerator: 8, denominator: 11 },
      meanRecurrenceTime: { numerator: 6, denominator: 1 },
      meanDuration: { numerator: 3, denominator: 2 },
    });
  });

  it('takes a suspicion that the crash makes right for found at once', () => {
    const { detectionTime, mistakes, durations } = qualityOfService(runOf('..SSSS', 4));
    expect(detectionTime).toBe(0);
    expect(mistakes).toEqual([{ from: 2, until: 4, endedBy: 'crash' }]);
    expect(durations).toEqual([]);
  });

  it('takes suspicion that begins at the instant of the crash for right', () => {
    expect(qualityOfService(runOf('..SS', 2))).toMatchObject({ detectionTime: 0, mistakes: [] });
    expect(qualityOfService(runOf('..SS', 3)).mistakes).toHaveLength(1);
  });

  it('counts suspicion at the start against accuracy, not as a mistake', () => {
    expect(qualityOfService(runOf('SS..'))).toMatchObject({
      mistakes: [],
      accuracy: { numerator: 1, denominator: 2 },
    });
  });

  it('knows an empty run, a crash before it and one after it', () => {
    expect(qualityOfService(runOf(''))).toMatchObject({ upTime: 0, detectionTime: 'no-crash' });
    expect(qualityOfService(runOf('.SS', 4, 5))).toMatchObject({ upTime: 0, detectionTime: 2, mistakes: [] });
    expect(qualityOfService(runOf('.S.', 9))).toMatchObject({ upTime: 3, detectionTime: 'no-crash' });
    expect(qualityOfService(runOf('.S.', 1))).toMatchObject({ detectionTime: 'never' });
  });

  it('lets the last output of an instant count, and equal outputs say nothing new', () => {
    const outputs = [
      { at: -5, suspects: true },
      { at: 0, suspects: false },
      { at: 3, suspects: true },
      { at: 3, suspects: false },
      { at: 4, suspects: true },
      { at: 5, suspects: true },
      { at: 6, suspects: false },
      { at: 99, suspects: true },
    ];
    const base = { observer: 'a', peer: 'b', from: 0, until: 10, outputs };
    expect(qualityOfService(base).mistakes).toEqual([{ from: 4, until: 6, endedBy: 'trust' }]);
  });

  it('refuses malformed runs', () => {
    const base = runOf('..');
    expect(() => qualityOfService({ ...base, outputs: [] })).toThrow('say what it says');
    expect(() => qualityOfService({ ...base, outputs: [{ at: 1, suspects: true }] })).toThrow(
      'say what it says',
    );
    const turned = [...base.outputs].reverse().map(({ at, suspects }) => ({ at: at - 9, suspects }));
    expect(() => qualityOfService({ ...base, outputs: turned })).toThrow('Sort');
    expect(() => qualityOfService({ ...base, until: -1 })).toThrow('before it begins');
    expect(() => qualityOfService({ ...base, until: 1.5 })).toThrow('microseconds');
  });
});

describe('checkQualityOfService', () => {
  const ratios = fc.record({ numerator: fc.nat(8), denominator: fc.integer({ min: 1, max: 8 }) });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined, freq: 2 });

  it('agrees with the definition, in fractions and instant by instant', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        texts,
        crashes,
        maybe(fc.nat(5)),
        maybe(fc.nat(8)),
        maybe(fc.nat(4)),
        maybe(ratios),
        maybe(ratios),
        (text, crash, detectionTime, meanRecurrenceTime, meanDuration, accuracy, mistakeRate) => {
          const bounds: DetectorBounds = {
            ...(detectionTime === undefined ? {} : { detectionTime }),
            ...(meanRecurrenceTime === undefined ? {} : { meanRecurrenceTime }),
            ...(meanDuration === undefined ? {} : { meanDuration }),
            ...(accuracy === undefined ? {} : { accuracy }),
            ...(mistakeRate === undefined ? {} : { mistakeRate }),
          };
          const result = checkQualityOfService(runOf(text, crash), bounds);
          const expected = instantByInstant(text, crash);
          const { mistakes, recurrenceTimes, durations, upTime, trustedTime } = expected;
          const deadline =
            crash === undefined || crash >= text.length ? undefined : crash + (detectionTime ?? 0);
          const isLate =
            detectionTime !== undefined && deadline !== undefined && text.slice(deadline).includes('.');
          const isOpen = detectionTime !== undefined && deadline !== undefined && deadline >= text.length;
          const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
          const wrong: string[] = [];
          if (isLate) wrong.push('detection-time');
          if (sum(recurrenceTimes) < (meanRecurrenceTime ?? 0) * recurrenceTimes.length) {
            wrong.push('mean-recurrence-time');
          }
          if (sum(durations) > (meanDuration ?? Infinity) * durations.length) wrong.push('mean-duration');
          if (accuracy !== undefined && trustedTime * accuracy.denominator < accuracy.numerator * upTime) {
            wrong.push('accuracy');
          }
          if (
            mistakeRate !== undefined &&
            mistakes.length * mistakeRate.denominator > mistakeRate.numerator * upTime
          ) {
            wrong.push('mistake-rate');
          }
          const kind = result.verdict === 'illegal' ? result.evidence.violation : result.verdict;
          expect(kind).toBe(wrong[0] ?? (isOpen ? 'unknown' : 'ok'));
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          if (result.verdict === 'illegal' && result.evidence.violation === 'detection-time') {
            expect(text[result.evidence.trustedAt]).toBe('.');
            expect(result.evidence.trustedAt).toBe(text.indexOf('.', deadline));
          }
        },
      ),
      { seed: 711, numRuns: 3_000 },
    );
    expect(seen.size).toBe(7);
    expect(Math.min(...seen.values())).toBeGreaterThan(30);
  });

  it('finds a detection one microsecond late, and does not judge what it did not see', () => {
    const run = runOf('....SS', 2);
    expect(checkQualityOfService(run, { detectionTime: 2 }).verdict).toBe('ok');
    expect(checkQualityOfService(run, { detectionTime: 1 })).toEqual({
      verdict: 'illegal',
      evidence: { violation: 'detection-time', crashedAt: 2, deadline: 3, trustedAt: 3 },
    });
    expect(checkQualityOfService(run, { detectionTime: 4 })).toEqual({
      verdict: 'unknown',
      undecided: 'detection-time',
    });
  });

  it('finds trust that comes back after the deadline', () => {
    expect(checkQualityOfService(runOf('..SSS.SS', 1), { detectionTime: 2 })).toMatchObject({
      evidence: { trustedAt: 5 },
    });
  });

  it('compares exactly where doubles cannot', () => {
    const long = 2 ** 52;
    const run: DetectorRun = {
      observer: 'a',
      peer: 'b',
      from: 0,
      until: long + 1,
      outputs: [
        { at: 0, suspects: false },
        { at: long, suspects: true },
      ],
    };
    const judge = (numerator: number): string =>
      checkQualityOfService(run, { accuracy: { numerator, denominator: long + 1 } }).verdict;
    expect([judge(long), judge(long + 1)]).toEqual(['ok', 'illegal']);
    expect(() => checkQualityOfService(run, { accuracy: { numerator: 0.5, denominator: 1 } })).toThrow(
      'ratio',
    );
  });
});

interface Told {
  readonly names: readonly string[];
  readonly texts: readonly (readonly string[])[];
  readonly crashes: readonly (number | undefined)[];
}

/** What each process says of each other, instant by instant. */
function systemOf({ names, texts: rows, crashes: times }: Told): SystemRun {
  return {
    processes: names,
    crashedAt: new Map(
      names.flatMap((name, i) => (times[i] === undefined ? [] : [[name, times[i]] as const])),
    ),
    runs: names.flatMap((observer, i) =>
      names.flatMap((peer, j) => (i === j ? [] : [{ ...runOf(rows[i]?.[j] ?? ''), observer, peer }])),
    ),
  };
}

/** The properties as the paper states them, over all instants of a run of `length`. */
function hasClass(
  told: Told,
  length: number,
  settledAt: number,
  { completeness, accuracy }: DetectorClass,
): boolean {
  const everybody = told.names.map((_, index) => index);
  const instants = Array.from({ length }, (_, at) => at);
  const crashOf = (process: number): number => told.crashes[process] ?? Infinity;
  const suspects = (q: number, p: number, at: number): boolean => told.texts[q]?.[p]?.[at] === 'S';
  const correct = everybody.filter((process) => crashOf(process) === Infinity);
  const crashed = everybody.filter((process) => crashOf(process) !== Infinity);
  const later = instants.filter((at) => at >= settledAt);
  const isComplete = crashed.every((p) => {
    const finds = (q: number): boolean => later.every((at) => suspects(q, p, at));
    return completeness === 'strong' ? correct.every(finds) : correct.length === 0 || correct.some(finds);
  });
  const isAlive = (q: number, at: number): boolean => at < crashOf(q);
  const isNever = (p: number, at: number): boolean =>
    everybody.every((q) => q === p || !isAlive(q, at) || !suspects(q, p, at));
  const isNotByCorrect = (p: number, at: number): boolean =>
    correct.every((q) => q === p || !suspects(q, p, at));
  const isAccurate = {
    strong: () => instants.every((at) => everybody.every((p) => !isAlive(p, at) || isNever(p, at))),
    weak: () => correct.length === 0 || correct.some((p) => instants.every((at) => isNever(p, at))),
    'eventually-strong': () => correct.every((p) => later.every((at) => isNotByCorrect(p, at))),
    'eventually-weak': () =>
      correct.length === 0 || correct.some((p) => later.every((at) => isNotByCorrect(p, at))),
  }[accuracy];
  return isComplete && isAccurate();
}

const classes: readonly DetectorClass[] = (['strong', 'weak'] as const).flatMap((completeness) =>
  (['strong', 'weak', 'eventually-strong', 'eventually-weak'] as const).map((accuracy) => ({
    completeness,
    accuracy,
  })),
);

const LENGTH = 6;
const SETTLED = 3;

/** Mostly right: suspicion after a crash, trust of the living; but for a few. */
const systems: fc.Arbitrary<Told> = fc
  .record({
    count: fc.integer({ min: 1, max: 3 }),
    crashes: fc.tuple(...[0, 1, 2].map(() => fc.option(fc.nat(SETTLED), { nil: undefined, freq: 2 }))),
    lies: fc.array(fc.nat(15), { minLength: 9 * LENGTH, maxLength: 9 * LENGTH }),
    lieRate: fc.nat(4),
  })
  .map(({ count, crashes: times, lies, lieRate }) => {
    const names = ['a', 'b', 'c'].slice(0, count);
    const rows = names.map((_, q) =>
      names.map((__, p) =>
        Array.from({ length: LENGTH }, (___, at) => {
          const isRight = (lies[(3 * q + p) * LENGTH + at] ?? 0) >= lieRate;
          return at >= (times[p] ?? Infinity) === isRight ? 'S' : '.';
        }).join(''),
      ),
    );
    return { names, texts: rows, crashes: times.slice(0, count) };
  });

/** Two correct processes and one that crashes at 2; each pair says what it is given, else what is right. */
function trio(says: Readonly<Record<string, string>>): Told {
  const names = ['a', 'b', 'c'];
  return {
    names,
    texts: names.map((q) => names.map((p) => says[q + p] ?? (p === 'c' ? '..SSSS' : '......'))),
    crashes: [undefined, undefined, 2],
  };
}

describe('checkDetectorClass', () => {
  const wrong = (told: Told, { completeness, accuracy }: DetectorClass, settledAt = SETTLED) => {
    const result = checkDetectorClass(systemOf(told), settledAt, { completeness, accuracy });
    return result.verdict === 'ok' ? 'ok' : result.evidence;
  };

  it('agrees with the definitions, at every instant', () => {
    const seen = { ok: 0, completeness: 0, accuracy: 0 };
    fc.assert(
      fc.property(systems, fc.constantFrom(...classes), (told, wanted) => {
        const found = wrong(told, wanted);
        const kind = found === 'ok' ? 'ok' : found.violation;
        expect(kind === 'ok').toBe(hasClass(told, LENGTH, SETTLED, wanted));
        seen[kind]++;
        if (found === 'ok') return;
        const statements: readonly Statement[] =
          found.violation === 'completeness' ? found.trusts : found.suspicions;
        expect(statements.length).toBeGreaterThan(0);
        for (const { observer, peer, at } of statements) {
          const [q, p] = [told.names.indexOf(observer), told.names.indexOf(peer)];
          expect(told.texts[q]?.[p]?.[at]).toBe(found.violation === 'completeness' ? '.' : 'S');
        }
        // What the evidence names is enough: with everything else put right, it is still wrong.
        const repaired: Told = {
          ...told,
          texts: told.texts.map((row, q) =>
            row.map((text, p) =>
              [...text]
                .map((says, at) => {
                  const isNamed = statements.some(
                    (each) =>
                      each.observer === told.names[q] && each.peer === told.names[p] && each.at === at,
                  );
                  return isNamed ? says : at >= (told.crashes[p] ?? Infinity) ? 'S' : '.';
                })
                .join(''),
            ),
          ),
        };
        expect(hasClass(repaired, LENGTH, SETTLED, wanted)).toBe(false);
      }),
      { seed: 721, numRuns: 3_000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(150);
  });

  it('accepts what is right of every class', () => {
    for (const each of classes) expect(wrong(trio({}), each)).toBe('ok');
    for (const each of classes)
      expect(wrong({ names: ['a'], texts: [['']], crashes: [undefined] }, each, 0)).toBe('ok');
  });

  it('tells strong from weak completeness', () => {
    const told = trio({ bc: '..SSS.' });
    expect(wrong(told, { completeness: 'weak', accuracy: 'strong' })).toBe('ok');
    expect(wrong(told, { completeness: 'strong', accuracy: 'strong' })).toEqual({
      violation: 'completeness',
      peer: 'c',
      trusts: [{ observer: 'b', peer: 'c', at: 5 }],
    });
    const both = trio({ ac: '..SS.S', bc: '..SSS.' });
    expect(wrong(both, { completeness: 'weak', accuracy: 'strong' })).toMatchObject({
      trusts: [{ at: 4 }, { at: 5 }],
    });
  });

  it('tells the four kinds of accuracy apart', () => {
    const accuracies = (told: Told): string[] =>
      (['strong', 'weak', 'eventually-strong', 'eventually-weak'] as const).filter(
        (accuracy) => wrong(told, { completeness: 'strong', accuracy }) === 'ok',
      );
    expect(accuracies(trio({ ab: '.S....' }))).toEqual(['weak', 'eventually-strong', 'eventually-weak']);
    expect(accuracies(trio({ ab: '.S....', ba: 'S.....' }))).toEqual([
      'eventually-strong',
      'eventually-weak',
    ]);
    expect(accuracies(trio({ ab: '...S..' }))).toEqual(['weak', 'eventually-weak']);
    expect(accuracies(trio({ ab: '...S..', ba: '.....S' }))).toEqual([]);
    // A suspicion before the crash, one instant early.
    expect(accuracies(trio({ ac: '.SSSSS' }))).toEqual(['weak', 'eventually-strong', 'eventually-weak']);
    // What a crashed process says does not count.
    expect(accuracies(trio({ ca: '..SSSS', cb: '..SSSS' }))).toHaveLength(4);
    expect(accuracies(trio({ ca: '.S....' }))).toEqual(['weak', 'eventually-strong', 'eventually-weak']);
  });

  it('refuses systems that are not whole', () => {
    const system = systemOf(trio({}));
    const wanted: DetectorClass = { completeness: 'strong', accuracy: 'strong' };
    expect(() => checkDetectorClass({ ...system, runs: system.runs.slice(1) }, 3, wanted)).toThrow('none of');
    expect(() =>
      checkDetectorClass({ ...system, runs: [...system.runs, ...system.runs] }, 3, wanted),
    ).toThrow('one pair');
    expect(() => checkDetectorClass(system, 1, wanted)).toThrow('Settle later');
    expect(() => checkDetectorClass(system, 7, wanted)).toThrow('to the end');
  });
});

describe('laws of failure detectors', () => {
  it('names and the zero of time do not matter', () => {
    fc.assert(
      fc.property(texts, crashes, fc.integer({ min: -20, max: 20 }), (text, crash, shift) => {
        const moved = crash === undefined ? undefined : crash + shift;
        const { mistakes: before, ...rest } = qualityOfService(runOf(text, crash));
        const renamed: DetectorRun = { ...runOf(text, moved, shift), observer: 'z', peer: 'a' };
        const { mistakes: after, ...others } = qualityOfService(renamed);
        expect(others).toEqual(rest);
        expect(after).toEqual(
          before.map((each) => ({ ...each, from: each.from + shift, until: each.until + shift })),
        );
      }),
      { seed: 731, numRuns: 500 },
    );
  });

  it('polls that say what is known change nothing', () => {
    fc.assert(
      fc.property(texts, crashes, (text, crash) => {
        const polled = runOf(text, crash);
        const changes = polled.outputs.filter(
          ({ suspects }, index) => index === 0 || polled.outputs[index - 1]?.suspects !== suspects,
        );
        expect(qualityOfService({ ...polled, outputs: changes })).toEqual(qualityOfService(polled));
      }),
      { seed: 732, numRuns: 500 },
    );
  });

  it('the stronger of two properties implies the weaker', () => {
    fc.assert(
      fc.property(systems, (told) => {
        const has = (
          completeness: DetectorClass['completeness'],
          accuracy: DetectorClass['accuracy'],
        ): boolean =>
          checkDetectorClass(systemOf(told), SETTLED, { completeness, accuracy }).verdict === 'ok';
        const implies = (a: boolean, b: boolean): void => expect(!a || b).toBe(true);
        implies(has('strong', 'strong'), has('weak', 'strong'));
        implies(has('strong', 'strong'), has('strong', 'weak'));
        implies(has('strong', 'strong'), has('strong', 'eventually-strong'));
        implies(has('weak', 'weak'), has('weak', 'eventually-weak'));
        implies(has('weak', 'eventually-strong'), has('weak', 'eventually-weak'));
      }),
      { seed: 733, numRuns: 500 },
    );
  });

  it('a process that is right about everybody, and about which everybody is, changes no strong verdict', () => {
    fc.assert(
      fc.property(systems, fc.constantFrom(...classes), (told, wanted) => {
        if (told.crashes.every((time) => time !== undefined)) return;
        const { completeness, accuracy } = wanted;
        if (completeness === 'weak' || accuracy === 'weak' || accuracy === 'eventually-weak') return;
        const right = told.crashes.map((time = LENGTH) => '.'.repeat(time) + 'S'.repeat(LENGTH - time));
        const larger: Told = {
          names: [...told.names, 'q'],
          texts: [...told.texts.map((row) => [...row, '.'.repeat(LENGTH)]), [...right, '']],
          crashes: [...told.crashes, undefined],
        };
        expect(wrongOf(larger, wanted)).toEqual(wrongOf(told, wanted));
      }),
      { seed: 734, numRuns: 500 },
    );
  });
});

function wrongOf(told: Told, wanted: DetectorClass) {
  return checkDetectorClass(systemOf(told), SETTLED, wanted);
}
