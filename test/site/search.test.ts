import { expect, test } from 'vitest';
import { axe, site, useBrowser } from './visits.ts';

const visit = useBrowser();

test('a passage is found and opened by keyboard; the index is not loaded before', async () => {
  const page = await visit();
  const indices: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('search-index')) indices.push(request.url());
  });
  await page.goto(`${site}glossary`, { waitUntil: 'load' });
  await expect.poll(() => page.locator('html').getAttribute('data-has-hydrated')).toBe('true');
  await page.waitForLoadState('networkidle');
  expect(indices).toEqual([]);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('searchbox');
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.type('what a token does not do');
  const answer = page.getByRole('main').getByRole('link', { name: 'What a token does not do' }).first();
  await answer.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/lessons\/fencing-tokens#what-a-token-does-not-do$/);
});

test('a question can be linked to', async () => {
  const page = await visit();
  await page.goto(`${site}search?q=lease`, { waitUntil: 'load' });
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('lease');
  await page.getByText(/passages/).waitFor();
  await page.getByRole('searchbox').fill('qqqq');
  await page.getByText(/^Nothing found/).waitFor();
});

test.each(['light', 'dark'] as const)(
  'in the %s theme its answers are accessible, and no wider than a phone',
  async (theme) => {
    const page = await visit({ viewport: { width: 400, height: 860 }, colorScheme: theme });
    await page.goto(`${site}glossary`, { waitUntil: 'load' });
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByRole('searchbox').fill('lease');
    await page.getByText(/passages/).waitFor();
    expect(await axe(page, { theme })).toEqual([]);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBe(0);
  },
);
