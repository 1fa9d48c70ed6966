import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from '../../../src/diagram/draw.ts';
import { buildModel } from '../../../src/diagram/model.ts';
import { alongOfEvent, createScene, eventNear } from '../../../src/diagram/scene.ts';
import { toSvg } from '../../../src/diagram/svg.ts';
import { anyRun, message, runOf } from './runs.ts';

const options = { orientation: 'down', zoom: 1, room: 700 } as const;

describe('the scene', () => {
  test('labels do not cover each other', () => {
    fc.assert(
      fc.property(anyRun, fc.constantFrom('down' as const, 'across' as const), (run, orientation) => {
        const { labels, layout } = createScene(buildModel(run), { ...options, orientation });
        const upright = labels.between(0, layout.length).filter(({ turn }) => turn === 0);
        const boxes = upright.map(({ text, x, y, anchor }) => {
          const width = text.length * layout.charWidth;
          const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
          return { left, right: left + width, top: y - layout.fontSize * 0.82, bottom: y };
        });
        boxes.forEach((a, index) =>
          boxes.slice(index + 1).forEach((b) => {
            const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            expect(apart).toBe(true);
          }),
        );
      }),
      { seed: 41, numRuns: 60 },
    );
  });

  test('an event is found where it is drawn', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const scene = createScene(buildModel(run), options);
        for (const { mark, along, across } of scene.marks) {
          if (mark.shape === 'lost') continue;
          const found = eventNear(scene, along, across);
          expect(found).toBeDefined();
          const other = scene.marks.find(({ mark: { seq } }) => seq === found);
          expect([other?.along, other?.across]).toEqual([along, across]);
        }
        expect(eventNear(scene, -500, -500)).toBeUndefined();
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  test('a cut is named where it begins, which is in sight however many nodes there are', () => {
    const nodes = Array.from({ length: 9 }, (_, i) => `n${i}`);
    const run = runOf([
      ...nodes.map((node) => ({ kind: 'boot' as const, at: 0, node })),
      { kind: 'partition', at: 10, node: '', links: ['n0>n8'], untilUs: 50_000 },
      { kind: 'boot', at: 90, node: 'n0', incarnation: 1 },
    ]);
    const scene = createScene(buildModel(run), { ...options, room: 320 });
    const names = draw(scene, 0, scene.layout.length).flatMap((shape) =>
      shape.kind === 'text' && shape.text.startsWith('cut') ? [shape] : [],
    );
    expect(names.map(({ x, anchor }) => anchor === 'start' && x < 120)).toEqual([true]);
  });

  test('what is drawn of a part is what that part has of the whole', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const scene = createScene(buildModel(run), options);
        const seqs = (from: number, to: number): Set<number> =>
          new Set(
            draw(scene, from, to).flatMap(({ seq, kind }) => (kind === 'path' && seq >= 0 ? [seq] : [])),
          );
        const middle = scene.layout.length / 2;
        const whole = seqs(0, scene.layout.length);
        const parts = new Set([...seqs(0, middle), ...seqs(middle, scene.layout.length)]);
        expect([...parts].sort()).toEqual([...whole].sort());
        for (const seq of seqs(0, middle)) {
          const sent = run.events[seq]?.cause ?? -1;
          const first = Math.min(alongOfEvent(scene, seq), sent < 0 ? Infinity : alongOfEvent(scene, sent));
          expect(first).toBeLessThan(middle + 60);
        }
      }),
      { seed: 43, numRuns: 60 },
    );
  });
});

describe('the exported picture', () => {
  test('is a file of its own in which nothing of the run is markup', () => {
    const evil = message('a', 'b', '<b>&"');
    const run = runOf([
      { kind: 'send', message: evil, at: 0, node: 'a' },
      { kind: 'deliver', message: evil, copy: 0, at: 40, node: 'b', cause: 0 },
    ]);
    const svg = toSvg(createScene(buildModel(run), options), {
      title: 'A & B',
      description: '<script>',
      token: (name) => `c-${name}`,
    });
    expect(svg).toContain('&lt;b&gt;&amp;&quot;');
    expect(svg).toContain('<title>A &amp; B</title>');
    expect(svg).not.toMatch(/<script|var\(|<b>/);
    expect(svg.match(/<(\w+)[^>]*[^/]>/g)?.length).toBe(svg.match(/<\/\w+>/g)?.length);
  });
});
