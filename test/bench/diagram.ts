/**
 * `npm run bench:diagram`: frames of the space-time diagram with a run of 5,000 events, in Chromium, in
 * both directions: at rest, while it scrolls, while it zooms (once a frame), while one steps. Times are between frames,
 * in ms; a frame that took more than one and a half of the display's is counted as dropped.
 */
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { DEFAULT_LIMITS } from '../../src/explore/run.ts';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import { createRuntime } from '../../src/grader/runtime.ts';
import type { RecordedRun } from '../../src/diagram/recorded-run.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';
import { World } from '../../src/sim/world.ts';
import { launchBrowser } from '../site/browser.ts';
import { root } from '../support/figures.ts';

const NODES = ['a', 'b', 'c', 'd', 'e'];
const EVENTS = 5_000;
const FRAMES = 180;

/** Requests, disks and logs: a picture with all that usual runs have. */
const PROGRAM = `
export class Peer {
  count = 0;
  constructor(private readonly node: any) { void this.client(); }
  async client() {
    const nodes = ${JSON.stringify(NODES)};
    for (let i = 0; ; i++) {
      const to = nodes[(nodes.indexOf(this.node.id) + 1 + (i % ${NODES.length - 1})) % ${NODES.length}];
      const reply = await this.node.request(to, { op: 'write', key: 'k' + (i % 7), value: i });
      if (i % 3 === 0) this.node.send(to, { op: 'hint', key: 'k' + (i % 7) });
      if (i % 5 === 0) this.node.log('told ' + reply.count);
      await this.node.sleep(20);
    }
  }
  async onRequest(_from: string, { key, value }: { key: string; value: number }) {
    this.count++;
    await this.node.disk.write(key, value);
    return { ok: true, count: this.count };
  }
}`;

async function longRun(): Promise<RecordedRun> {
  const compiled = await compileProgram(esbuild, PROGRAM, { fileName: 'peer.ts', helpers: [] });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const evaluator = createEvaluator();
  const world = new World({
    seed: 1,
    endMs: 10_000_000,
    surroundings: {
      link: () => ({ minMs: 2, maxMs: 40 }),
      disk: { minMs: 1, maxMs: 5 },
      driftPpm: 0,
      rates: 'true',
      offsetMs: 0,
      shuffleTies: false,
    },
    limits: { ...DEFAULT_LIMITS, eventsPerRun: EVENTS },
    decider: {
      onMessage: ({ key }) =>
        key.startsWith('send') && key.endsWith('7') ? [{ kind: 'drop', message: key }] : [],
    },
    runtime: createRuntime(DEFAULT_LIMITS, evaluator),
  });
  for (const id of NODES)
    world.addNode({
      id,
      factory: evaluator.evaluate(compiled.program.code),
      exportName: 'Peer',
      shape: 'class',
      args: () => [],
      helpers: {},
      withheld: [],
      granted: [],
    });
  world.run();
  const events = world.trace().slice(0, EVENTS);
  const endUs = events[events.length - 1]?.atUs ?? 0;
  return {
    nodes: NODES.map((id) => ({ id, role: 'peer' })),
    events,
    faults: [],
    violation: [],
    endUs,
    told: [],
  };
}

/** The diagram alone, as a script and a style sheet. */
async function bundle(): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `
        import './src/css/tokens.css';
        import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import SpaceTime from './src/components/SpaceTime/index.tsx';
        createRoot(document.getElementById('root')).render(
          createElement(SpaceTime, { run: window.run, label: 'A long run', orientation: window.way }));`,
      resolveDir: root,
      loader: 'tsx',
    },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const textOf = (ending: string): string =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

/** What a reader does, once in each frame. */
const ACTIONS = ['rest', 'scroll', 'zoom', 'step'] as const;
type Action = (typeof ACTIONS)[number];

/** Times between frames while something is done in each of them. */
function frames(page: Page, action: Action): Promise<number[]> {
  return page.evaluate(
    ({ what, count }) =>
      new Promise<number[]>((resolve) => {
        const box = document.querySelector<HTMLElement>('[role="slider"]');
        if (box === null) throw new Error('There is no picture.');
        const isDown = box.dataset['orientation'] === 'down';
        const canvas = box.lastElementChild ?? box;
        const times: number[] = [];
        let last = 0;
        const frame = (now: number): void => {
          if (last > 0) times.push(now - last);
          last = now;
          if (times.length === count) {
            resolve(times);
            return;
          }
          if (what === 'scroll') box[isDown ? 'scrollTop' : 'scrollLeft'] += 37;
          if (what === 'step') {
            box.dispatchEvent(
              new KeyboardEvent('keydown', { key: isDown ? 'ArrowDown' : 'ArrowRight', bubbles: true }),
            );
          }
          if (what === 'zoom') {
            const { left, top } = box.getBoundingClientRect();
            const deltaY = times.length % 120 < 60 ? -6 : 6;
            const at = { clientX: left + 200, clientY: top + 200 };
            canvas.dispatchEvent(
              new WheelEvent('wheel', { deltaY, ctrlKey: true, bubbles: true, cancelable: true, ...at }),
            );
          }
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { what: action, count: FRAMES },
  );
}

const run = await longRun();
const { script, style } = await bundle();
const browser = await launchBrowser();
const rows = [['time', 'doing', 'median', '95 %', 'longest', 'dropped']];
for (const way of ['down', 'across']) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  await page.setContent(
    `<!doctype html><html data-theme="light"><style>${style}</style><div id="root"></div>`,
  );
  await page.addScriptTag({ content: `window.run = ${JSON.stringify(run)}; window.way = '${way}';` });
  await page.addScriptTag({ content: script });
  await page.locator('[role="slider"]').waitFor();
  let usual = 0;
  for (const action of ACTIONS) {
    const times = await frames(page, action);
    const sorted = [...times].sort((a, b) => a - b);
    const at = (part: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
    if (action === 'rest') usual = at(0.5);
    const dropped = times.filter((time) => time > 1.5 * usual).length;
    rows.push([
      way,
      action,
      at(0.5).toFixed(1),
      at(0.95).toFixed(1),
      at(1).toFixed(1),
      `${dropped} of ${FRAMES}`,
    ]);
  }
  await page.close();
}
await browser.close();
const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
process.stdout.write(`${run.events.length} events on ${NODES.length} nodes\n`);
for (const row of rows)
  process.stdout.write(
    `${row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}\n`,
  );
