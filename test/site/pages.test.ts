import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildDir } from '../../scripts/site-build.mjs';
import { launchBrowser } from './browser.ts';

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { target: readonly unknown[] }[] }[];
}

/** Every page that the sitemap lists, as a path below the site's base. */
function pagesOfSitemap(): string[] {
  const sitemap = readFileSync(join(buildDir, 'sitemap.xml'), 'utf8');
  return [...sitemap.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) =>
    new URL(match[1] ?? '').pathname.replace(/^\//, ''),
  );
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const themes = ['light', 'dark'] as const;
const site = inject('siteAddress');

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** What went wrong on a page: errors of the console, exceptions, answers that are not there, calls elsewhere. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
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
  return complaints;
}

async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const result: AxeResult = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

describe.each(pagesOfSitemap())('/%s', (path) => {
  test.each(themes)(
    'opens without complaint, accessible, no wider than a phone, in the %s theme',
    async (theme) => {
      const context = await browser.newContext({
        viewport: { width: 400, height: 860 },
        colorScheme: theme,
        reducedMotion: 'reduce',
        bypassCSP: true,
      });
      try {
        const page = await context.newPage();
        const complaints = watch(page);
        await page.goto(site + path, { waitUntil: 'load' });
        await expect.poll(() => page.locator('html').getAttribute('data-has-hydrated')).toBe('true');
        expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
        expect(await page.locator('h1').count()).toBe(1);
        expect(
          await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0);
        expect(await axe(page)).toEqual([]);
        expect(complaints).toEqual([]);
      } finally {
        await context.close();
      }
    },
  );
});
