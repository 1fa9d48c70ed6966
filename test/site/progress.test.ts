/** What the course knows of its reader, in a real browser: read, passed, continued, exported, imported, forgotten. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, keepDrafts, site, useBrowser } from './visits.ts';

const solution = readFileSync(new URL('../../solutions/first-timeout.ts', import.meta.url), 'utf8');

const visit = useBrowser();

async function open(page: Page, path: string): Promise<void> {
  await page.goto(site + path, { waitUntil: 'load' });
  await expect.poll(() => page.locator('html').getAttribute('data-has-hydrated')).toBe('true');
}

const map = (page: Page): Locator => page.getByRole('region', { name: 'Lessons' });

/** Opens a lesson and reads it to what one takes away. */
async function read(page: Page, lesson: string): Promise<void> {
  await open(page, `lessons/${lesson}`);
  await page.locator('#what-to-take-away').scrollIntoViewIfNeeded();
  await page.locator(`nav [data-mark="${lesson}"]`).waitFor();
}

test('a lesson that was read is marked in the sidebar and on the map, and the course goes on there', async () => {
  const page = await visit();
  await open(page, '');
  await page.getByRole('link', { name: 'Start the course' }).waitFor();
  expect(await map(page).innerText()).toMatch(/hard, 120 minutes/);
  expect(await map(page).innerText()).toContain('After: Pay through a bank that may not answer');
  await read(page, 'unreliable-networks');
  expect(await page.locator('nav [data-mark="unreliable-networks"]').innerText()).toContain('read');
  await open(page, '');
  await page.getByRole('link', { name: 'Continue: Unreliable networks' }).waitFor();
  expect(await map(page).locator('[data-mark="unreliable-networks"]').innerText()).toContain('read');
});

test('an exercise that was passed says so, with its seed', async () => {
  const page = await visit();
  await open(page, '');
  await keepDrafts(page, { 'first-timeout': solution });
  await open(page, 'lessons/how-to-use');
  await page.getByRole('link', { name: 'Skip to the exercise' }).click();
  const workshop = page.locator('#exercise-first-timeout');
  await workshop.locator('[data-editor="rich"] .view-lines').waitFor();
  await workshop.getByRole('button', { name: 'Run', exact: true }).click();
  await workshop.locator('[data-verdict="pass"]').waitFor({ timeout: 90_000 });
  await workshop.getByText('passed, with seed 1').waitFor();
  expect(await page.locator('nav [data-mark="how-to-use"]').innerText()).toContain('passed');
  await open(page, '');
  await map(page).getByText('passed, with seed 1').waitFor();
});

test('all of it goes into a file, can be forgotten, brought back, and read elsewhere', async () => {
  const page = await visit();
  await open(page, '');
  await keepDrafts(page, { 'first-timeout': '// mine' });
  await read(page, 'unreliable-networks');
  await open(page, '');
  const marks = map(page).locator('[data-mark]');
  await marks.first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  const file = await download.path();
  expect(readFileSync(file, 'utf8')).toContain('// mine');
  await page.getByRole('button', { name: 'Forget all' }).click();
  await expect.poll(() => marks.count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => marks.count()).toBe(1);

  const other = await visit();
  await open(other, '');
  await other.getByLabel('A file with progress').setInputFiles(file);
  await other.getByText('Imported.').waitFor();
  await map(other).locator('[data-mark="unreliable-networks"]').waitFor();
  await other.reload();
  await map(other).locator('[data-mark="unreliable-networks"]').waitFor();
  await other
    .getByLabel('A file with progress')
    .setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await other.getByText('notes.json holds no progress of this course.').waitFor();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('the map is accessible with marks in it', async () => {
    const page = await visit({ colorScheme });
    await read(page, 'unreliable-networks');
    await page.setViewportSize({ width: 400, height: 860 });
    await open(page, '');
    await map(page).locator('[data-mark]').first().waitFor();
    expect(await axe(page, { theme: colorScheme })).toEqual([]);
  });
});
