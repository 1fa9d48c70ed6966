import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildDir } from '../../scripts/site-build.mjs';
import { axe, site, useBrowser } from './visits.ts';

/** Every page that the sitemap lists, as a path below the site's base. */
function pagesOfSitemap(): string[] {
  const sitemap = readFileSync(join(buildDir, 'sitemap.xml'), 'utf8');
  return [...sitemap.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) =>
    new URL(match[1] ?? '').pathname.replace(/^\//, ''),
  );
}

const themes = ['light', 'dark'] as const;

const visit = useBrowser();

describe.each(pagesOfSitemap())('/%s', (path) => {
  test.each(themes)(
    'opens without complaint, accessible, no wider than a phone, in the %s theme',
    async (theme) => {
      const page = await visit({ viewport: { width: 400, height: 860 }, colorScheme: theme });
      await page.goto(site + path, { waitUntil: 'load' });
      await expect.poll(() => page.locator('html').getAttribute('data-has-hydrated')).toBe('true');
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      expect(await page.locator('h1').count()).toBe(1);
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBe(0);
      expect(await axe(page, { theme })).toEqual([]);
    },
  );
});

test('a link to a page is shown with the picture of the course', async () => {
  const page = await visit();
  await page.goto(site, { waitUntil: 'load' });
  const address = await page.locator('meta[property="og:image"]').getAttribute('content');
  const path = new URL(address ?? '').pathname;
  const answer = await page.request.get(new URL(path, site).href);
  expect(answer.headers()['content-type']).toBe('image/png');
});
