import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/cli/formats/html.ts';
import { DARK, LIGHT, STYLE_SHEET } from '../../../../src/cli/formats/html-style.ts';
import { html as markup } from '../../../../src/cli/formats/markup.ts';
import { byOwner } from '../../../../src/cli/formats/owners.ts';
import type { Result } from '../../../../src/cli/formats/results.ts';
import { pictureOf } from '../../../../src/cli/picture.ts';
import { message, runOf } from '../../diagram/runs.ts';
import { CLASS, classOf, failed, group, HOSTILE, hostile, passed, ungraded, unknown } from './class.ts';
import { expectGolden } from './golden.ts';
import { readXml } from './read-xml.ts';

const target = { fileName: 'class.html', environment: {}, now: '' };

function pagesOf(...results: readonly Result[]): string[] {
  const { text, beside } = html.write(classOf(...results), target);
  return [text, ...(beside?.values() ?? [])];
}

/** A page of ours is XML too, but for its first line. */
const read = (page: string): ReturnType<typeof readXml> =>
  readXml(page.replace(/^\s*<!doctype html>\s*/i, ''));

/** A run in which everything that can be foreign is `text`. */
const runWith = (text: string): ReturnType<typeof runOf> =>
  runOf(
    [
      { at: 0, node: text, kind: 'boot' },
      { at: 1, node: text, kind: 'log', text },
      { at: 2, node: text, kind: 'send', message: message(text, 'b', text) },
      { at: 4, node: 'b', kind: 'deliver', message: message(text, 'b', text), copy: 0, cause: 2 },
      { at: 5, node: 'b', kind: 'error', text, where: text },
    ],
    { violation: [4], property: text, holds: [{ node: 'b', what: text, fromUs: 1000, untilUs: 4000 }] },
  );

describe('html', () => {
  it('is a page for the class and one for each student or group', async () => {
    const picture = pictureOf(runWith('counter'), 'counter: two requests', 'A message, then an error.');
    const withPicture = { ...failed, ...(picture !== undefined && { picture }) };
    const results = CLASS.results.map((result) => (result === failed ? withPicture : result));
    const { text, beside } = html.write({ ...CLASS, results }, target);
    await expectGolden(text, 'class.html');
    const paths = [...(beside?.keys() ?? [])];
    expect(paths).toEqual([
      'class-students/10001.html',
      'class-students/10002.html',
      'class-students/10003.html',
      'class-students/10004.html',
      'class-students/10005.html',
      'class-students/class-notes-ts.html',
      'class-students/10006-10007.html',
    ]);
    for (const path of paths) expect(text).toContain(`href="${path}"`);
    const page = beside?.get('class-students/10002.html') ?? '';
    expect(page).toContain('<svg');
    await expectGolden(page, 'class-student.html');
    for (const one of [text, ...(beside?.values() ?? [])]) {
      expect(read(one).root).toBe('html');
      expect(one).not.toMatch(/(src|href)="(?!\.\.\/class\.html|class-students\/)/);
      expect(one).not.toMatch(/url\(|@import|<script|<link/);
    }
  });

  it('never shows our fault as theirs', () => {
    const [classPage = '', page = ''] = pagesOf(ungraded);
    expect(page).toContain('Not graded.');
    expect(page).toContain('no grade');
    expect(page).not.toContain('failed</span>');
    expect(classPage).toMatch(/<b>0<\/b>\s*<span class="verdict fail">/);
    expect(classPage).not.toContain('So many submissions have so many per cent');
  });

  it('survives hostile text: no element and no attribute of theirs, in words and in pictures', () => {
    const picture = pictureOf(runWith(HOSTILE), HOSTILE, HOSTILE);
    expect(picture).toContain('&lt;script&gt;');
    const pages = pagesOf({ ...hostile, ...(picture !== undefined && { picture }) });
    expect(pages).toHaveLength(2);
    for (const one of pages) {
      const { count } = read(one);
      expect(count('script') + count('img') + count('b')).toBe(one === pages[0] ? 4 : 0);
      expect(count('html')).toBe(1);
      expect(one.replace(/[\n]/g, '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      expect(one).not.toMatch(/<[^>]*\son\w+=/);
    }
  });

  it('gives every owner a file of its own, whatever they are called', () => {
    const named = (id: string): typeof passed => ({ ...passed, id, students: [{ id }] });
    const ids = ['a/b', 'A b', '..', '../..', 'con', '', 'ß', 'é', 'x'.repeat(300)];
    const owners = byOwner(ids.map(named));
    const names = owners.map(({ fileName }) => fileName);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
    expect(names).not.toContain('con');
    expect(byOwner([group, { ...group, exercise: 'larger' }, unknown])).toHaveLength(2);
  });

  it('has the colours of the site in both themes', () => {
    const tokens = readFileSync(new URL('../../../../src/css/tokens.css', import.meta.url), 'utf8');
    const [light = '', dark = ''] = tokens.split("[data-theme='dark']");
    for (const [palette, block] of [
      [LIGHT, light],
      [DARK, dark],
    ] as const)
      for (const [name, value] of Object.entries(palette)) expect(block).toContain(`--pf-${name}: ${value};`);
    const used = [...STYLE_SHEET.matchAll(/var\(--pf-([\w-]+)\)/g)].map(([, name = '']) => name);
    for (const name of used) expect([...Object.keys(LIGHT), 'interface']).toContain(name);
  });

  it('takes for HTML only what was made as HTML', () => {
    expect(markup`<p title="${'"x'}">${'<b>'}${[markup`<i>${1}</i>`]}</p>`.html).toBe(
      '<p title="&quot;x">&lt;b&gt;<i>1</i></p>',
    );
  });
});
