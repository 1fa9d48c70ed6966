/** The space-time diagram of a failing run, in a real browser: beside its story, by keyboard, as a table, as files. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, drawn, site, useBrowser } from './visits.ts';

const lesson = `${site}lessons/how-to-use`;
const id = 'first-timeout';

const visit = useBrowser();

const verdict = (page: Page): Locator => page.locator(`#exercise-${id} [data-verdict]`);
const diagram = (page: Page): Locator => verdict(page).locator('[data-diagram]').first();
const picture = (page: Page): Locator => diagram(page).getByRole('slider', { name: /^The run that breaks/ });
const sentences = (page: Page): Locator => verdict(page).locator('ol').first().locator('li');

/** Runs the starter, which fails, on a page of that width. */
async function failingRun(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await visit({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(lesson, { waitUntil: 'load' });
  const workshop = page.locator(`#exercise-${id}`);
  await workshop.scrollIntoViewIfNeeded();
  if (width < 800) await workshop.getByRole('button', { name: 'Program', exact: true }).click();
  await workshop.locator('[data-editor="rich"] .view-lines').waitFor();
  await workshop.getByRole('button', { name: 'Run', exact: true }).click();
  await verdict(page).waitFor({ timeout: 90_000 });
  return page;
}

test('a sentence chooses its event, and the event its sentence', async () => {
  const page = await failingRun(1280);
  const second = sentences(page).nth(1);
  await second.getByRole('button').first().click();
  expect(await second.getAttribute('data-lit')).toBe('chosen');
  expect(await picture(page).getAttribute('aria-valuetext')).toMatch(
    /^Event \d+ of \d+, 0 ms, asker: asker asked/,
  );

  await picture(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => sentences(page).last().getAttribute('data-lit')).toBe('chosen');
  expect(await diagram(page).innerText()).toContain('Here the violation became certain');
  // What neither led to it nor follows from it fades.
  await expect.poll(() => diagram(page).locator('.faded').count()).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await expect.poll(() => sentences(page).last().getAttribute('data-lit')).toBe(null);
});

test('pointing at a sentence points at its event, and a click in the picture chooses', async () => {
  const page = await failingRun(1280);
  await sentences(page).nth(1).hover();
  await diagram(page).locator('circle.pointed').waitFor();
  await diagram(page).scrollIntoViewIfNeeded();
  await drawn(page);
  const dots = diagram(page).locator('path.dot');
  const box = await dots.first().boundingBox();
  await page.mouse.click((box?.x ?? 0) + 3, (box?.y ?? 0) + 3);
  await diagram(page).locator('circle.chosen').waitFor();
  expect(await picture(page).getAttribute('aria-valuenow')).not.toBe('0');
});

test('the keyboard steps, changes lanes, and goes to the line', async () => {
  const page = await failingRun(1280);
  await picture(page).focus();
  await page.keyboard.press('Home');
  const first = await picture(page).getAttribute('aria-valuetext');
  expect(first).toMatch(/^Event 1 of /);
  await page.keyboard.press('ArrowDown');
  expect(await picture(page).getAttribute('aria-valuetext')).toMatch(/^Event 2 of /);
  await page.keyboard.press('m');
  expect(await picture(page).getAttribute('aria-valuetext')).toContain('library got');
  await page.keyboard.press('ArrowLeft');
  expect(await picture(page).getAttribute('aria-valuetext')).toMatch(/, asker: /);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const caretLine = page.locator(`#exercise-${id} .line-numbers.active-line-number`);
  await expect.poll(() => caretLine.innerText()).toBe('11');

  const steps = diagram(page).getByRole('toolbar', { name: 'Steps' });
  await steps.getByRole('button', { name: 'Step back' }).click();
  expect(await picture(page).getAttribute('aria-valuetext')).toBe(first);
  // Said aloud, because the picture has not the focus.
  await expect.poll(() => diagram(page).locator('[aria-live="polite"]').innerText()).toBe(first);
  // One tab stop; the arrow keys go on.
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Step forward');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('range');
});

test('the table has the same events, in step, with one tab stop', async () => {
  const page = await failingRun(1280);
  await diagram(page).getByText('All events as a table').click();
  const table = diagram(page).getByRole('grid');
  const rows = table.locator('[data-seq]');
  await rows.first().waitFor();
  const count = await rows.count();
  expect(await picture(page).getAttribute('aria-valuemax')).toBe(String(count));
  expect(await table.getAttribute('aria-rowcount')).toBe(String(count + 1));
  expect(await table.locator('[data-seq][tabindex="0"]').count()).toBe(1);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await picture(page).getAttribute('aria-valuenow')).toBe('3');
  expect(await rows.nth(2).getAttribute('aria-selected')).toBe('true');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe('4');
  expect(await table.locator('[data-seq][tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('End');
  await expect.poll(() => sentences(page).last().getAttribute('data-lit')).toBe('chosen');
});

test('nodes and kinds can be hidden, and time can go across', async () => {
  const page = await failingRun(1280);
  await diagram(page).getByText('View and export').click();
  const before = Number(await picture(page).getAttribute('aria-valuemax'));
  await diagram(page).getByRole('checkbox', { name: 'library' }).uncheck();
  expect(Number(await picture(page).getAttribute('aria-valuemax'))).toBeLessThan(before);
  await diagram(page).getByRole('checkbox', { name: 'library' }).check();
  await diagram(page).getByRole('checkbox', { name: 'Messages' }).uncheck();
  expect(await diagram(page).locator('path.shaft').count()).toBe(0);
  await diagram(page).getByRole('checkbox', { name: 'Messages' }).check();
  await diagram(page).getByRole('radio', { name: 'across' }).check();
  expect(await picture(page).getAttribute('aria-orientation')).toBe('horizontal');
  await picture(page).focus();
  await page.keyboard.press('ArrowRight');
  expect(await picture(page).getAttribute('aria-valuenow')).toBe('1');
});

test('the wheel with Ctrl zooms, and no turn is lost', async () => {
  const page = await failingRun(1280);
  await picture(page).scrollIntoViewIfNeeded();
  await drawn(page);
  const lengthOf = (): Promise<number> => picture(page).evaluate((box) => box.scrollHeight);
  const before = await lengthOf();
  await diagram(page).locator('path.dot').first().hover({ force: true });
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 24; turn++) await page.mouse.wheel(0, -20);
  await expect.poll(lengthOf).toBeGreaterThan(before * 2);
  for (let turn = 0; turn < 24; turn++) await page.mouse.wheel(0, 20);
  await expect.poll(lengthOf).toBe(before);
  await page.keyboard.up('Control');
});

test('the run can be saved as a picture, as data, and for ShiViz', async () => {
  const page = await failingRun(1280);
  await diagram(page).getByText('View and export').click();
  const saved = async (name: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      diagram(page).getByRole('button', { name }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  };
  const svg = await saved('Picture (SVG)');
  expect(svg).toContain('<svg xmlns=');
  expect(svg).not.toContain('var(');
  const isWellFormed = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null,
    svg,
  );
  expect(isWellFormed).toBe(true);
  const data = JSON.parse(await saved('Data (JSON)')) as { events: unknown[]; nodes: unknown[] };
  expect(data.nodes).not.toHaveLength(0);
  expect(data.events).not.toHaveLength(0);
  expect(await saved('ShiViz log')).toMatch(/^\S+ \{.*\}\n/);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('is accessible with all of it open, and no wider than a phone', async () => {
    const page = await failingRun(400, theme);
    for (const part of ['State of each node', 'All events as a table', 'View and export'])
      await diagram(page).getByText(part).click();
    expect(await axe(page, { theme })).toEqual([]);
    await sentences(page).last().getByRole('button').first().click();
    await diagram(page).locator('.faded').first().waitFor({ state: 'attached' });
    expect(await axe(page, { theme })).toEqual([]);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBe(0);
  });
});
