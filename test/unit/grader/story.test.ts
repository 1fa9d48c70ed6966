import { describe, expect, it } from 'vitest';
import type { Finding, Run, RunNode } from '../../../src/explore/scenario.ts';
import { lineOf, tellEvents } from '../../../src/grader/story.ts';
import type { EventBody, TraceEvent } from '../../../src/sim/trace.ts';

type Told = EventBody & { readonly node: string; readonly line?: number; readonly cause?: number };

const node = (id: string, role: string): RunNode => ({
  id,
  role,
  up: true,
  started: true,
  bootedUs: 0,
  lastDiskDoneUs: 0,
  disk: new Map(),
  realMicros: 1_000_000,
  clockAtStart: { aheadUs: 0, realMicros: 1_000_000 },
});

const runOf = (...events: readonly Told[]): Run => ({
  scenario: 'lost',
  case: undefined,
  trace: events.map((body, seq): TraceEvent => ({
    seq,
    atUs: seq * 1000,
    incarnation: 0,
    cause: -1,
    line: 0,
    ...body,
  })),
  operations: [],
  faults: [],
  unfired: [],
  nodes: [node('shop', 'payer'), node('bank', '')],
  ending: { reason: 'quiet' },
  endUs: 10_000,
  faultsOverUs: 0,
});

const broken = (...events: readonly number[]): Finding => ({
  property: 'truthful',
  status: 'broken',
  events,
});
const message = { key: 'request shop>bank 0.0', kind: 'request', from: 'shop', to: 'bank', body: 1 } as const;
const tell = (event: TraceEvent): string => `${event.kind}.`;

describe('the story of a violation', () => {
  const call: Told = { kind: 'invoke', node: 'shop', op: 0, method: 'pay', args: [] };
  const send: Told = { kind: 'send', node: 'shop', line: 7, message };

  it('marks what the program answered, and where that became certain to be wrong', () => {
    const moved: Told = { kind: 'note', node: 'bank', name: 'moved', data: 40 };
    const run = runOf(call, send, { kind: 'return', node: 'shop', line: 9, op: 0, value: 'declined' }, moved);
    const told = tellEvents(broken(0, 2, 3), run, { tell }).map(({ sentence }) => sentence);
    expect(told.map(({ tone }) => tone)).toEqual(['plain', 'plain', 'violation', 'violation']);
    expect(lineOf(broken(0, 2, 3), run)).toBe(9);
  });

  it('names whose call hangs, and leads to what it did last', () => {
    const run = runOf(call, send, { kind: 'note', node: '', name: 'overdue', data: 0 });
    const last = tellEvents(broken(0, 2), run, { tell }).at(-1)?.sentence;
    expect(last).toMatchObject({ text: 'note.', node: 'shop', line: 7, tone: 'violation' });
  });

  it('leads from what happened elsewhere to what brought it about', () => {
    const arrival: Told = { kind: 'deliver', node: 'bank', message, copy: 0, cause: 1 };
    const run = runOf(call, send, arrival, { kind: 'note', node: 'bank', name: 'moved', data: 40, cause: 2 });
    expect(lineOf(broken(3), run)).toBe(7);
  });

  it('does not go round in a circle of causes', () => {
    const run = runOf(call, { kind: 'deliver', node: 'bank', message, copy: 0, cause: 1 });
    expect(lineOf(broken(1), run)).toBe(0);
  });

  it('ends with the summary when nobody tells the event that proves it', () => {
    const run = runOf(call, send);
    const told = tellEvents(broken(0, 1), run, { tell: () => '' }, 'It sent too much.');
    expect(told.map(({ sentence }) => sentence)).toEqual([
      { text: 'It sent too much.', atMs: 1, node: 'shop', line: 7, tone: 'violation' },
    ]);
  });
});
