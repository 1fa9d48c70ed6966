/** A page with the site's own host, for tests: `grade` is called from outside. Built by `browser-host`. */
import { BrowserHost } from '../../src/sandbox/browser-host.ts';
import type { HostExercise, HostOptions } from '../../src/sandbox/host.ts';

/** What {@link grade} is asked, as JSON. */
export type Asked = readonly [HostExercise, string, HostOptions];

declare global {
  /** Grades one source as the workshop does; {@link Asked} and the report as JSON. */
  var grade: (asked: string) => Promise<string>;
}

const host = new BrowserHost();
globalThis.grade = async (asked) => {
  const [target, source, options] = JSON.parse(asked) as Asked;
  return JSON.stringify(await host.grade(target, source, options));
};
