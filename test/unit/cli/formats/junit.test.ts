import { expect, it } from 'vitest';
import { junit } from '../../../../src/cli/formats/junit.ts';
import { CLASS, classOf, hostile, ungraded } from './class.ts';
import { expectGolden } from './golden.ts';
import { readXml } from './read-xml.ts';

const target = { fileName: 'junit.xml', environment: {}, now: '' };

it('has a suite for each result: failure is theirs, error is ours', async () => {
  const { text } = junit.write(CLASS, target);
  await expectGolden(text, 'junit.xml');
  const { root, count } = readXml(text);
  expect(root).toBe('testsuites');
  expect(count('error')).toBe(2);
  expect(count('failure')).toBe(3);
  expect(text).toMatch(/<testsuites [^>]*failures="3" errors="2">/);
  const ours = readXml(junit.write(classOf(ungraded), target).text);
  expect([ours.count('failure'), ours.count('error')]).toEqual([0, 1]);
});

it('survives hostile text: well-formed, no element of theirs, no character that XML forbids', () => {
  const { text } = junit.write(classOf(hostile), target);
  const { count } = readXml(text);
  expect(count('script') + count('img') + count('b')).toBe(0);
  expect(text).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  expect(text).toContain('&lt;script&gt;');
});
