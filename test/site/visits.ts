/** Visits to the built site, for the tests of a file. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchBrowser } from './browser.ts';

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { target: readonly unknown[] }[] }[];
}

/** The address of the site, with a slash at its end. */
export const site = inject('siteAddress');

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Opens a browser before the tests of this file and closes it after them. The function that it returns gives a new page
 * in a context of its own. After each test its contexts are closed, and it fails when a page complained: an error in the
 * console, an exception, an answer that is not there, a request to anywhere else.
 */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let complaints: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    const found = complaints;
    contexts = [];
    complaints = [];
    expect(found).toEqual([]);
  });
  return async (options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      bypassCSP: true,
      ...options,
    });
    contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (url.startsWith('http') && !url.startsWith(site)) complaints.push(`a request to ${url}`);
    });
    return page;
  };
}

/** The rules that depend on colours. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/**
 * What axe finds on the page as it is, or `within` what a selector names, in words; the editor is not ours to mend. Of
 * a page that is looked at in both themes, tell the `theme`: the dark one is asked only what depends on colours, as the
 * rest would be said twice.
 */
export async function axe(
  page: Page,
  { within, theme }: { readonly within?: string; readonly theme?: 'light' | 'dark' } = {},
): Promise<string[]> {
  await page.evaluate(axeSource);
  const result: AxeResult = await page.evaluate(
    ({ include, runOnly }) =>
      (window as unknown as { axe: { run(what: object, how: object): Promise<AxeResult> } }).axe.run(
        { ...(include && { include: [include] }), exclude: ['.monaco-editor'] },
        { ...(runOnly && { runOnly }), resultTypes: ['violations'] },
      ),
    { include: within, runOnly: theme === 'dark' ? COLOURS : undefined },
  );
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/**
 * Waits until the page stands as one would see it: its fonts are there and a frame has been drawn. Whoever measures
 * before may meet it in the middle of a layout.
 */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}

/** Puts drafts of programs into what the page's browser keeps, in the place of all that is there. */
export async function keepDrafts(page: Page, drafts: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(
    (all) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('keyval-store');
        opening.onupgradeneeded = () => opening.result.createObjectStore('keyval');
        opening.onerror = () => reject(new Error('IndexedDB could not be opened.'));
        opening.onsuccess = () => {
          const writing = opening.result.transaction('keyval', 'readwrite');
          const store = writing.objectStore('keyval');
          store.clear();
          for (const [id, code] of Object.entries(all)) store.put({ revision: 1, code }, `draft:${id}`);
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    drafts,
  );
}
