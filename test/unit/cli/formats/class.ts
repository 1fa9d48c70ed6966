/** A class of invented people, with everything that can become of a submission. */
import type { Origin, Student } from '../../../../src/cli/intake/submission.ts';
import type { Failure, Report } from '../../../../src/grader/report.ts';
import {
  refusedResult,
  resultOf,
  type Result,
  type Results,
  type Beside,
} from '../../../../src/cli/formats/results.ts';

const COVERAGE: Report['coverage'] = {
  runs: 240,
  directed: 20,
  sampled: 100,
  swept: 120,
  exhausted: 0,
  commanded: 0,
  events: 9120,
  scenarios: [],
};

const MEANS = {
  'no-number-twice': 'Replies to different requests carry different numbers.',
  answers: 'In good weather a request is answered within 200 ms.',
};

const property = (
  id: keyof typeof MEANS,
  points: number,
  maxPoints: number,
): Report['properties'][number] => ({
  id,
  means: MEANS[id],
  kind: id === 'answers' ? 'liveness' : 'safety',
  status: points > 0 ? 'passed' : 'broken',
  points,
  maxPoints,
});

export const BASE: Report = {
  format: 'partial-failure/report@1',
  exercise: 'counter',
  exerciseVersion: 2,
  seed: '7',
  verdict: 'pass',
  score: 100,
  maxScore: 100,
  properties: [property('no-number-twice', 60, 60), property('answers', 40, 40)],
  scenarios: [
    { id: 'crash', title: 'the counter crashes', visible: true, status: 'passed', runs: 40, failedRuns: 0 },
  ],
  failures: [],
  problems: [],
  coverage: COVERAGE,
};

const FAILURE: Failure = {
  property: 'no-number-twice',
  scenario: 'the counter crashes',
  visible: true,
  seed: 4711,
  summary: 'Two requests got the number 1.',
  faults: [{ kind: 'crash', at: { node: 'counter', incarnation: 0, step: 6 }, restartAfterMs: 5 }],
  story: [
    { text: 'client asks for a number', atMs: 1, node: 'client', line: 0, tone: 'plain' },
    { text: 'counter answers 1', atMs: 2.25, node: 'counter', line: 9, tone: 'plain' },
    { text: 'counter crashes', atMs: 3.5, node: 'counter', line: 0, tone: 'fault' },
    { text: 'counter answers 1 again', atMs: 12, node: 'counter', line: 9, tone: 'violation' },
  ],
  line: 9,
  traceHash: '00c0ffee',
  token: 'pf1_example',
};

export const FAILED: Report = {
  ...BASE,
  verdict: 'fail',
  score: 40,
  properties: [property('no-number-twice', 0, 60), property('answers', 40, 40)],
  scenarios: [
    { id: 'crash', title: 'the counter crashes', visible: true, status: 'failed', runs: 40, failedRuns: 12 },
  ],
  failures: [FAILURE],
  misconception: { id: 'in-memory', belief: 'What a node has in memory is there after a restart.', hint: 2 },
};

/** What a program, a file's name or a person's name may hold: for pages, XML, spreadsheets, terminals, Markdown. */
export const HOSTILE = [
  '=HYPERLINK("https://example.org","x")',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='x",
  ']]>',
  '\u001b[31mred\u001b[0m',
  '\u0000\u0008\u000b\ufffe\ud800',
  '\u202egnp.ts',
  '@SUM(1+1)',
  '+1',
  '-1+2',
  '\t=1',
  'a,b;"c"\r\nd',
  '| a | b |',
  '[click](javascript:alert(1))',
  '`code` **bold** <b>',
  '&amp;',
  '{{constructor.constructor("x")()}}',
].join(' ');

const from = (path: string, ...students: readonly Student[]): Origin & Beside => ({
  id: path,
  path,
  layout: students.length > 0 ? 'folders' : 'files',
  students,
  notes: [],
  title: 'A counter that survives',
});

export const passed = resultOf(
  {
    ...from('class/lindqvist/counter.ts', {
      id: '10001',
      name: 'Ada Lindqvist',
      email: 'ada@example.org',
    }),
    tookMs: 640,
  },
  BASE,
);
export const failed = resultOf(
  {
    ...from('class/okafor/counter.ts', { id: '10002', name: 'Bruno Okafor' }),
    late: true,
    attempt: { number: 3, of: 3 },
    notes: ['There are 3 attempts; the last counts.'],
    tookMs: 910,
  },
  FAILED,
);
export const unrunnable = resultOf(
  { ...from('class/oneil/counter.ts', { id: '10003', name: 'Chiara O’Neil, "Kiki"' }), tookMs: 45 },
  {
    ...BASE,
    verdict: 'invalid',
    score: 0,
    scenarios: [],
    problems: [{ code: 'syntax', message: 'Unexpected ";".', line: 3, column: 9, text: '  return 1 +;' }],
    coverage: { ...COVERAGE, runs: 0, events: 0 },
  },
);
export const ungraded = resultOf(
  { ...from('class/petrov/counter.ts', { id: '10004', name: 'Dmitri Petrov' }), tookMs: 30_000 },
  {
    ...BASE,
    verdict: 'error',
    score: null,
    properties: [],
    scenarios: [],
    problems: [{ code: 'sandbox', message: 'The process that grades fell silent.' }],
  },
);
export const refused: Result = refusedResult(
  from('class/haddad/counter.ts', { id: '10005', name: 'Farid Haddad' }),
  { message: 'It is not UTF-8 text. Hand in TypeScript.', fault: 'theirs' },
  { id: 'counter', version: 2, maxScore: 100 },
);
export const unknown: Result = refusedResult(
  { ...from('class/notes.ts'), title: null },
  { message: 'Which exercise is it? Give --exercise ID.', fault: 'ours' },
  undefined,
);
export const hostile = resultOf(
  {
    ...from(`class/${HOSTILE}.ts`, { id: HOSTILE, name: HOSTILE, email: HOSTILE }),
    title: HOSTILE,
    notes: [HOSTILE],
    tookMs: 700,
  },
  {
    ...FAILED,
    exercise: 'counter',
    failures: [
      {
        ...FAILURE,
        scenario: HOSTILE,
        summary: HOSTILE,
        commands: [HOSTILE],
        story: [{ text: HOSTILE, atMs: 1, node: HOSTILE, line: 1, tone: 'violation' }],
      },
    ],
    problems: [{ code: 'exception', message: HOSTILE, text: HOSTILE }],
    misconception: { id: HOSTILE, belief: HOSTILE },
  },
);

/** Two who handed in together. */
export const group = resultOf(
  {
    ...from('class/group/counter.ts', { id: '10006', name: 'Grete Holm' }, { id: '10007', name: 'Hiro Abe' }),
    tookMs: 5200,
  },
  BASE,
);

export const classOf = (...results: readonly Result[]): Results => ({
  version: '0.1.0',
  seed: '7',
  results,
  leftOut: [],
});

/** Everybody but the hostile one. */
export const CLASS = classOf(passed, failed, unrunnable, ungraded, refused, unknown, group);
