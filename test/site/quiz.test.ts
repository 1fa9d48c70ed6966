/** Quizzes in a real browser: by keyboard, explained, remembered, cleared. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, site, useBrowser } from './visits.ts';

const LESSONS = ['fencing-tokens', 'the-truth-is-defined-by-the-majority', 'unreliable-networks'];

const visit = useBrowser();

async function open(page: Page, lesson = 'fencing-tokens'): Promise<Locator> {
  await page.goto(`${site}lessons/${lesson}`, { waitUntil: 'load' });
  await expect.poll(() => page.locator('html').getAttribute('data-has-hydrated')).toBe('true');
  const quiz = page.getByRole('region', { name: 'Quiz' });
  await quiz.scrollIntoViewIfNeeded();
  return quiz;
}

const question = (quiz: Locator, number: number): Locator => quiz.locator('form').nth(number - 1);
const count = (quiz: Locator): Locator => quiz.locator('[data-count]');

test('a question is answered by keyboard, explained, and open again on wish', async () => {
  const page = await visit();
  const quiz = await open(page);
  const first = question(quiz, 1);
  expect(await first.getByText('No work of a newer holder').count()).toBe(0);
  await first.getByRole('radio').first().focus();
  // Check without a choice says what is missing.
  await first.getByRole('button', { name: 'Check' }).click();
  await first.getByText('Choose first.').waitFor();
  await first.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await first.getByText('Not so.').waitFor();
  await first.getByText('No work of a newer holder').waitFor();
  await expect.poll(() => count(quiz).innerText()).toBe('1 of 5 answered, 0 right');
  await first.getByRole('button', { name: 'Try again' }).click();
  await first.getByRole('radio').nth(2).check();
  await first.getByRole('button', { name: 'Check' }).click();
  await first.getByText('Right.', { exact: true }).waitFor();
  await expect.poll(() => count(quiz).innerText()).toBe('1 of 5 answered, 1 right');
});

test('where several are right, all of them and no other count', async () => {
  const page = await visit();
  const quiz = await open(page);
  const fourth = question(quiz, 4);
  await fourth.getByText('Choose all that are right.').waitFor();
  await fourth.getByRole('checkbox').nth(1).check();
  await fourth.getByRole('button', { name: 'Check' }).click();
  await fourth.getByText('Not so.').waitFor();
  await fourth.getByText('right, not chosen').waitFor();
  await fourth.getByRole('button', { name: 'Try again' }).click();
  await fourth.getByRole('checkbox').nth(1).check();
  await fourth.getByRole('checkbox').nth(0).check();
  await fourth.getByRole('button', { name: 'Check' }).click();
  await fourth.getByText('Right.', { exact: true }).waitFor();
});

test('answers are remembered, can be cleared, and clearing can be undone', async () => {
  const page = await visit();
  const quiz = await open(page);
  await question(quiz, 1).getByRole('radio').nth(2).check();
  await question(quiz, 1).getByRole('button', { name: 'Check' }).click();
  await expect.poll(() => count(quiz).innerText()).toBe('1 of 5 answered, 1 right');
  await page.reload();
  await expect.poll(() => count(quiz).innerText()).toBe('1 of 5 answered, 1 right');
  expect(await question(quiz, 1).getByRole('radio').nth(2).isChecked()).toBe(true);
  await quiz.getByRole('button', { name: 'Clear answers' }).click();
  await expect.poll(() => count(quiz).innerText()).toBe('5 questions');
  await quiz.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => count(quiz).innerText()).toBe('1 of 5 answered, 1 right');
});

test('without JavaScript the answers are folded', async () => {
  const page = await visit({ javaScriptEnabled: false });
  await page.goto(`${site}lessons/fencing-tokens`, { waitUntil: 'load' });
  // Chromium reads this as text where scripts are off for a test alone.
  const folded = await page.locator('[data-quiz] noscript').first().textContent();
  expect(folded).toContain('The answer');
  expect(folded).toContain('No work of a newer holder');
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(LESSONS)(
    '%s: is accessible with all of it answered, and no wider than a phone',
    async (lesson) => {
      const page = await visit({ viewport: { width: 400, height: 860 }, colorScheme: theme });
      const quiz = await open(page, lesson);
      const forms = await quiz.locator('form').all();
      expect(forms.length).toBeGreaterThanOrEqual(4);
      for (const form of forms) {
        await form.locator('input').first().check();
        await form.getByRole('button', { name: 'Check' }).click();
        await form.getByRole('button', { name: 'Try again' }).waitFor();
      }
      expect(await axe(page, { theme })).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBe(0);
    },
  );
});
