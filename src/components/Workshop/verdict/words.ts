/** Reports in words. Numbers as this course writes them: thousands with a comma, times with a unit. */
import type { Coverage, Failure, Report } from '../../../grader/report.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A number of things: `1,204`. */
export function count(value: number): string {
  return whole.format(value);
}

/** A number with its noun: `1 run`, `1,204 runs`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A span of time: `350 ms`, `2.5 s`, `1 h`. */
export function span(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${tenths.format(ms)} ms`;
  if (size < 60_000) return `${tenths.format(ms / 1_000)} s`;
  if (size < 3_600_000) return `${tenths.format(ms / 60_000)} min`;
  return `${tenths.format(ms / 3_600_000)} h`;
}

/** A part of a hundred: `12.5 %`. */
export function percent(value: number): string {
  return `${tenths.format(value)} %`;
}

/** An instant of true time: `1,204 ms`, with a tenth where it matters. */
export function instant(ms: number): string {
  return `${Number.isInteger(ms) || ms >= 1_000 ? whole.format(ms) : tenths.format(ms)} ms`;
}

/** What was tried, in a sentence. */
export function tellCoverage({
  runs,
  directed,
  sampled,
  swept,
  exhausted,
  commanded,
  events,
}: Omit<Coverage, 'scenarios'>): string {
  const parts = [
    directed > 0 ? `${count(directed)} directed` : '',
    commanded > 0 ? `${count(commanded)} of drawn commands` : '',
    sampled > 0 ? `${count(sampled)} sampled` : '',
    swept > 0 ? `${count(swept)} with one fault at every decision` : '',
    exhausted > 0 ? `${count(exhausted)} of exhaustive searches` : '',
  ].filter((part) => part !== '');
  const split = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${counted(runs, 'run')}${split}. ${counted(events, 'event')} in all.`;
}

/** What a right program came through, in a sentence. */
export function tellSurvived({
  runs,
  directed,
  sampled,
  swept,
  exhausted,
}: Omit<Coverage, 'scenarios' | 'events'>): string {
  const parts = [
    directed > 0 ? `${count(directed)} made to break programs like it` : '',
    swept > 0 ? `${count(swept)} with one fault, at every place in turn` : '',
    exhausted > 0 ? `${count(exhausted)} with every combination of faults` : '',
    sampled > 0 ? `${count(sampled)} with faults drawn at random` : '',
  ].filter((part) => part !== '');
  return `Your program came through ${counted(runs, 'run')}: ${parts.join(', ')}.`;
}

/** Where a failure was found, in words. */
export function tellPlace({ visible, scenario }: Pick<Failure, 'visible' | 'scenario'>): string {
  return visible ? `Scenario: ${scenario}` : `Hidden scenario, category: ${scenario}`;
}

/** The verdict in a word or two. */
export const VERDICT_LABELS: Record<Report['verdict'], string> = {
  pass: 'Passed',
  fail: 'Broken',
  invalid: 'Cannot run',
  error: 'Not judged',
};

/** The verdict in one line. */
export function tellVerdict(report: Report): string {
  switch (report.verdict) {
    case 'pass':
      return `None of ${counted(report.coverage.runs, 'run')} broke your program.`;
    case 'fail': {
      const [first] = report.failures;
      if (first !== undefined) return first.summary;
      const idle = report.properties.filter(({ status }) => status === 'not-exercised').length;
      return `Not passed yet: ${counted(idle, 'property').replace('propertys', 'properties')} never came into play.`;
    }
    case 'invalid':
      return report.problems.length === 1
        ? (report.problems[0]?.message ?? '')
        : `There are ${report.problems.length} problems in your program.`;
    case 'error':
      return 'Something of ours went wrong. Your program was not judged.';
  }
}
