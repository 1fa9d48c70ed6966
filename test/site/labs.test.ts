/** The labs in a real browser: predict, run, change, share. */
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, site, useBrowser } from './visits.ts';

/** Each lab: its lesson, a wrong prediction and the right one for its first state. */
const LABS = [
  ['33-and-34', 'fencing-tokens', 'Only B’s', 'Only A’s'],
  ['quorums', 'the-truth-is-defined-by-the-majority', 'Both', 'Only Q'],
  ['deposed-leader', 'the-truth-is-defined-by-the-majority', '20, at once', '10, at once'],
  ['two-clocks', 'unreliable-clocks', '1,300 ms', '−700 ms'],
  ['lost-write', 'ordering-events', '100', 'About 50'],
  ['intervals', 'ordering-events', 'In none', 'In about ten'],
  ['timeout-against-truth', 'timeouts-and-unbounded-delays', 'Nearly always', 'About one time in ten'],
  ['queue', 'timeouts-and-unbounded-delays', 'About 20 ms', 'About 100 ms'],
  ['death-spiral', 'timeouts-and-unbounded-delays', 'Within 3 s', 'Not in this minute'],
  ['pause', 'process-pauses', 'None', 'Exactly one'],
  ['generals', 'byzantine-faults', 'Hundreds', 'None'],
  ['bad-clock', 'byzantine-faults', 'An hour off', 'Just beside the others'],
  ['gauntlet', 'capstone', 'Most', 'None'],
  ['which-model', 'system-models', '9', '6'],
  ['twenty-runs', 'faults-and-partial-failure', 'None', 'About twelve'],
  ['six-ways', 'unreliable-networks', 'No, and it never will be', 'I cannot say'],
] as const;

/** What the labs’ worker is made of. */
const WORKER = /\/lab\.[^/]*\.js$|worker/;

const visit = useBrowser();

async function open(page: Page, id: string, lesson: string, query = ''): Promise<Locator> {
  await page.goto(`${site}lessons/${lesson}${query}`, { waitUntil: 'load' });
  const lab = page.locator(`#lab-${id}`);
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('group', { name: 'Settings' }).waitFor({ timeout: 60_000 });
  return lab;
}

const answer = (lab: Locator, name: string): Locator => lab.getByRole('button', { name, exact: true });
const told = (lab: Locator): Locator => lab.locator('[data-answer]');
const picture = (lab: Locator): Locator => lab.getByRole('slider', { name: /^A run of the lab/ });

/** Unfolds what there is now. */
async function openAll(lab: Locator): Promise<void> {
  const folded = lab.locator('details:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
}

test.each(LABS)(
  '%s: a prediction makes the run, and the run says what was right',
  async (id, lesson, wrong, right) => {
    const page = await visit();
    const lab = await open(page, id, lesson);
    expect(await told(lab).count()).toBe(0);
    await answer(lab, wrong).click();
    await told(lab).waitFor({ timeout: 60_000 });
    expect(await told(lab).innerText()).toBe(right);
    expect(await answer(lab, wrong).getAttribute('aria-pressed')).toBe('true');
    expect(await lab.getByRole('status').first().innerText()).toContain(
      `It turned out otherwise: “${right}”.`,
    );
    expect(Number(await picture(lab).getAttribute('aria-valuemax'))).toBeGreaterThan(3);
    await lab.locator('details').last().locator('summary').click();
    await lab.locator('details').last().locator('pre').waitFor();
    expect(await lab.locator('details').last().innerText()).toContain('export class');
  },
);

test('after one prediction each setting shows its run at once, by keyboard too, and is shared by its address', async () => {
  const page = await visit();
  const lab = await open(page, '33-and-34', 'fencing-tokens');
  const pause = lab.getByRole('slider', { name: 'for' });
  await answer(lab, 'Only A’s').click();
  await told(lab).waitFor({ timeout: 60_000 });
  await expect.poll(() => lab.getByRole('status').first().innerText()).toContain('As you said');
  await picture(lab).waitFor();

  // The picture is never taken away.
  await lab.evaluate((section) => {
    const gone = new MutationObserver(() => {
      if (section.querySelector('[data-diagram] [role="slider"]') === null) section.dataset['blank'] = 'yes';
    });
    gone.observe(section, { childList: true, subtree: true });
  });
  await pause.focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => pause.getAttribute('aria-valuetext')).toBe('7 s');
  await expect.poll(() => told(lab).innerText()).toBe('Those of A and B');
  expect(await lab.locator('[data-right]').count()).toBe(0);
  expect(await lab.innerText()).toContain('Now: “Those of A and B”.');
  expect(await lab.getAttribute('data-blank')).toBeNull();

  await lab.getByRole('checkbox', { name: /crashes/ }).focus();
  await page.keyboard.press('Space');
  // The address follows when the page is drawn again.
  await expect.poll(() => page.url()).toContain('?lab=33-and-34&late=7&crash=on#lab-33-and-34');
  const address = page.url();
  const other = await visit();
  const again = await open(other, '33-and-34', 'fencing-tokens', new URL(address).search);
  expect(await again.getByRole('slider', { name: 'for' }).getAttribute('aria-valuetext')).toBe('7 s');
  expect(await again.getByRole('checkbox', { name: /crashes/ }).isChecked()).toBe(true);
  await again.getByRole('button', { name: 'Back to the first settings' }).click();
  await expect
    .poll(() => again.getByRole('slider', { name: 'for' }).getAttribute('aria-valuetext'))
    .toBe('12 s');
});

test('a slider that is dragged is heard when the end changes, not at each step', async () => {
  const page = await visit();
  const lab = await open(page, '33-and-34', 'fencing-tokens');
  await answer(lab, 'I cannot say').click();
  await told(lab).waitFor({ timeout: 60_000 });
  const status = lab.getByRole('status').first();
  const before = await status.innerText();
  expect(before).toContain('The answer: “Only A’s”.');
  await lab.getByRole('slider', { name: 'for' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => lab.locator('[data-verdict]').innerText()).toContain('Now: “Only A’s”.');
  await expect.poll(() => lab.innerText()).toContain('A’s write came at 15.3 s');
  expect(await status.innerText()).toBe(before);
  for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => status.innerText()).toContain('Now: “Those of A and B”.');
});

test('every position of a slider is told by a plot and its numbers, and shows its run when chosen', async () => {
  const page = await visit();
  const lab = await open(page, '33-and-34', 'fencing-tokens');
  const title = lab.getByText('Every length from 0 to 20 s');
  // It would give the answer away.
  expect(await title.count()).toBe(0);
  await answer(lab, 'Only A’s').click();
  await told(lab).waitFor({ timeout: 60_000 });
  await title.click();
  const plot = lab.getByRole('img', { name: /^Plot/ });
  await plot.waitFor();
  await expect
    .poll(() => plot.getAttribute('aria-label'))
    .toContain('0 to 8 s: both lines are in the file. 9 to 20 s: a line is lost');
  await lab.getByText('The same in numbers').click();
  const rows = lab.getByRole('region', { name: 'The same in numbers' }).locator('tbody tr');
  expect(await rows.count()).toBe(21);
  expect(await rows.nth(12).innerText()).toContain('14.3 s');

  const place = await plot.boundingBox();
  if (place === null) throw new Error('The plot is not drawn.');
  await plot.click({ position: { x: 60, y: place.height / 2 } });
  await expect
    .poll(() => lab.getByRole('slider', { name: 'for' }).getAttribute('aria-valuetext'))
    .toBe('0 s');
  await expect.poll(() => told(lab).innerText()).toBe('Those of A and B');
  // It stays, and so do its numbers; another check makes another plot.
  expect(await rows.count()).toBe(21);
  await lab.getByRole('radio', { name: 'refuses lower tokens, with its mark on disk' }).check();
  await expect
    .poll(() => plot.getAttribute('aria-label'))
    .toContain('9 to 20 s: A is refused, and B’s line is safe');
});

test('tiles tell how runs end, and open them by keyboard', async () => {
  const page = await visit();
  const lab = await open(page, 'six-ways', 'unreliable-networks');
  await answer(lab, 'I cannot say').click();
  await told(lab).waitFor({ timeout: 60_000 });
  expect(await told(lab).innerText()).toBe('I cannot say');
  const tiles = lab.getByRole('toolbar', { name: /^All six, side by side\. 6 runs: / });
  await tiles.waitFor();
  const buttons = tiles.getByRole('button');
  expect(await buttons.count()).toBe(6);
  // One stop for the Tab key.
  expect(await tiles.locator('button[tabindex="0"]').count()).toBe(1);
  await buttons.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.getByRole('radio', { name: '3 The bank is dead' }).isChecked()).toBe(true);
  await expect.poll(() => buttons.nth(2).getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => lab.innerText()).toContain('The bank was dead (3). The money was never moved.');
  await lab.getByText('The same as a list').click();
  expect(await lab.getByRole('region', { name: 'The same as a list' }).innerText()).toContain(
    '1 The request is lost, 3 The bank is dead',
  );
});

test('a strip shows a quantity over time, and the moment that is chosen in it', async () => {
  const page = await visit();
  const lab = await open(page, 'deposed-leader', 'the-truth-is-defined-by-the-majority');
  await answer(lab, '10, at once').click();
  await told(lab).waitFor({ timeout: 60_000 });
  await lab.getByText('How many believe that they lead').click();
  const plot = lab.getByRole('img', { name: /^Plot\. Leaders: 1 to 2, most at / });
  await plot.waitFor();
  await plot.scrollIntoViewIfNeeded();
  const place = await plot.boundingBox();
  if (place === null) throw new Error('The strip is not drawn.');
  await plot.click({ position: { x: place.width - 30, y: 60 } });
  const late = Number(await picture(lab).getAttribute('aria-valuenow'));
  await plot.click({ position: { x: 60, y: 60 } });
  await expect.poll(async () => Number(await picture(lab).getAttribute('aria-valuenow'))).toBeLessThan(late);
});

test('a simulator that cannot be loaded is told, and tried again with the next run', async () => {
  const page = await visit();
  const context = page.context();
  let blocked = 0;
  await context.route(WORKER, (route) => {
    blocked++;
    return route.abort();
  });
  const lab = await open(page, '33-and-34', 'fencing-tokens');
  await answer(lab, 'Only A’s').click();
  await expect.poll(() => lab.getByRole('status').first().innerText()).toMatch(/Run again|offline/);
  expect(blocked).toBeGreaterThan(0);
  await context.unroute(WORKER);
  await lab.getByRole('button', { name: 'Run again' }).click();
  await told(lab).waitFor({ timeout: 60_000 });
});

test('what the sender sees is there before; the truth only afterwards', async () => {
  const page = await visit();
  const lab = await open(page, 'six-ways', 'unreliable-networks', '?lab=six-ways&cause=paused');
  await expect.poll(() => picture(lab).getAttribute('aria-valuemax')).toBe('4');
  expect(await lab.getByRole('radio', { name: 'The whole truth' }).count()).toBe(0);
  await answer(lab, 'Not yet; it will be later').click();
  await told(lab).waitFor();
  await lab.getByRole('radio', { name: 'The whole truth' }).waitFor();
  expect(Number(await picture(lab).getAttribute('aria-valuemax'))).toBeGreaterThan(6);
  await lab.getByRole('radio', { name: 'What the shop sees' }).check();
  expect(await picture(lab).getAttribute('aria-valuemax')).toBe('4');
});

test('at first a picture stands there that needs no run; it gives way to the truth', async () => {
  const page = await visit();
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const lab = await open(page, 'six-ways', 'unreliable-networks');
  const drawn = lab.getByRole('img', { name: /as far as it may be seen/ });
  await drawn.waitFor();
  expect(await drawn.textContent()).toContain('no reply');
  expect(workers).toEqual([]);
  await answer(lab, 'Yes').click();
  await told(lab).waitFor();
  await picture(lab).waitFor();
  expect(await drawn.count()).toBe(0);
});

test('another setting has no picture drawn beforehand: its run is made, and shows as little', async () => {
  const page = await visit();
  const lab = await open(page, 'six-ways', 'unreliable-networks');
  const drawn = lab.getByRole('img', { name: /as far as it may be seen/ });
  await drawn.waitFor();
  await lab.getByRole('radio', { name: '1 The request is lost' }).check();
  await expect.poll(() => picture(lab).getAttribute('aria-valuemax')).toBe('4');
  expect(await drawn.count()).toBe(0);
  await lab.getByRole('button', { name: 'Back to the first settings' }).click();
  await drawn.waitFor();
  expect(await picture(lab).count()).toBe(0);
});

test('on a phone the answer comes into sight', async () => {
  const page = await visit({ viewport: { width: 400, height: 860 } });
  const lab = await open(page, 'six-ways', 'unreliable-networks');
  await answer(lab, 'Yes').scrollIntoViewIfNeeded();
  await answer(lab, 'Yes').click();
  const words = lab.locator('[data-verdict]');
  const top = async (): Promise<number> => (await words.boundingBox())?.y ?? -1;
  await expect.poll(() => words.innerText()).toContain('It turned out otherwise');
  await expect.poll(top).toBeLessThan(430);
  // The bar at the top of the page does not hide it.
  expect(await top()).toBeGreaterThan(56);
});

test('a run opens on its violation; picture and sentence stay in one view while one steps, and Fit fits', async () => {
  const page = await visit({ viewport: { width: 400, height: 860 } });
  const lab = await open(page, 'deposed-leader', 'the-truth-is-defined-by-the-majority');
  await answer(lab, '10, at once').click();
  await told(lab).waitFor({ timeout: 60_000 });
  await picture(lab).waitFor();
  expect(await lab.locator('[data-diagram]').innerText()).toContain('Here the violation became certain');
  // Heartbeats are folded.
  expect(Number(await picture(lab).getAttribute('aria-valuemax'))).toBeLessThan(70);
  await picture(lab).focus();
  for (const key of ['Home', 'End']) {
    await page.keyboard.press(key);
    await expect
      .poll(() =>
        lab.locator('[data-diagram]').evaluate((figure) => {
          const box = figure.firstElementChild?.getBoundingClientRect();
          return box !== undefined && box.top >= 50 && box.bottom <= innerHeight;
        }),
      )
      .toBe(true);
  }
  await lab.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect
    .poll(() => picture(lab).evaluate((box) => box.scrollHeight - box.clientHeight))
    .toBeLessThanOrEqual(0);
  // The run before stands behind the next one, until it is removed.
  await lab.getByRole('slider', { name: 'for' }).focus();
  await page.keyboard.press('ArrowRight');
  await lab.getByRole('button', { name: 'Remove' }).click();
  expect(await lab.getByText('Dimmed behind it').count()).toBe(0);
});

describe('as it is opened', () => {
  const lessons = [...new Set(LABS.map(([, lesson]) => lesson))];
  test.each(lessons)('%s keeps its budget, and no simulator is started', async (lesson) => {
    const page = await visit();
    const sizes = { script: 0, stylesheet: 0 };
    const reading: Promise<void>[] = [];
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    page.on('response', (response) => {
      // Other pages' chunks are fetched ahead at leisure; this page does not wait for them.
      const kind = response.request().resourceType();
      if (kind !== 'script' && kind !== 'stylesheet') return;
      reading.push(response.body().then((body) => void (sizes[kind] += gzipSync(body).length)));
    });
    await page.goto(`${site}lessons/${lesson}`, { waitUntil: 'load' });
    // The lab that opens the lesson is part of what one waits for.
    await page.getByRole('group', { name: 'Settings' }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await Promise.all(reading);
    expect(sizes.script).toBeLessThan(215 * 1024);
    expect(sizes.stylesheet).toBeLessThan(25 * 1024);
    expect(workers).toEqual([]);
  });

  test('a lab farther down is not loaded before the reader is near', async () => {
    const page = await visit();
    await page.goto(`${site}lessons/the-truth-is-defined-by-the-majority`, { waitUntil: 'load' });
    await page.getByRole('group', { name: 'Settings' }).first().waitFor();
    const far = page.locator('[id^="lab-"]').last();
    expect(await far.innerText()).toContain('Loading the lab');
    await far.scrollIntoViewIfNeeded();
    await far.getByRole('group', { name: 'Settings' }).waitFor();
  });
});

test('without JavaScript it says what one would see', async () => {
  const page = await visit({ javaScriptEnabled: false });
  await page.goto(`${site}lessons/fencing-tokens`, { waitUntil: 'load' });
  expect(await page.locator('#lab-33-and-34').innerText()).toContain('B’s line is gone');
});

// Every other lab in each theme: what the labs look like is shared.
describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(LABS.filter((_lab, i) => (i % 2 === 0) === (theme === 'light')))(
    '%s is accessible with all of it open, and no wider than a phone',
    async (id, lesson, wrong) => {
      const page = await visit({ viewport: { width: 400, height: 860 }, colorScheme: theme });
      const lab = await open(page, id, lesson);
      await answer(lab, wrong).click();
      await told(lab).waitFor({ timeout: 60_000 });
      await openAll(lab);
      // A plot has its numbers beside it, folded too.
      if (await lab.getByText(/^Every length/).count()) {
        await lab.getByRole('img', { name: /^Plot/ }).first().waitFor();
        await openAll(lab);
      }
      await lab.locator('pre').waitFor();
      expect(await axe(page, { within: `#lab-${id}` })).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBe(0);
    },
  );
});
