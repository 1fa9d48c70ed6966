/** "Why not without this fault", in a real browser: take a fault away, see both runs, put it back; on to the playground. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, site, useBrowser } from './visits.ts';

const id = 'first-timeout';

const visit = useBrowser();

const workshop = (page: Page): Locator => page.locator(`#exercise-${id}`);
const verdict = (page: Page): Locator => workshop(page).locator('[data-verdict]');
const compared = (page: Page): Locator => verdict(page).locator('[data-compared]');
const firstFaults = (page: Page): Locator =>
  verdict(page).getByRole('list', { name: 'Faults of this run' }).first();
const said = (page: Page): Locator => verdict(page).getByRole('status').first();

/** Runs the starter, which fails when a reply is lost. */
async function failingRun(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await visit({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(`${site}lessons/how-to-use`, { waitUntil: 'load' });
  await workshop(page).scrollIntoViewIfNeeded();
  if (width < 800) await workshop(page).getByRole('button', { name: 'Program', exact: true }).click();
  await workshop(page).locator('[data-editor="rich"] .view-lines').waitFor();
  await workshop(page).getByRole('button', { name: 'Run', exact: true }).click();
  await verdict(page).waitFor({ timeout: 90_000 });
  return page;
}

test('without the lost reply every promise is kept; the two runs stand against each other', async () => {
  const page = await failingRun(1280);
  // The program that was graded runs, not what the editor holds by now.
  await workshop(page).locator('.view-lines').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('no program at all');
  await firstFaults(page)
    .getByRole('button', { name: /^Take away the loss of the reply/ })
    .click();
  await expect
    .poll(() => said(page).innerText())
    .toMatch(/^Without the loss of the reply .*: every promise kept\.$/);
  await compared(page).nth(1).waitFor();
  expect(await compared(page).count()).toBe(2);
  expect(await compared(page).nth(0).innerText()).toMatch(/^As found: gives-up broken/);

  // One time scale: the same instants at the same heights; and each picture says where they part.
  const ticks = async (nth: number): Promise<(string | null)[]> =>
    compared(page)
      .nth(nth)
      .locator('svg text.tick')
      .evaluateAll((all) => all.map((tick) => `${tick.textContent} ${tick.getAttribute('y')}`));
  expect(await ticks(0)).toEqual(await ticks(1));
  for (const nth of [0, 1])
    expect(await compared(page).nth(nth).locator('text.pinName').textContent()).toBe('the runs part here');

  await firstFaults(page)
    .getByRole('button', { name: /^Put back/ })
    .click();
  await expect.poll(() => compared(page).count()).toBe(0);
  expect(await said(page).innerText()).toBe('');
});

test('a number can be changed, and its run is told', async () => {
  const page = await failingRun(1280);
  await verdict(page)
    .locator('details summary')
    .filter({ hasText: 'The reply comes too late' })
    .first()
    .click();
  const late = verdict(page).locator('details[open]').filter({ hasText: 'takes' }).first();
  const number = late.getByRole('spinbutton', { name: /^by, in ms/ });
  await number.fill('1');
  await expect
    .poll(() => late.getByRole('status').first().innerText())
    .toMatch(/^With the delay of .* by 1 ms instead of [\d.]+ ms: every promise kept\.$/);
  await late.getByRole('button', { name: 'All as found' }).click();
  await expect.poll(() => late.locator('[data-compared]').count()).toBe(0);
});

test('leads to the playground, with the run and the program that was graded', async () => {
  const page = await failingRun(1280);
  await verdict(page).getByRole('link', { name: 'Open in the playground' }).first().click();
  await page.getByRole('heading', { name: 'Playground' }).waitFor();
  await expect
    .poll(() => page.getByRole('region', { name: 'Outcome' }).innerText(), { timeout: 90_000 })
    .toContain('gives-up');
  expect(await page.getByRole('list', { name: 'Chosen faults' }).getByRole('listitem').count()).toBe(1);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('is accessible with both runs shown, and no wider than a phone', async () => {
    const page = await failingRun(400, theme);
    await firstFaults(page)
      .getByRole('button', { name: /^Take away/ })
      .click();
    await compared(page).nth(1).waitFor();
    expect(await axe(page, { theme })).toEqual([]);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBe(0);
  });
});
