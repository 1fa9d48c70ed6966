import type { Fingerprint } from '../../explore/misconception.ts';

/** Weight of the situations; the rest is that of the counterexamples' shapes. */
const SITUATIONS_WEIGHT = 0.75;

/**
 * How much alike two fingerprints are, from 0 to 1. For each way in which either program fails: the share of situations
 * in which both do, of those in which either does, as far as both were tried; the mean of these counts three quarters.
 * For each property that either breaks: the share of features that the two counterexamples have in common; the mean of
 * these counts one quarter.
 */
export function nearness(a: Fingerprint, b: Fingerprint): number {
  return (
    SITUATIONS_WEIGHT * mean([...casesInCommon(a, b), ...runsInCommon(a, b)]) +
    (1 - SITUATIONS_WEIGHT) * mean(shapesInCommon(a, b))
  );
}

function casesInCommon(a: Fingerprint, b: Fingerprint): number[] {
  return union(Object.keys(a.cases), Object.keys(b.cases)).flatMap((way) => {
    const triedByBoth = Math.min(a.tried[scenarioOf(way)] ?? 0, b.tried[scenarioOf(way)] ?? 0);
    const within = (cases: readonly number[] = []): number[] => cases.filter((index) => index < triedByBoth);
    const [ofA, ofB] = [within(a.cases[way]), within(b.cases[way])];
    // Only one of the two came to where this fails: that says nothing.
    return ofA.length + ofB.length === 0 ? [] : [share(ofA, ofB)];
  });
}

function runsInCommon(a: Fingerprint, b: Fingerprint): number[] {
  return union(a.runs, b.runs).flatMap((way) => {
    const scenario = scenarioOf(way);
    if (a.tried[scenario] === undefined || b.tried[scenario] === undefined) return [];
    return [a.runs.includes(way) && b.runs.includes(way) ? 1 : 0];
  });
}

function shapesInCommon(a: Fingerprint, b: Fingerprint): number[] {
  return union(Object.keys(a.shapes), Object.keys(b.shapes)).map((property) => {
    const [ofA, ofB] = [a.shapes[property], b.shapes[property]];
    return ofA === undefined || ofB === undefined ? 0 : share(ofA, ofB);
  });
}

function scenarioOf(way: string): string {
  return way.split(' ', 1)[0] ?? '';
}

/** What two sets have in common, as a share of what is in either (Jaccard). */
function share<T>(a: readonly T[], b: readonly T[]): number {
  const both = new Set(b);
  const common = a.filter((one) => both.has(one)).length;
  const either = a.length + b.length - common;
  return either === 0 ? 1 : common / either;
}

function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
