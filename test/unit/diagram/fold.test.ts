import { describe, expect, test } from 'vitest';
import { layOut, zoomToFit } from '../../../src/diagram/layout.ts';
import { labelsOf, shorterLabels } from '../../../src/diagram/message-label.ts';
import { buildModel, FIRST_FILTER } from '../../../src/diagram/model.ts';
import { createScene } from '../../../src/diagram/scene.ts';
import { foldLabel, tellFold } from '../../../src/diagram/fold.ts';
import { message, runOf, type Draft } from './runs.ts';

/** A heartbeat each second, woken by a timer; those whose number is in `lost` are lost for that reason. */
function heartbeats(
  count: number,
  lost: readonly number[] = [],
  why: 'drop' | 'partition' = 'partition',
): Draft[] {
  return Array.from({ length: count }, (_, beat): Draft[] => {
    const at = 1000 * beat;
    const cause = beat * 3;
    const body = message('a', 'b', { op: 'I lead', term: 4 }, beat);
    return [
      { kind: 'timer', sinceUs: 0, at, node: 'a' },
      { kind: 'send', message: body, at, node: 'a', cause },
      lost.includes(beat)
        ? { kind: 'lost', message: body, copy: 0, why, at, node: 'a', cause: cause + 1 }
        : { kind: 'deliver', message: body, copy: 0, at: at + 5, node: 'b', cause: cause + 1 },
    ];
  }).flat();
}

describe('folding', () => {
  test('heartbeats and their losses are one event after the first; timers that only made them are not shown', () => {
    const run = runOf(heartbeats(10, [4, 5]));
    const { events, arrows, folds, marks } = buildModel(run);
    expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2, 4]);
    expect(arrows).toHaveLength(1);
    const [fold] = folds.values();
    expect(fold).toEqual({ seq: 4, node: 'a', count: 9, lost: 2, label: 'I lead term 4' });
    expect(marks.find(({ seq }) => seq === 4)?.label).toBe('9 more: I lead term 4, 2 lost');
    expect(fold && tellFold(fold)).toBe(
      'From here on a sent the same again 9 times (I lead term 4); 2 did not arrive. They are folded.',
    );
    expect(buildModel(run, { ...FIRST_FILTER, unfolded: true }).events).toHaveLength(30);
  });

  test('what is said three times, or in other words, is no repetition', () => {
    expect(buildModel(runOf(heartbeats(3))).folds.size).toBe(0);
    const others = heartbeats(8).map((draft) =>
      'message' in draft ? { ...draft, message: { ...draft.message, body: draft.message.key } } : draft,
    );
    expect(buildModel(runOf(others)).folds.size).toBe(0);
  });

  test('what the story tells, what led to the violation step by step, and a message that a fault struck, stay', () => {
    const stay = (rest: Parameters<typeof runOf>[1], lost: readonly number[] = []): number[] =>
      buildModel(runOf(heartbeats(10, lost, 'drop'), rest)).events.map(({ seq }) => seq);
    expect(stay({ told: [16] })).toEqual(expect.arrayContaining([16, 17]));
    expect(stay({ violation: [29] })).toEqual(expect.arrayContaining([27, 28, 29]));
    expect(stay({}, [5])).toEqual(expect.arrayContaining([16, 17]));
    expect(stay({})).not.toContain(17);
  });

  test('a poll is folded with its answer; the one whose answer is news stays', () => {
    const drafts: Draft[] = [];
    for (let poll = 0; poll < 6; poll++) {
      const at = poll * 1000;
      const first = drafts.length;
      const request = {
        key: `request a>b 0.${poll}`,
        kind: 'request',
        from: 'a',
        to: 'b',
        body: 'acquire',
      } as const;
      const reply = {
        key: `reply ${request.key}`,
        kind: 'reply',
        from: 'b',
        to: 'a',
        answers: request.key,
        body: { ok: poll === 5 },
      } as const;
      drafts.push(
        { kind: 'send', message: request, at, node: 'a' },
        { kind: 'deliver', message: request, copy: 0, at: at + 5, node: 'b', cause: first },
        { kind: 'send', message: reply, at: at + 5, node: 'b', cause: first + 1 },
        { kind: 'deliver', message: reply, copy: 0, at: at + 9, node: 'a', cause: first + 2 },
      );
    }
    const { arrows, folds } = buildModel(runOf(drafts));
    expect(arrows.map(({ fate }) => fate.message.key)).toEqual([
      'request a>b 0.0',
      'reply request a>b 0.0',
      'request a>b 0.5',
      'reply request a>b 0.5',
    ]);
    expect([...folds.values()].map(({ node, count }) => [node, count])).toEqual([
      ['a', 4],
      ['b', 4],
    ]);
  });

  test('its label tells losses only where there are some', () => {
    expect(foldLabel({ seq: 0, node: 'a', count: 4, lost: 0, label: 'ping' })).toBe('4 more: ping');
  });
});

describe('labels lose words before letters', () => {
  test('of a message, last what it is for', () => {
    expect(labelsOf({ op: 'write', key: 'file', value: 'A', token: 33 })).toEqual([
      'write file = A token 33',
      'write token 33',
      'write',
    ]);
    expect(labelsOf({ op: 'you do not', term: 5 })).toEqual(['you do not term 5', 'you do not']);
    expect(labelsOf('hello')).toEqual(['hello']);
  });

  test('of a mark', () => {
    expect(['pay(40)', 'mark = 34', 'paused 12 s', '9 more: I lead', 'restart'].map(shorterLabels)).toEqual([
      ['pay(40)', 'pay(…)'],
      ['mark = 34', 'mark'],
      ['paused 12 s', 'paused'],
      ['9 more: I lead', '9 more'],
      ['restart'],
    ]);
  });

  test('a narrow picture shows what a message is for, not a piece of all that it says', () => {
    const body = { op: 'write', key: 'file', value: 'lines', token: 33 };
    const run = runOf([
      { kind: 'send', message: message('a', 'b', body), at: 0, node: 'a' },
      { kind: 'deliver', message: message('a', 'b', body), copy: 0, at: 5, node: 'b', cause: 0 },
    ]);
    const labels = (room: number): string[] => {
      const scene = createScene(buildModel(run), { orientation: 'down', zoom: 1, room });
      return scene.labels.between(0, scene.layout.length).map(({ text }) => text);
    };
    expect(labels(900)).toEqual(['write file = lines token 33']);
    expect(labels(230)).toEqual(['write']);
  });
});

describe('fit', () => {
  const model = buildModel(runOf(heartbeats(40)), { ...FIRST_FILTER, unfolded: true });

  test.each(['down', 'across'] as const)(
    'the whole run is as long as it is asked for, time going %s',
    (orientation) => {
      for (const length of [500, 700, 1086, 3000]) {
        const zoom = zoomToFit(model, orientation, length);
        const fitted = layOut(model, { orientation, zoom, room: 400 }).length;
        expect(fitted).toBeLessThanOrEqual(length);
        expect(fitted).toBeGreaterThan(length - 4);
      }
    },
  );

  test('nine lanes fit a column of 400 px', () => {
    const names = [...'abcdefghi'];
    const run = runOf(names.map((node) => ({ kind: 'log', text: 'x', at: 1, node })));
    expect(layOut(buildModel(run), { orientation: 'down', zoom: 1, room: 400 }).breadth).toBe(400);
  });
});
