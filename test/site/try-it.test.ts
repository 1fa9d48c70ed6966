/** Naive programs in lessons, in a real browser: run, seen to break, changed, run again. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, site, useBrowser } from './visits.ts';

/** Each program: its lesson, what it breaks, and words of its story. */
const PROGRAMS = [
  ['silence-is-no', 'unreliable-networks', 'truthful', 'pay said "declined"'],
  ['read-without-write-back', 'the-truth-is-defined-by-the-majority', 'linearizable', 'began a read'],
  ['storage', 'fencing-tokens', 'stale-writes-refused', 'The storage accepted the write'],
] as const;

const visit = useBrowser();

async function open(page: Page, program: string, lesson: string): Promise<Locator> {
  await page.goto(`${site}lessons/${lesson}`, { waitUntil: 'load' });
  await expect.poll(() => page.locator('html').getAttribute('data-has-hydrated')).toBe('true');
  const tryIt = page.locator(`[data-tryit="${program}"]`);
  await tryIt.scrollIntoViewIfNeeded();
  return tryIt;
}

const run = (tryIt: Locator): Promise<void> =>
  tryIt.getByRole('button', { name: 'Run', exact: true }).click();

test.each(PROGRAMS)(
  '%s: one click, and the counterexample stands there',
  async (program, lesson, property, words) => {
    const page = await visit();
    const tryIt = await open(page, program, lesson);
    await run(tryIt);
    await tryIt.locator(`[data-broken="${property}"]`).waitFor({ timeout: 90_000 });
    expect(await tryIt.locator('ol').first().innerText()).toContain(words);
    await tryIt.getByRole('slider', { name: /^The run that breaks/ }).waitFor();
  },
);

test('nothing of it is loaded before it is to be run', async () => {
  const page = await visit();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  const tryIt = await open(page, 'storage', 'fencing-tokens');
  await page.waitForLoadState('networkidle');
  const before = loaded.length;
  expect(loaded.filter((url) => /wasm|grade|monaco|editor-styles/.test(url))).toEqual([]);
  await run(tryIt);
  await expect.poll(() => loaded.slice(before).some((url) => url.includes('.wasm'))).toBe(true);
});

test('a line of the story opens the editor there, and a changed program is judged anew', async () => {
  const page = await visit();
  const tryIt = await open(page, 'silence-is-no', 'unreliable-networks');
  await run(tryIt);
  await tryIt.locator('[data-broken="truthful"]').waitFor({ timeout: 90_000 });
  await tryIt
    .getByRole('button', { name: /^line \d+$/ })
    .first()
    .click();
  await tryIt.locator('.view-lines').waitFor();
  await expect.poll(() => tryIt.locator('.line-numbers.active-line-number').innerText()).toMatch(/^\d+$/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('export async function pay(');
  await tryIt.getByText('You have changed the program since').waitFor();
  await run(tryIt);
  await tryIt.locator('[data-verdict="invalid"]').waitFor({ timeout: 60_000 });
});

test('without JavaScript the program can be read, and says how else to run it', async () => {
  const page = await visit({ javaScriptEnabled: false });
  await page.goto(`${site}lessons/fencing-tokens`, { waitUntil: 'load' });
  const text = (await page.locator('[data-tryit="storage"]').textContent()) ?? '';
  expect(text).toContain('class Storage');
  expect(text).not.toContain('@breaks');
  expect(text).toContain('npx partial-failure grade exercises/fencing-token/tryit/storage.ts');
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(PROGRAMS)(
    '%s: its counterexample is accessible, and no wider than a phone',
    async (program, lesson) => {
      const page = await visit({ viewport: { width: 400, height: 860 }, colorScheme: theme });
      const tryIt = await open(page, program, lesson);
      await run(tryIt);
      await tryIt.getByRole('slider', { name: /^The run that breaks/ }).waitFor({ timeout: 90_000 });
      expect(await axe(page, { theme })).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBe(0);
    },
  );
});
