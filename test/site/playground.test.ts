/** The playground in a real browser: faults by keyboard and by mouse, run at once, undone, shared by link. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, drawn, keepDrafts, site, useBrowser } from './visits.ts';

const solution = readFileSync(new URL('../../solutions/no-reply.ts', import.meta.url), 'utf8');
const starter = readFileSync(new URL('../../exercises/first-timeout/starter.ts', import.meta.url), 'utf8');

const visit = useBrowser();

const picture = (page: Page): Locator => page.getByRole('slider', { name: /^The run of/ });
const menu = (page: Page): Locator => page.getByRole('menu');
const outcome = (page: Page): Locator => page.getByRole('region', { name: 'Outcome' });
const faults = (page: Page): Locator =>
  page.getByRole('list', { name: 'Chosen faults' }).getByRole('listitem');

/** The run that is shown is the one that was asked for: a menu would close when another comes. */
const settled = (page: Page): Promise<void> =>
  page.locator('[aria-label="Outcome"][aria-busy="false"]').waitFor();

/** The playground with one exercise and its first visible scenario, once the run is there. */
async function open(page: Page, exercise = 'first-timeout'): Promise<void> {
  await page.goto(`${site}playground`, { waitUntil: 'load' });
  await page.getByLabel('Exercise').selectOption(exercise);
  await page.getByRole('slider', { name: `The run of ${exercise}` }).waitFor({ timeout: 90_000 });
  await settled(page);
}

/** Goes to the event whose words begin so, by keyboard. */
async function goTo(page: Page, words: RegExp): Promise<void> {
  await picture(page).focus();
  await page.keyboard.press('Home');
  const count = Number(await picture(page).getAttribute('aria-valuemax'));
  for (let at = 0; at < count; at++) {
    if (words.test((await picture(page).getAttribute('aria-valuetext')) ?? '')) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`No event says ${String(words)}.`);
}

test('by keyboard: a message is lost, the promise breaks, undo mends it', async () => {
  const page = await visit();
  await open(page);
  await expect.poll(() => outcome(page).innerText()).toContain('Every promise kept');

  await goTo(page, /library sent its reply/);
  await page.keyboard.press('Enter');
  await menu(page).waitFor();
  const first = page.getByRole('menuitem').first();
  expect(await first.innerText()).toBe('Lose this message');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Lose this message');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => outcome(page).innerText()).toContain('gives-up');
  expect(await faults(page).count()).toBe(1);
  // The focus is back in the picture, to go on.
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('slider');

  await page.keyboard.press('Enter');
  await menu(page).waitFor();
  await page.keyboard.press('Escape');
  expect(await menu(page).count()).toBe(0);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => outcome(page).innerText()).toContain('Every promise kept');
  expect(await faults(page).count()).toBe(0);
});

test('by mouse: an event has a menu, a drag along a lane gives a pause of that length', async () => {
  const page = await visit();
  await open(page);
  await drawn(page);
  const box = await picture(page).boundingBox();
  const lane = await page.locator('[data-diagram] span[title="library"]').boundingBox();
  if (box === null || lane === null) throw new Error('There is no picture.');
  const x = lane.x + lane.width / 2;
  await page.mouse.move(x, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(x, box.y + 70);
  await page.mouse.move(x, box.y + 110);
  await page.mouse.up();
  await menu(page).waitFor();
  expect(await menu(page).innerText()).toMatch(/^library, from [\d.,]+ ms to [\d.,]+ ms/);
  await page.getByRole('menuitem', { name: /^Pause library/ }).click();
  await faults(page).first().waitFor();
  expect(await faults(page).first().innerText()).toMatch(/library is paused at [\d.,]+ ms for/);

  // Its length is a number to write: one step of undo, however many digits.
  const length = page.getByRole('spinbutton', { name: 'for, in ms: the pause of library' });
  await length.fill('4000');
  await expect.poll(() => faults(page).first().innerText()).toContain('for 4 s');
  await expect.poll(() => outcome(page).innerText()).toContain('gives-up');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => faults(page).first().innerText()).not.toContain('for 4 s');

  await settled(page);
  await page.locator('[data-diagram] path.dot').first().click({ force: true });
  await menu(page).waitFor();
  expect(await page.getByRole('menuitem').count()).toBeGreaterThan(4);
  await page.mouse.click(5, 300);
  await expect.poll(() => menu(page).count()).toBe(0);
});

test('it opens on a program that does well in good weather, suggests the faults, and lets one mend it', async () => {
  const page = await visit();
  await page.goto(`${site}playground`, { waitUntil: 'load' });
  await expect
    .poll(() => page.getByLabel('Program', { exact: true }).inputValue(), { timeout: 90_000 })
    .toBe('naive');
  await expect.poll(() => outcome(page).innerText(), { timeout: 90_000 }).toContain('Every promise kept');
  expect(await faults(page).count()).toBe(0);
  await page.getByRole('button', { name: 'As the scenario has them' }).click();
  await expect.poll(() => outcome(page).innerText()).toContain('promises broken');
  expect(await faults(page).count()).toBe(1);

  await page.getByText('The program', { exact: true }).click();
  await page.getByRole('button', { name: 'Change it' }).click();
  const editor = page.locator('.monaco-editor').first();
  await editor.waitFor({ timeout: 60_000 });
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(solution);
  await page.getByRole('button', { name: 'Run it as changed' }).click();
  await expect.poll(() => page.getByLabel('Program', { exact: true }).inputValue()).toBe('edited');
  await expect.poll(() => outcome(page).innerText(), { timeout: 60_000 }).toContain('Every promise kept');
  // The editor stays open, and the faults stay.
  expect(await editor.count()).toBe(1);
  expect(await faults(page).count()).toBe(1);
  await page.getByRole('button', { name: 'Copy a link to this run' }).waitFor();
});

test('what is about a key can be hidden', async () => {
  const page = await visit();
  await open(page, 'fencing-token');
  await page.getByRole('button', { name: 'Offer them' }).click();
  await page.getByLabel('Program', { exact: true }).selectOption('solution');
  await settled(page);
  await page.getByText('View and export').click();
  const keys = page.getByRole('group', { name: 'Keys' }).getByRole('checkbox');
  await expect.poll(() => keys.count()).toBeGreaterThan(1);
  const shown = async (): Promise<number> => Number(await picture(page).getAttribute('aria-valuemax'));
  const before = await shown();
  await keys.first().uncheck();
  await expect.poll(shown).toBeLessThan(before);
  await keys.first().check();
  await expect.poll(shown).toBe(before);
});

test('another scenario is read from its beginning, the way the last one was looked at', async () => {
  const page = await visit();
  await open(page, 'fencing-token');
  await page.getByText('View and export').click();
  await page.getByRole('radio', { name: 'across' }).check();
  const start = (): Promise<number> => picture(page).evaluate((box) => box.scrollLeft);
  await picture(page).focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('+');
  await page.keyboard.press('End');
  await expect.poll(start).toBeGreaterThan(0);
  const scenario = page.getByLabel('Scenario', { exact: true });
  const [other] = await scenario.locator('option:not(:checked)').all();
  await scenario.selectOption((await other?.getAttribute('value')) ?? null);
  await settled(page);
  await expect.poll(start).toBe(0);
  expect(await picture(page).getAttribute('aria-valuenow')).toBe('0');
  expect(await picture(page).getAttribute('aria-orientation')).toBe('horizontal');
});

test('how late each message may be is found by trying, drawn, and one click away', async () => {
  const page = await visit({ viewport: { width: 400, height: 900 } });
  await open(page, 'fencing-token');
  await page.getByRole('button', { name: 'Offer them' }).click();
  const program = page.getByLabel('Program', { exact: true });
  await program.selectOption('mutant-storage-no-check');
  await page.getByLabel('Scenario', { exact: true }).selectOption('thirty-three');
  await settled(page);
  await page.getByRole('button', { name: 'Try each message' }).click();
  const panel = page.getByRole('region', { name: 'How late may it be?' });
  await expect.poll(() => panel.getByRole('status').innerText()).toContain('1 of 14 messages has a limit.');
  expect(await panel.getByRole('row').count()).toBe(2);
  // The program that leans on time is told from the one that does not.
  expect(await panel.innerText()).toContain('535 ms');
  expect(await page.locator('.shaft.limited').count()).toBe(1);
  expect(await axe(page, { within: '[aria-labelledby="lateness"]' })).toEqual([]);
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over).toBe(0);
  await panel.getByRole('button', { name: 'Hold it up 536 ms' }).click();
  await settled(page);
  await expect.poll(() => outcome(page).innerText()).toContain('stale-writes-refused');
  expect(await faults(page).count()).toBe(1);
  expect(await panel.count()).toBe(0);

  await page.getByRole('button', { name: 'Take all away' }).click();
  await program.selectOption('solution');
  await settled(page);
  await page.getByRole('button', { name: 'Try each message' }).click();
  await expect
    .poll(() => panel.getByRole('status').innerText())
    .toContain('None of its 14 messages breaks anything');
});

test('a fault outside the system model is told, and may be tried', async () => {
  const page = await visit();
  await open(page, 'quorum-register');
  await goTo(page, /sent a request/);
  await page.keyboard.press('Enter');
  const corrupt = page.getByRole('menuitem', { name: /^Corrupt/ });
  expect(await corrupt.innerText()).toContain('outside the system model');
  await corrupt.click();
  await expect.poll(() => faults(page).first().innerText()).toContain('its network is "fair-loss"');
  expect(await faults(page).first().innerText()).toContain('not the program’s fault');
});

test('a link gives the same run, and holds the program when it is one’s own', async () => {
  const page = await visit();
  const draft = `${starter}\n// mine: 😀\n`;
  await page.goto(`${site}playground`, { waitUntil: 'load' });
  await keepDrafts(page, { 'first-timeout': draft });
  await page.reload();
  await open(page);
  expect(await page.getByLabel('Program', { exact: true }).inputValue()).toBe('draft');
  await goTo(page, /library sent its reply/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(() => outcome(page).innerText()).toContain('gives-up');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy a link to this run' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(await page.getByRole('region', { name: 'Share' }).innerText()).toContain(
    'holds the text of your program',
  );

  // Elsewhere, where there is no draft.
  await keepDrafts(page, {});
  await page.goto('about:blank');
  await page.goto(link);
  // Somebody else's program is shown, and does not run by itself.
  await page.getByRole('region', { name: 'A program from a link' }).getByText('// mine: 😀').waitFor();
  expect(await outcome(page).getAttribute('data-verdict')).toBe(null);
  await page.getByRole('button', { name: 'Run it' }).click();
  await expect.poll(() => outcome(page).innerText(), { timeout: 90_000 }).toContain('gives-up');
  expect(await faults(page).count()).toBe(1);
  expect(await page.getByLabel('Program', { exact: true }).inputValue()).toBe('link');
  await page.getByText('The program', { exact: true }).click();
  await page.getByText('// mine: 😀').first().waitFor();

  await page.goto(`${site}playground#run=pf1_cut`);
  await page.getByText('This link is cut or changed').waitFor();
});

test('solution and wrong programs come only when they are asked for', async () => {
  const page = await visit();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    if (request.url().endsWith('.js')) scripts.add(request.url());
  });
  await open(page);
  expect(scripts.size).toBeGreaterThan(5);
  // Asked for anew: of what is fetched ahead the browser keeps no text.
  for (const url of scripts)
    expect(await (await page.request.get(url)).text(), url).not.toContain('@misconception');
  expect(await page.locator('option[value="solution"]').count()).toBe(0);
  await page.getByRole('button', { name: 'Offer them' }).click();
  await page.locator('option[value="solution"]').waitFor({ state: 'attached' });
  await page.getByLabel('Program', { exact: true }).selectOption('mutant-time-of-day');
  await settled(page);
  await goTo(page, /asker sent a request/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /^Step the clock of asker forward/ }).click();
  await expect.poll(() => outcome(page).innerText()).toMatch(/promises? broken/);
  await page.getByLabel('Program', { exact: true }).selectOption('solution');
  await expect.poll(() => outcome(page).innerText()).toContain('Every promise kept');
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('is accessible, with the menu open too, and no wider than a phone', async () => {
    const page = await visit({ viewport: { width: 400, height: 900 }, colorScheme: theme });
    await open(page, 'quorum-register');
    await page.getByRole('button', { name: 'Offer them' }).click();
    await goTo(page, /sent a request/);
    await page.keyboard.press('Enter');
    await menu(page).waitFor();
    expect(await axe(page, { theme })).toEqual([]);
    await page.getByRole('menuitem', { name: /^Corrupt/ }).click();
    await faults(page).first().waitFor();
    await settled(page);
    await goTo(page, /got the request/);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /restart/ }).click();
    await expect.poll(() => faults(page).count()).toBe(2);
    expect(await axe(page, { theme })).toEqual([]);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBe(0);
  });
});
