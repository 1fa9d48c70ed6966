/** What filling in a gradebook of any platform has in common. */
import { written } from '../output.ts';
import type { Student } from '../intake/submission.ts';
import type { Result } from './results.ts';

/** A number as people write it, with a point or a comma; `undefined` where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** Points out of `possible`, with two digits at most, written with the mark that `like` has. */
export function writePoints(points: number, like: string): string {
  const rounded = String(Math.round(points * 100) / 100);
  return like.includes(',') ? rounded.replace('.', ',') : rounded;
}

/** A student with one result; those who handed in as a group each have it. */
export function byStudent(results: readonly Result[]): { student: Student; result: Result }[] {
  return results.flatMap((result) => result.students.map((student) => ({ student, result })));
}

/** A student as a remark names them. */
export function nameOf({ id, name }: Student): string {
  return written(name === undefined || name === id ? id : `${name} (${id})`);
}

/** Remarks on those who got no entry, for reasons that all gradebooks share: nobody's files. */
export function nobodys(results: readonly Result[]): string[] {
  return results
    .filter(({ students }) => students.length === 0)
    .map(({ path }) => `Nothing says whose ${written(path)} is; it is not entered.`);
}
