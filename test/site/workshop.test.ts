/** The workshop in a real browser: edit, fail, fix, pass, and every way in which it can go otherwise. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, site, useBrowser } from './visits.ts';

const lesson = `${site}lessons/how-to-use`;
const id = 'first-timeout';
const solution = readFileSync(new URL(`../../solutions/${id}.ts`, import.meta.url), 'utf8');
const header = `import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
`;

const visit = useBrowser();

const workshop = (page: Page): Locator => page.locator(`#exercise-${id}`);
const button = (page: Page, name: string): Locator =>
  workshop(page).getByRole('button', { name, exact: true });
const verdict = (page: Page): Locator => workshop(page).locator('[data-verdict]');

async function open(page: Page): Promise<void> {
  await page.goto(lesson, { waitUntil: 'load' });
  await workshop(page).scrollIntoViewIfNeeded();
  await workshop(page).locator('[data-editor="rich"] .view-lines').waitFor();
}

/** Replaces the program; inserted as one text, so that the editor adds no brackets of its own. */
async function write(page: Page, text: string): Promise<void> {
  await workshop(page).locator('.view-lines').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text.trimEnd());
}

async function verdictOf(page: Page, source: string): Promise<string | null> {
  await write(page, source);
  // The verdict before goes as soon as the run begins; the run itself can be over before one looks.
  const before = await verdict(page).elementHandles();
  await page.keyboard.press('ControlOrMeta+Enter');
  await Promise.all(before.map((one) => one.waitForElementState('hidden')));
  await verdict(page).waitFor({ timeout: 90_000 });
  return verdict(page).getAttribute('data-verdict');
}

describe('edit, fail, fix, pass', () => {
  test('a story leads to the line, and the solution passes', async () => {
    const page = await visit();
    await open(page);
    await button(page, 'Run').click();
    await verdict(page).waitFor({ timeout: 90_000 });
    expect(await verdict(page).getAttribute('data-verdict')).toBe('fail');
    const text = await verdict(page).innerText();
    expect(text).toContain('gives-up');
    expect(text).toContain('not exercised');
    expect(text).toMatch(/\d+ runs: .*directed/);
    await verdict(page)
      .locator('ol')
      .getByRole('button', { name: /^line \d+$/ })
      .first()
      .click();
    const caretLine = workshop(page).locator('.line-numbers.active-line-number');
    expect(await caretLine.innerText()).toBe('11');

    await button(page, 'Open a hint').click();
    expect(await workshop(page).locator('details[data-hint][open]').count()).toBe(1);

    expect(await verdictOf(page, solution)).toBe('pass');
    expect(await verdict(page).innerText()).toContain('100 of 100 points');
    await button(page, 'Run with seed 2').click();
    await expect.poll(() => verdict(page).innerText()).toContain('Seed 2');
  });

  test('a syntax error points at its line', async () => {
    const page = await visit();
    await open(page);
    expect(await verdictOf(page, `${header}  return node.request(to question);\n}`)).toBe('invalid');
    expect(await verdict(page).innerText()).toContain('line 4');
    await expect.poll(() => workshop(page).locator('.squiggly-error').count()).toBeGreaterThan(0);
  });

  test('an endless loop is ended, with its line', async () => {
    const page = await visit();
    await open(page);
    expect(await verdictOf(page, `${header}  for (;;) {\n    ms += 1;\n  }\n}`)).toBe('fail');
    expect(await verdict(page).innerText()).toMatch(/line [45]/);
  });

  test('an exception is told with its line', async () => {
    const page = await visit();
    await open(page);
    expect(await verdictOf(page, `${header}  throw new Error('not written yet');\n}`)).toBe('fail');
    expect(await verdict(page).innerText()).toContain('not written yet');
  });
});

test('Stop ends a run at once, and the next run works', async () => {
  const page = await visit();
  await open(page);
  // A regular expression that backtracks for ever: nothing can count its steps.
  await write(
    page,
    `${header}  /^(a+)+$/.test('a'.repeat(60) + 'b');\n  return node.request(to, question);\n}`,
  );
  await button(page, 'Run').click();
  await workshop(page)
    .getByText('Starting the simulator')
    .or(workshop(page).locator('progress[max]'))
    .first()
    .waitFor();
  await button(page, 'Stop').click();
  await workshop(page).getByText('Stopped. Nothing was judged.').waitFor();
  expect(await verdictOf(page, solution)).toBe('pass');
});

test('a draft survives a reload, and Reset can be undone', async () => {
  const page = await visit();
  await open(page);
  await write(page, `${header}  return 'my own words';\n}`);
  await workshop(page).locator('[data-draft="saved"]').waitFor();
  await page.reload();
  await open(page);
  const lines = workshop(page).locator('.view-lines');
  await expect.poll(() => lines.innerText()).toMatch(/my.own.words/);
  await button(page, 'Reset to starter').click();
  await expect.poll(() => lines.innerText()).toMatch(/TODO/);
  await button(page, 'Undo').click();
  await expect.poll(() => lines.innerText()).toMatch(/my.own.words/);
});

test('of two tabs the later one says that the other has changed the program, and offers both', async () => {
  const page = await visit();
  await open(page);
  const other = await page.context().newPage();
  await open(other);
  await write(page, `${header}  return 'first';\n}`);
  await workshop(page).locator('[data-draft="saved"]').waitFor();
  await write(other, `${header}  return 'second';\n}`);
  await workshop(other).locator('[data-draft="elsewhere"]').waitFor();
  await button(other, 'Take the other').click();
  const lines = workshop(other).locator('.view-lines');
  await expect.poll(() => lines.innerText()).toContain('first');
  await workshop(other).locator('[data-draft="saved"]').waitFor();
  // Undone in the editor, it is the later one again; and now it is this tab that has seen the newest.
  await write(other, `${header}  return 'second';\n}`);
  await workshop(other).locator('[data-draft="saved"]').waitFor();
  await write(page, `${header}  return 'third';\n}`);
  await workshop(page).locator('[data-draft="elsewhere"]').waitFor();
  await button(page, 'Keep this one').click();
  await workshop(page).locator('[data-draft="saved"]').waitFor();
  await other.reload();
  await open(other);
  await expect.poll(() => lines.innerText()).toContain('third');
});

test('the editor knows the types', async () => {
  const page = await visit();
  await open(page);
  await write(page, `${header}  return node.nothing(to, question);\n}`);
  await workshop(page).locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
  await write(page, `${header}  return node.request(to, question);\n}`);
  await expect.poll(() => workshop(page).locator('.squiggly-error').count(), { timeout: 30_000 }).toBe(0);
  await write(page, `${header}  return node.`);
  await page.keyboard.press('Control+Space');
  await workshop(page).locator('.suggest-widget').getByText('request', { exact: true }).waitFor();
});

test('where the pointer is coarse, a plain field works', async () => {
  const page = await visit({ hasTouch: true, isMobile: true, viewport: { width: 400, height: 860 } });
  await page.goto(lesson, { waitUntil: 'load' });
  await workshop(page).scrollIntoViewIfNeeded();
  await button(page, 'Program').click();
  const field = workshop(page).getByRole('textbox', { name: /Your program/ });
  await field.fill(solution);
  await button(page, 'Run').click();
  await verdict(page).waitFor({ timeout: 90_000 });
  expect(await verdict(page).getAttribute('data-verdict')).toBe('pass');
});

test('without JavaScript brief, hints and starter are there', async () => {
  const page = await visit({ javaScriptEnabled: false });
  await page.goto(lesson, { waitUntil: 'load' });
  const text = (await workshop(page).textContent()) ?? '';
  expect(text).toContain('askWithin');
  expect(text).toContain('node.request(to, question)');
  expect(text).toContain('npx partial-failure grade');
  await workshop(page).locator('summary').first().click();
  expect(await workshop(page).locator('details[open]').count()).toBe(1);
});

test('the solution is fetched only when asked for twice', async () => {
  const page = await visit();
  await open(page);
  const before = (await workshop(page).textContent()) ?? '';
  await button(page, 'Show a solution').click();
  expect(await workshop(page).getByText(`solutions/${id}.ts`).count()).toBe(0);
  await button(page, 'Show it').click();
  await workshop(page).getByText(`solutions/${id}.ts`).waitFor();
  expect(before).not.toContain(`solutions/${id}.ts`);
});

test('the solution is copied into the editor, and that can be undone', async () => {
  const page = await visit();
  await open(page);
  await button(page, 'Show a solution').click();
  await button(page, 'Show it').click();
  await button(page, 'Copy it into the editor').click();
  const lines = workshop(page).locator('.view-lines');
  await expect.poll(() => lines.innerText()).not.toMatch(/TODO/);
  await button(page, 'Undo').click();
  await expect.poll(() => lines.innerText()).toMatch(/TODO/);
});

test('after a pass: what was survived, where to go on, and a comparison', async () => {
  const page = await visit();
  await open(page);
  expect(await verdictOf(page, solution.replace('const', 'let'))).toBe('pass');
  const next = workshop(page).getByRole('region', { name: 'What next' });
  expect(await next.innerText()).toMatch(/came through \d[\d,]* runs/);
  expect(await next.getByRole('link', { name: /^Next lesson: / }).getAttribute('href')).toContain(
    '/lessons/',
  );
  await next.getByRole('button', { name: 'Compare with other right programs' }).click();
  await next.locator('[data-diff] [data-kind="first"]').first().waitFor();
  const others = await next.locator('[data-diff] [data-kind="second"]').allInnerTexts();
  expect(others.join('\n')).toContain('const');
  const select = next.getByRole('combobox');
  expect(await select.locator('option').count()).toBeGreaterThanOrEqual(3);
  await select.selectOption('1');
  await next.locator('[data-diff]').waitFor();
});

test('panes are resized by keyboard, and the sizes are remembered', async () => {
  const page = await visit({ viewport: { width: 1440, height: 900 } });
  await open(page);
  const separator = workshop(page).getByRole('separator', { name: /^Width of the brief/ });
  const width = async (): Promise<number> =>
    Math.round((await workshop(page).locator('[id$="-brief"]').boundingBox())?.width ?? 0);
  const before = await width();
  expect(before).toBeGreaterThan(200);
  await separator.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(before + 20);
  const wider = await width();
  await page.reload();
  await open(page);
  await expect.poll(async () => Math.abs((await width()) - wider)).toBeLessThan(3);
  await separator.focus();
  await page.keyboard.press('Enter');
  await expect.poll(width).toBe(0);
  await page.keyboard.press('Enter');
  await expect.poll(width).toBeGreaterThan(200);
});

test('the code stays in sight beside its verdict, and each pane scrolls for itself', async () => {
  const page = await visit({ viewport: { width: 1440, height: 900 } });
  await open(page);
  await button(page, 'Run').click();
  await verdict(page).waitFor({ timeout: 90_000 });
  const frame = await workshop(page).locator('[data-mode]').boundingBox();
  expect(frame?.height).toBeLessThanOrEqual(900);
  const inFrame = async (what: Locator): Promise<boolean> => {
    const box = await what.boundingBox();
    return box !== null && frame !== null && box.y >= frame.y && box.y < frame.y + frame.height;
  };
  expect(await inFrame(workshop(page).locator('.view-line').first())).toBe(true);
  expect(await inFrame(verdict(page))).toBe(true);
});

test('on a phone one pane is shown at a time, and a run shows its verdict', async () => {
  const page = await visit({ hasTouch: true, isMobile: true, viewport: { width: 400, height: 860 } });
  await page.goto(lesson, { waitUntil: 'load' });
  await workshop(page).scrollIntoViewIfNeeded();
  await button(page, 'Program').click();
  await button(page, 'Run').click();
  await verdict(page).waitFor({ timeout: 90_000 });
  expect(await button(page, 'Result').getAttribute('aria-pressed')).toBe('true');
  expect(
    await workshop(page)
      .getByRole('textbox', { name: /Your program/ })
      .isVisible(),
  ).toBe(false);
  await button(page, 'Open a hint').click();
  await workshop(page).locator('details[data-hint][open]').waitFor();
  expect(await axe(page)).toEqual([]);
});

test.each([
  ['Linux x86_64', 'Ctrl M lets Tab leave the editor'],
  ['MacIntel', 'Ctrl Shift M lets Tab leave the editor'],
])('on %s the way out of the editor is shown, and is one', async (platform, words) => {
  const page = await visit();
  await page.addInitScript(
    (name) => Object.defineProperty(navigator, 'platform', { get: () => name }),
    platform,
  );
  await open(page);
  await workshop(page).getByText(words).waitFor();
  if (platform === 'MacIntel') return;
  await workshop(page).locator('.view-lines').click();
  await page.keyboard.press('Control+M');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') ?? null)).toBe(null);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('a failing and a passing verdict are accessible', async () => {
    const page = await visit({ colorScheme });
    await open(page);
    expect(await verdictOf(page, `${header}  return node.request(to, question);\n}`)).toBe('fail');
    expect(await axe(page, { theme: colorScheme })).toEqual([]);
    expect(await verdictOf(page, solution)).toBe('pass');
    expect(await axe(page, { theme: colorScheme })).toEqual([]);
  });
});
