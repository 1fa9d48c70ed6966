import { written } from '../output.ts';
import type { Format } from './format.ts';
import type { Result, Results } from './results.ts';
import { commentOf, failureLines, problemLine, whoOf } from './tell.ts';
import { xmlText } from './xml-text.ts';

interface Case {
  readonly name: string;
  readonly outcome?: {
    readonly kind: 'failure' | 'error';
    readonly type: string;
    readonly message: string;
    readonly lines: readonly string[];
  };
}

/** A test suite for each result, a test case for each property. `failure` is the program's, `error` is ours. */
export const junit: Format = {
  name: 'junit',
  summary: 'JUnit XML: failure is the program’s, error is the grader’s',
  write: (results) => {
    const suites = results.results.map((result) => ({ result, cases: casesOf(result) }));
    const all = suites.flatMap(({ cases }) => cases);
    const lines = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="partial-failure" ${countsOf(all)}>`,
      ...suites.flatMap(({ result, cases }) => suiteLines(result, cases, results)),
      '</testsuites>',
    ];
    return { text: `${lines.join('\n')}\n` };
  },
};

function casesOf(result: Result): Case[] {
  const { verdict, properties, failures, problems, graderFailure } = result;
  if (verdict === 'error') {
    const { code, message } = graderFailure ?? { code: 'internal', message: '' };
    const outcome = { kind: 'error', type: `grader-${written(code)}`, message: written(message) } as const;
    return [{ name: 'graded', outcome: { ...outcome, lines: [commentOf(result)] } }];
  }
  if (verdict === 'invalid') {
    const [first] = problems;
    const outcome = { kind: 'failure', type: written(first?.code ?? 'invalid') } as const;
    const message = first === undefined ? commentOf(result) : problemLine(first);
    return [{ name: 'can be run', outcome: { ...outcome, message, lines: problems.map(problemLine) } }];
  }
  return properties.map(({ id, status }): Case => {
    const name = written(id);
    if (status === 'passed') return { name };
    const failure = failures.find(({ property }) => property === id);
    const message =
      failure === undefined
        ? 'Not exercised: the program never came to where this property says something.'
        : written(failure.summary);
    const lines = failure === undefined ? [] : failureLines(failure);
    return { name, outcome: { kind: 'failure', type: status, message, lines } };
  });
}

function suiteLines(result: Result, cases: readonly Case[], { version, seed }: Results): string[] {
  const exercise = result.exercise === null ? 'unknown exercise' : written(result.exercise);
  const known: readonly (readonly [string, string])[] = [
    ['submission', written(result.path)],
    ['students', written(result.students.map(({ id }) => id).join(' '))],
    ['verdict', result.verdict],
    ['score', result.score === null ? '' : String(result.score)],
    ['max-score', result.maxScore === null ? '' : String(result.maxScore)],
    ['course-version', written(version)],
    ['exercise-version', String(result.exerciseVersion ?? '')],
    ['seed', written(seed)],
  ];
  return [
    `  <testsuite name="${xmlText(`${whoOf(result)}: ${exercise}`)}" ${countsOf(cases)}>`,
    '    <properties>',
    ...known.map(([name, value]) => `      <property name="${name}" value="${xmlText(value)}"/>`),
    '    </properties>',
    ...cases.flatMap((one) => caseLines(one, exercise)),
    '  </testsuite>',
  ];
}

function caseLines({ name, outcome }: Case, exercise: string): string[] {
  const start = `    <testcase classname="${xmlText(exercise)}" name="${xmlText(name)}"`;
  if (outcome === undefined) return [`${start}/>`];
  const { kind, type, message, lines } = outcome;
  return [
    `${start}>`,
    `      <${kind} type="${xmlText(type)}" message="${xmlText(message)}">${lines.map(xmlText).join('\n')}</${kind}>`,
    '    </testcase>',
  ];
}

function countsOf(cases: readonly Case[]): string {
  const count = (kind: 'failure' | 'error'): number =>
    cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
}
