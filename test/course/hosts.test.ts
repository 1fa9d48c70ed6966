/**
 * Every kind of exercise is graded in the browser as on the command line: the same report from both hosts, whatever was
 * asked for.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli } from '../../scripts/build-cli.mjs';
import { bundleExercise } from '../../src/catalog/bundle.ts';
import { readCatalog } from '../../src/catalog/catalog.ts';
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import { decodeReplay } from '../../src/grader/replay-token.ts';
import type { Host } from '../../src/sandbox/host.ts';
import { NodeHost } from '../../src/sandbox/node-host.ts';
import { openBrowserHost } from '../support/browser-host.ts';
import { root } from '../support/figures.ts';

const fixtures = join(root, 'test/fixtures');
const entries = readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions'));

let browser: Host;
let node: Host;
let modules: string;

beforeAll(async () => {
  await buildCli();
  modules = mkdtempSync(join(tmpdir(), 'partial-failure-hosts-'));
  const built = join(root, 'dist/cli');
  node = new NodeHost({
    child: join(built, 'node-child.mjs'),
    compileChild: join(built, 'node-compile-child.mjs'),
    readable: [built, modules],
  });
  browser = await openBrowserHost(join(fixtures, 'exercises'));
});

afterAll(async () => {
  await browser.close();
  await node.close();
  rmSync(modules, { recursive: true, force: true });
});

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  it('has the same reports in both', async () => {
    const module = await bundleExercise(entry, join(root, 'src'), modules);
    const { default: loaded } = (await import(pathToFileURL(module).href)) as { default: LoadedExercise };
    const { exercise } = loaded;
    const settings = { seed: 'hosts', runs: 20, hashTraces: true, withTraces: true, withSymptoms: true };
    const verdicts: string[] = [];
    for (const file of [entry.solution ?? '', entry.starter, ...entry.mutants.map((mutant) => mutant.file)]) {
      const source = readFileSync(file, 'utf8');
      const inNode = await node.grade({ exercise, module }, source, settings);
      const inBrowser = await browser.grade({ exercise, module: id }, source, settings);
      expect(inBrowser).toEqual(inNode);
      verdicts.push(inBrowser.verdict);
      const token = inBrowser.failures[0]?.token;
      if (token === undefined) continue;
      const again = { seed: 'hosts', replay: decodeReplay(token), withTraces: true };
      const replayed = await browser.grade({ exercise, module: id }, source, again);
      expect(replayed.failures[0]?.summary).toBe(inBrowser.failures[0]?.summary);
      expect(replayed).toEqual(await node.grade({ exercise, module }, source, again));
    }
    expect(verdicts).toEqual(['pass', ...verdicts.slice(1).fill('fail')]);
  });

  it('has the same report of a text that is no program', async () => {
    const module = await bundleExercise(entry, join(root, 'src'), modules);
    const { default: loaded } = (await import(pathToFileURL(module).href)) as { default: LoadedExercise };
    const { exercise } = loaded;
    const inNode = await node.grade({ exercise, module }, 'export const (', { seed: '1' });
    expect(inNode.verdict).toBe('invalid');
    expect(await browser.grade({ exercise, module: id }, 'export const (', { seed: '1' })).toEqual(inNode);
  });
});
