import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unzipper, ZipError } from '../../../../src/cli/intake/unzip.ts';
import { findSubmissions } from '../../../../src/cli/submissions.ts';
import { ClassFolder } from './class-folder.ts';
import { makeZip, type ZipEntry } from './make-zip.ts';

// A temporary folder of its own: other tests come and go in that of the machine.
const usual = process.env['TMPDIR'];
let own = '';
beforeAll(() => {
  own = mkdtempSync(join(tmpdir(), 'zips-'));
  process.env['TMPDIR'] = own;
});
afterAll(() => {
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  rmSync(own, { recursive: true, force: true });
});

let folder: ClassFolder;
const temporary = (): string[] =>
  readdirSync(tmpdir()).filter((name) => /^partial-failure-[^-]+$/.test(name));
let before: readonly string[];
beforeEach(() => {
  before = temporary();
  folder = new ClassFolder();
});
afterEach(() => {
  folder.remove();
  expect(temporary()).toEqual(before);
});

/** What becomes of a zip: the submissions and what is left out, a line each. */
async function told(zip: Uint8Array | string, name = 'class.zip', exercise?: string): Promise<string[]> {
  folder.add({ [name]: zip });
  const { submissions, leftOut } = await findSubmissions([folder.at(name.split('/')[0] ?? '')], {
    ids: ['counter', 'larger'],
    exercise,
  });
  return [
    ...submissions.map((one) => {
      const what = 'source' in one ? one.source.slice(0, 20) : `${one.fault}: ${one.problem}`;
      return `${one.students.map((student) => student.name ?? student.id).join('&')} | ${one.exercise ?? '?'} | ${what}`;
    }),
    ...leftOut.map(({ path, why }) => `${path.slice(folder.dir.length + 1)}: ${why}`),
  ];
}
const file = (name: string, content: string | Uint8Array = name): ZipEntry => ({ name, content });

describe('a zip', () => {
  it('is read as the folder that it holds, in every layout', async () => {
    expect(await told(makeZip([file('ada/counter.ts'), file('ben/counter.ts'), file('cleo/')]))).toEqual([
      'ada | counter | ada/counter.ts',
      'ben | counter | ben/counter.ts',
      'cleo | ? | theirs: Nothing was handed in.',
    ]);
    expect(
      await told(
        makeZip([
          file('Ada Example_1_assignsubmission_file_/counter.ts', 'a'),
          file('Ben Test_2_assignsubmission_file_/work.zip', makeZip([file('my/counter.ts', 'b')])),
          file('__MACOSX/Ada/._counter.ts'),
        ]),
      ),
    ).toEqual([
      'Ada Example | counter | a',
      'Ben Test | counter | b',
      'class.zip/__MACOSX: It is hidden, or a tool put it there.',
    ]);
    expect(
      await told(
        makeZip([
          file('exampleada_LATE_1_5_counter.ts', 'a'),
          file('testben_2_6_work.zip', makeZip([file('counter.ts', 'b'), file('larger.ts', 'c')])),
        ]),
      ),
    ).toEqual(['exampleada | counter | a', 'testben | counter | b', 'testben | larger | c']);
    expect(
      await told(
        makeZip([
          file(
            'assignment_1_export/submission_metadata.yml',
            'submission_7:\n  :submitters:\n  - :name: Ada\n',
          ),
          file('assignment_1_export/submission_7/counter.ts', 'a'),
        ]),
      ),
    ).toEqual(['Ada | counter | a']);
    expect(await told(makeZip([file('counter.ts', 'z')]), 'folder/zoe.zip')).toEqual(['zoe | counter | z']);
  });

  it('reaches nothing outside of it', async () => {
    folder.add({ 'secret.ts': 'secret' });
    symlinkSync(folder.at('secret.ts'), folder.at('link.ts'));
    const names = [
      '../counter.ts',
      '/etc/counter.ts',
      'a/../../counter.ts',
      'C:\\counter.ts',
      '..\\counter.ts',
    ];
    const lines = await told(
      makeZip([
        ...names.map((name) => file(name)),
        { name: 'ada/larger.ts', content: folder.at('secret.ts'), isLink: true },
        file('ada/counter.ts', 'a'),
        file('ada/counter.ts', 'another'),
        file('a\u001b[31m\u202e/counter.ts', 'b'),
        file(`${'l'.repeat(3000)}/counter.ts`, 'c'),
      ]),
    );
    expect(lines.filter((line) => line.includes(' | '))).toEqual([
      'a\u001b[31m\u202e | counter | b',
      'ada | counter | a',
      `${'l'.repeat(3000)} | counter | c`,
    ]);
    expect(lines.filter((line) => line.includes('leads out'))).toHaveLength(names.length);
    expect(lines).toContain('class.zip/ada/larger.ts: It is a link or a device, which is not followed.');
    expect(lines).toContain('class.zip/ada/counter.ts: The zip has another file of this name.');
  });

  it('that somebody has broken or locked costs that submission alone', async () => {
    const good = makeZip([file('counter.ts', 'good')]);
    const cut = good.subarray(0, good.length - 30);
    const torn = Buffer.from(good);
    torn.fill(0xff, 40, 44);
    const lies = makeZip([{ ...file('counter.ts', 'x'.repeat(100)), saidSize: 3 }]);
    const locked = makeZip([{ ...file('counter.ts'), isEncrypted: true }]);
    const lines = await told(
      makeZip([
        file('ada/counter.ts', 'a'),
        file('ada/old.zip', cut),
        file('ben/work.zip', cut),
        file('cleo/work.zip', torn),
        file('dan/work.zip', lies),
        file('eve/work.zip', locked),
        file('fay/work.zip', ''),
        file('gus/work.zip', makeZip([])),
      ]),
      'class.zip',
      'counter',
    );
    expect(lines[0]).toBe('ada | counter | a');
    for (const [i, who] of ['ben', 'cleo', 'dan', 'eve', 'fay'].entries())
      expect(lines[i + 1]).toMatch(
        new RegExp(
          `^${who} \\| counter \\| theirs: This zip is not unpacked: it (cannot be unpacked|is encrypted)`,
        ),
      );
    expect(lines[6]).toBe('gus | counter | theirs: Nothing was handed in.');
    expect(lines[7]).toMatch(/^class\.zip\/ada\/old\.zip: This zip is not unpacked/);
  });

  it('of a class that cannot be read is no student’s fault', async () => {
    expect(await told('this is no zip')).toEqual([
      expect.stringMatching(/^class \| \? \| ours: This zip is not unpacked: it cannot be unpacked/),
    ]);
  });
});

describe('a bomb', () => {
  it('of one file is refused by its name, as any file that is too large', async () => {
    const zip = makeZip([file('ada/counter.ts', Buffer.alloc(50_000_000, 'x')), file('ben/counter.ts', 'b')]);
    expect(zip.length).toBeLessThan(100_000);
    expect(await told(zip)).toEqual([
      'ada | counter | theirs: The file is larger than 1 MB. A solution is much smaller.',
      'ben | counter | b',
    ]);
  });

  it('of many files, or of many bytes, is stopped at the limit', async () => {
    const mega = Buffer.alloc(900_000, ' ');
    folder.add({
      'bytes.zip': makeZip(Array.from({ length: 20 }, (_, i) => file(`${i}.ts`, mega))),
      'count.zip': makeZip(Array.from({ length: 101 }, (_, i) => file(`${i}.ts`, ''))),
    });
    const unzipper = new Unzipper();
    try {
      const limits = { entries: 100, bytes: 10_000_000 };
      await expect(unzipper.unpack(folder.at('bytes.zip'), limits)).rejects.toThrow(
        new ZipError('more than 10 MB would come out of it'),
      );
      await expect(unzipper.unpack(folder.at('count.zip'), limits)).rejects.toThrow(
        new ZipError('it has more than 100 entries'),
      );
      expect(await unzipper.unpack(folder.at('bytes.zip'), { entries: 20, bytes: 18_000_001 })).toHaveLength(
        20,
      );
    } finally {
      unzipper.close();
    }
  });

  it('of zips in zips ends', async () => {
    let zip = makeZip([file('counter.ts', 'deep')]);
    for (let i = 0; i < 6; i++) zip = makeZip([file('again.zip', zip)]);
    expect(await told(makeZip([file('ada/work.zip', zip), file('ben/counter.ts', 'b')]))).toEqual([
      'ada | ? | theirs: There is no TypeScript file (.ts): work/again/again.zip.',
      'ben | counter | b',
    ]);
  });
});
