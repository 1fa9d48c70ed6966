/**
 * Gradings in a browser, whichever it is: a page of ours asks for jobs and sends what came of them, so that no driver
 * is needed beyond what opens the page.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { launchBrowser } from '../site/browser.ts';
import type { EngineAnswer, EngineJob } from './engine-page.ts';
import { root } from './figures.ts';
import { openInFirefox } from './firefox.ts';

/** A page that is open in some browser. */
export interface OpenPage {
  /** Settles when the browser is gone; rejects when it went by itself. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
}

/** A browser that grades. */
export interface BrowserEngine {
  /** The reports, one a seed, as JSON. Jobs are done one after the other. */
  grade(job: EngineJob): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** How often the page asks again when there is no job, in ms. */
const ASK_AGAIN_MS = 50;

const PAGE = `<!doctype html><meta charset="utf-8"><title>engines</title><script type="module">
const inWorker = (job) => new Promise((resolve) => {
  const worker = new Worker('/worker.js', { type: 'module' });
  const done = (answer) => { worker.terminate(); resolve(answer); };
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = ({ message }) => done({ error: message || 'The worker did not start.' });
  worker.postMessage(job);
});
for (;;) {
  const { job } = await (await fetch('/job', { method: 'POST' })).json();
  if (job === undefined) await new Promise((resolve) => setTimeout(resolve, ${ASK_AGAIN_MS}));
  else await fetch('/answer', { method: 'POST', body: JSON.stringify(await inWorker(job)) });
}
</script>`;

/** Opens a Chromium for gradings. */
export function openChromiumEngine(): Promise<BrowserEngine> {
  return openBrowserEngine(async (address) => {
    const browser = await launchBrowser();
    let closing = false;
    const gone = new Promise<void>((resolve, reject) => {
      browser.on('disconnected', () =>
        closing ? resolve() : reject(new Error('Chromium ended by itself.')),
      );
    });
    await (await browser.newPage()).goto(address);
    const close = (): Promise<void> => {
      closing = true;
      return browser.close();
    };
    return { gone, close };
  });
}

/** Opens the Firefox at a path for gradings: see {@link import('./firefox.ts').findFirefox}. */
export function openFirefoxEngine(executable: string): Promise<BrowserEngine> {
  return openBrowserEngine((address) => openInFirefox(executable, address));
}

async function openBrowserEngine(open: (address: string) => Promise<OpenPage>): Promise<BrowserEngine> {
  const script = await buildWorker();
  const waiting: Task[] = [];
  let current: Task | undefined;
  const server = createServer((request, response) => {
    const answer = (type: string, text: string): void => {
      response.setHeader('content-type', type).end(text);
    };
    switch (request.url) {
      case '/worker.js':
        answer('text/javascript', script);
        break;
      case '/job':
        current = waiting.shift();
        answer('application/json', JSON.stringify({ job: current?.job }));
        break;
      case '/answer':
        void bodyOf(request).then((body) => {
          const result = JSON.parse(body) as EngineAnswer;
          if ('reports' in result) current?.done(result.reports);
          else current?.failed(new Error(result.error));
          answer('application/json', '{}');
        });
        break;
      default:
        answer('text/html', PAGE);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const lost = page.gone.then(() => Promise.reject(new Error('The browser is closed.')));
  lost.catch(() => undefined);
  return {
    grade: (job) =>
      Promise.race([
        lost,
        new Promise<readonly string[]>((done, failed) => {
          waiting.push({ job, done, failed });
        }),
      ]),
    close: async () => {
      await page.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Task {
  readonly job: EngineJob;
  readonly done: (reports: readonly string[]) => void;
  readonly failed: (error: Error) => void;
}

async function buildWorker(): Promise<string> {
  const bundle = await build({
    entryPoints: [join(root, 'test/support/engine-page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
  });
  return bundle.outputFiles[0]?.text ?? '';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
