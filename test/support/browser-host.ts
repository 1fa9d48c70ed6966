/**
 * The site's host in Chromium, over exercises of a folder's own: the modules that the site's plugin writes, the workers
 * that the site starts, without the site.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { modulesOf } from '../../src/plugin/exercises.ts';
import type { Report } from '../../src/grader/report.ts';
import type { Host } from '../../src/sandbox/host.ts';
import { launchBrowser } from '../site/browser.ts';
import { root } from './figures.ts';
import type { Asked } from './host-page.ts';

const GENERATED = '@generated/partial-failure-exercises/default';
const WASM = 'esbuild-wasm/esbuild.wasm';
/** What the page and its workers are built from, by the path under which they look for each other. */
const SCRIPTS: Readonly<Record<string, string>> = {
  '/page.js': 'test/support/host-page.ts',
  '/browser-compile-worker.ts': 'src/sandbox/browser-compile-worker.ts',
  '/browser-grade-worker.ts': 'src/sandbox/browser-grade-worker.ts',
};

/** Opens a page whose host knows the exercises of a folder. */
export async function openBrowserHost(exercisesDir: string): Promise<Host> {
  const modules = modulesOf(readCatalog(exercisesDir), { api: '', withSolutions: false });
  const texts = new Map<string, string | Buffer>([['/', '<!doctype html><script src="/page.js"></script>']]);
  for (const [path, file] of Object.entries(SCRIPTS)) texts.set(path, await bundle(file, modules));
  texts.set(`/${WASM}`, await readFile(createRequire(import.meta.url).resolve(WASM)));
  const server = createServer((request, response) => {
    const text = texts.get(request.url ?? '');
    if (text === undefined) response.statusCode = 404;
    response.setHeader('content-type', typeOf(request.url ?? '')).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    grade: async (...asked) => {
      const report = await page.evaluate((text) => grade(text), JSON.stringify(asked satisfies Asked));
      return JSON.parse(report) as Report;
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function typeOf(path: string): string {
  if (path === '/') return 'text/html';
  return path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
}

async function bundle(file: string, modules: ReadonlyMap<string, string>): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    // Workers and the compiler are found beside the page, as a bundler for the site would have it.
    define: { 'import.meta.url': 'location.href' },
    plugins: [writtenBy(modules)],
  });
  return outputFiles[0]?.text ?? '';
}

/** What Docusaurus does with the modules that its plugin writes. */
function writtenBy(modules: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'generated',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@generated\// }, ({ path }) => ({
        path: path.slice(GENERATED.length + 1),
        namespace: 'generated',
      }));
      onResolve({ filter: /^\.\//, namespace: 'generated' }, ({ path, importer }) => ({
        path: join(dirname(importer), path).replaceAll('\\', '/'),
        namespace: 'generated',
      }));
      onResolve({ filter: /^partial-failure(\/kit)?$/ }, ({ path }) => ({
        path: join(root, 'src', path === 'partial-failure' ? 'api.ts' : 'kit.ts'),
      }));
      onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({
        contents: modules.get(path) ?? '',
        resolveDir: root,
      }));
    },
  };
}
