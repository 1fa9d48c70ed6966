import { symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExerciseRules } from '../../../../src/cli/intake/choose.ts';
import { readMapping } from '../../../../src/cli/intake/mapping.ts';
import type { Intake, Submission } from '../../../../src/cli/intake/submission.ts';
import { findSubmissions } from '../../../../src/cli/submissions.ts';
import { ClassFolder } from './class-folder.ts';

const ids = ['counter', 'larger', 'leader-election', 'election', 'lease'];
let folder: ClassFolder;
beforeEach(() => {
  folder = new ClassFolder();
});
afterEach(() => folder.remove());

const find = (rules: Partial<ExerciseRules> = {}, ...paths: string[]): Promise<Intake> =>
  findSubmissions(paths.length === 0 ? [folder.dir] : paths, { ids, ...rules });

/** A submission in one line: whose, what for, which text or why none. */
function line(submission: Submission): string {
  const { students, exercise, late, attempt } = submission;
  const who = students.map(({ id, name, email }) => [id, name, email].filter(Boolean).join(' ')).join(' & ');
  const flags = [late === true ? 'late' : '', attempt === undefined ? '' : `${attempt.number}/${attempt.of}`];
  const what = 'source' in submission ? submission.source : `${submission.fault}: ${submission.problem}`;
  return [who, exercise ?? '?', ...flags.filter(Boolean), what].join(' | ');
}
const lines = ({ submissions }: Intake): string[] => submissions.map(line);
const left = ({ leftOut }: Intake): string[] =>
  leftOut.map(({ path, why }) => `${path.slice(folder.dir.length + 1)}: ${why}`);

describe('folders', () => {
  it('reads <student>/<exercise>.ts, and what is below', async () => {
    folder.add({
      'ada/counter.ts': 'a1',
      'ada/src/larger.ts': 'a2',
      'ben/Counter.ts': 'b1',
      'ben/README.md': '',
      'cleo/leaderElection.ts': 'c1',
      'dan/lease/main.ts': 'd1',
    });
    const intake = await find();
    expect(lines(intake)).toEqual([
      'ada | counter | a1',
      'ada | larger | a2',
      'ben | counter | b1',
      'cleo | leader-election | c1',
      'dan | lease | d1',
    ]);
    expect(intake.submissions.map(({ id }) => id)).toEqual([
      'ada/counter',
      'ada/larger',
      'ben/counter',
      'cleo/leader-election',
      'dan/lease',
    ]);
    expect(left(intake)).toEqual(['ben/README.md: It is no TypeScript file (.ts).']);
  });

  it('reads <exercise>/<student>.ts and <exercise>/<student>/main.ts', async () => {
    folder.add({ 'counter/ada.ts': 'a', 'counter/ben/main.ts': 'b', 'larger/ada.ts': 'a2' });
    expect(lines(await find())).toEqual(['ada | counter | a', 'ada | larger | a2', 'ben | counter | b']);
  });

  it('reads a folder of files that are named after students', async () => {
    folder.add({ 'ada.ts': 'a', 'ben.ts': 'b', 'notes.txt': '' });
    const intake = await find({ exercise: 'counter' });
    expect(lines(intake)).toEqual(['ada | counter | a', 'ben | counter | b']);
    expect(left(intake)).toEqual(['notes.txt: It is no TypeScript file (.ts).']);
    folder.add({ 'cleo_counter.ts': 'c' });
    expect(lines(await find({}, folder.at('cleo_counter.ts')))).toEqual(['cleo | counter | c']);
  });

  it('counts the last attempt, and says so', async () => {
    folder.add({
      'ada/counter.ts': 'first',
      'ada/counter (2).ts': 'third',
      'ada/counter (1).ts': 'second',
      'ben/attempt-2/counter.ts': 'second',
      'ben/attempt-10/counter.ts': 'tenth',
    });
    const intake = await find();
    expect(lines(intake)).toEqual(['ada | counter | 3/3 | third', 'ben | counter | 2/2 | tenth']);
    expect(intake.submissions[0]?.notes).toEqual(['There are 3 attempts; the last counts, counter (2).ts.']);
    expect(left(intake)).toEqual([
      'ada/counter.ts: It is an earlier attempt at counter.',
      'ada/counter (1).ts: It is an earlier attempt at counter.',
      'ben/attempt-2/counter.ts: It is an earlier attempt at counter.',
    ]);
  });

  it('does not take numbered students for attempts, nor other files beside a submission', async () => {
    folder.add({ 'counter-1.ts': 'a', 'counter-2.ts': 'b', 'x/counter.ts': 'c', 'x/helper.ts': '' });
    const intake = await find();
    expect(lines(intake)).toEqual(['counter-1 | counter | a', 'counter-2 | counter | b', 'x | counter | c']);
    expect(left(intake)).toEqual(['x/helper.ts: Its name fits no exercise.']);
    folder.add({ 'y/lab-1.ts': 'd', 'y/lab-2.ts': 'e' });
    expect(lines(await find({ exercise: 'counter' }, folder.at('y')))).toEqual([
      'lab-1 | counter | d',
      'lab-2 | counter | e',
    ]);
  });

  it('says whose files fit nothing, and who has handed in no program: the one is ours, the other theirs', async () => {
    folder.add({
      'ada/release.ts': '',
      'ben/counter-and-larger.ts': '',
      'cleo/': '',
      'dan/counter.py': '',
      'eve/.DS_Store': '',
      'eve/report.pdf': '',
    });
    const told = lines(await find());
    expect(told[0]).toMatch(/^ada \| \? \| ours: Which exercise is it\? Name the file after one \(counter, /);
    expect(told[1]).toMatch(/^ben \| \? \| ours: Its name fits several exercises\./);
    expect(told.slice(2)).toEqual([
      'cleo | ? | theirs: Nothing was handed in.',
      'dan | ? | theirs: There is no TypeScript file (.ts): counter.py.',
      'eve | ? | theirs: There is no TypeScript file (.ts): report.pdf.',
    ]);
  });

  it('does not follow links, and tells two folders of one name apart', async () => {
    folder.add({ 'a/x/counter.ts': '1', 'b/x/counter.ts': '2', 'secret.ts': 'no' });
    symlinkSync(folder.at('secret.ts'), folder.at('a/x/larger.ts'));
    symlinkSync(folder.at(), folder.at('b/round'));
    const intake = await find({}, folder.at('a'), folder.at('b'));
    expect(lines(intake)).toEqual(['x | counter | 1', 'x | counter | 2']);
    expect(new Set(intake.submissions.map(({ id }) => id)).size).toBe(2);
    expect(left(intake).sort()).toEqual([
      'a/x/larger.ts: It is a link or a device, which is not followed.',
      'b/round: It is a link or a device, which is not followed.',
    ]);
  });

  it('takes patterns, and paths that look like patterns', async () => {
    folder.add({ 'ada/counter.ts': 'a', 'ben/counter.ts': 'b', 'ben/larger.ts': 'c', '[x]/counter.ts': 'd' });
    expect(lines(await find({}, folder.at('*/counter.ts')))).toEqual([
      '[x] | counter | d',
      'ada | counter | a',
      'ben | counter | b',
    ]);
    expect(lines(await find({}, folder.at('[x]')))).toEqual([' | counter | d']);
    folder.add({ 'empty/': '', 'docs/readme.md': '' });
    for (const name of ['empty', 'docs'])
      expect(lines(await find({ exercise: 'counter' }, folder.at(name)))).toEqual([
        ' | ? | ours: The folder holds no TypeScript file (.ts). Give a folder with submissions.',
      ]);
    expect(lines(await find({}, folder.at('{cleo,dan}/*.ts')))).toEqual([
      ' | ? | ours: There is no such file or folder. Check the path.',
    ]);
  });
});

describe('Moodle', () => {
  it('reads folders and files as they are downloaded', async () => {
    folder.add({
      'Ada Example_12345_assignsubmission_file_/counter.ts': 'a',
      'Ada Example_12345_assignsubmission_file_/notes.md': '',
      'Ben_van der Test_9_assignsubmission_file_/src/counter.ts': 'b',
      'Participant 77_77_assignsubmission_file_counter.ts': 'c',
      'Dan Fake_5_assignsubmission_onlinetext_/onlinetext.html': '<p>',
      'Eve Made_6_assignsubmission_file_/': '',
    });
    const intake = await find();
    expect(lines(intake)).toEqual([
      '12345 Ada Example | counter | a',
      '9 Ben_van der Test | counter | b',
      '5 Dan Fake | ? | theirs: There is no TypeScript file (.ts): onlinetext.html.',
      '6 Eve Made | ? | theirs: Nothing was handed in.',
      '77 Participant 77 | counter | c',
    ]);
    expect(new Set(intake.submissions.map(({ layout }) => layout))).toEqual(new Set(['moodle']));
  });

  it('is known when a shell has made a pattern into files, or one folder is asked for', async () => {
    folder.add({ 'Ada Example_12345_assignsubmission_file_/counter.ts': 'a' });
    const one = folder.at('Ada Example_12345_assignsubmission_file_');
    expect(lines(await find({}, `${one}/counter.ts`))).toEqual(['12345 Ada Example | counter | a']);
    expect(lines(await find({}, one))).toEqual(['12345 Ada Example | counter | a']);
  });

  it('does not choose between two files of other names', async () => {
    folder.add({
      'Ada Example_1_assignsubmission_file_/a.ts': '',
      'Ada Example_1_assignsubmission_file_/b.ts': '',
    });
    expect(lines(await find({ exercise: 'counter' }))).toEqual([
      '1 Ada Example | counter | ours: Several files fit counter, and nothing says which counts: a.ts, b.ts. Name them apart with --mapping FILE, or keep one.',
    ]);
  });
});

describe('Canvas', () => {
  it('reads names, user ids, late flags; later attachments count', async () => {
    folder.add({
      'exampleada_101_5001_counter.ts': 'a',
      'testben_LATE_102_5002_counter.ts': 'b1',
      'testben_LATE_102_5102_counter-1.ts': 'b2',
      'fakecleo_103_5003_my_7_8_counter.ts': 'c',
      'madeeve_105_5005_solution.pdf': '',
    });
    const intake = await find();
    expect(lines(intake)).toEqual([
      '101 exampleada | counter | a',
      '103 fakecleo | counter | c',
      '105 madeeve | ? | theirs: There is no TypeScript file (.ts): solution.pdf.',
      '102 testben | counter | late | 2/2 | b2',
    ]);
    expect(intake.submissions.map(({ late }) => late)).toEqual([false, false, false, true]);
  });

  it('takes no two uploads of other names for attempts', async () => {
    folder.add({ 'exampleada_101_5001_main.ts': '', 'exampleada_101_5002_util.ts': '' });
    expect(lines(await find({ exercise: 'counter' }))[0]).toMatch(/ours: Several files fit counter/);
  });
});

describe('Gradescope', () => {
  const METADATA = `---
submission_11:
  :submitters:
  - :name: Ada Example
    :sid: '501'
    :email: ada@school.example
  - :name: Ben Test
    :sid: 502
    :email: ben@school.example
  :created_at: 2026-03-01 10:00:00.000000000 -08:00
  :score: 1.0
  :history:
  - :id: 9
    :created_at: 2026-02-28 10:00:00.000000000 -08:00
submission_12:
  :submitters:
  - :name: Cleo Fake
    :email: cleo@school.example
submission_13:
  :submitters:
  - :name: Gone
`;

  it('reads submitters, groups, attempts, and misses what is not there', async () => {
    folder.add({
      'assignment_1_export/submission_metadata.yml': METADATA,
      'assignment_1_export/submission_11/counter.ts': 'a',
      'assignment_1_export/submission_12/counter.ts': 'c',
      'assignment_1_export/submission_14/counter.ts': 'd',
    });
    const intake = await find();
    expect(lines(intake)).toEqual([
      '501 Ada Example ada@school.example & 502 Ben Test ben@school.example | counter | 2/2 | a',
      'cleo@school.example Cleo Fake cleo@school.example | counter | c',
      ' | counter | d',
      'Gone Gone | ? | ours: submission_metadata.yml names this submission, and its folder is not there. Export it again.',
    ]);
    expect(intake.submissions[0]?.id).toBe('submission_11/counter');
    expect(intake.submissions[2]?.notes).toEqual([
      'Who submitted is not known: submission_metadata.yml does not name submission_14.',
    ]);
    expect(lines(await find({}, folder.at('assignment_1_export/submission_12')))).toEqual([
      'cleo@school.example Cleo Fake cleo@school.example | counter | c',
    ]);
  });

  it('grades without the file, or with one that is broken or made to blow up, and says so', async () => {
    folder.add({ 'assignment_1_export/submission_1/counter.ts': 'a' });
    const notes = async (): Promise<string> =>
      (await find()).submissions.map((one) => `${line(one)} ${one.notes.join(' ')}`).join('\n');
    expect(await notes()).toBe(
      ' | counter | a Who submitted is not known: there is no submission_metadata.yml.',
    );
    const bomb = Array.from({ length: 12 }, (_, i) =>
      i === 0 ? 'a0: &a0 [x]' : `a${i}: &a${i} [${`*a${i - 1},`.repeat(20)}]`,
    ).join('\n');
    for (const broken of ['a: [', '- 1', bomb, new Uint8Array([0, 1, 2, 255])]) {
      folder.add({ 'assignment_1_export/submission_metadata.yml': broken });
      expect(await notes()).toMatch(/^ \| counter \| a Who submitted is not known: .*\.$/);
    }
  });
});

describe('a mapping', () => {
  it('says in CSV or JSON which files are for which exercise', async () => {
    folder.add({
      'class/ada/part-a.ts': 'a',
      'class/ada/part-b.ts': 'b',
      'class/week2/x.ts': 'c',
      'map.csv': 'pattern,exercise\r\n*PART-A*,counter\r\n"part-b.ts",larger\r\nweek2/**,lease\r\n',
      'map.json': '{"part-a*": "counter", "part-b.ts": "larger", "week2": "lease"}',
      'list.json':
        '[{"pattern":"part-a*","exercise":"counter"},{"pattern":"*b.ts","exercise":"larger"},{"pattern":"*","exercise":"lease"}]',
    });
    for (const file of ['map.csv', 'map.json', 'list.json']) {
      const mapping = readMapping(folder.at(file), ids);
      expect(lines(await find({ mapping }, folder.at('class')))).toEqual([
        'ada | counter | a',
        'ada | larger | b',
        'week2 | lease | c',
      ]);
    }
  });

  it('is refused with its name and line when it is wrong', () => {
    folder.add({ 'a.csv': 'x,counter\ny,nothing\n', 'b.csv': 'x\n', 'c.json': '{"x": 1}', 'd.csv': '' });
    const refused = (name: string): unknown => {
      try {
        readMapping(folder.at(name), ids);
        return 'accepted';
      } catch (thrown) {
        return thrown instanceof Error ? thrown.message.replace(folder.dir, '') : thrown;
      }
    };
    expect(refused('a.csv')).toMatch(/^The mapping \/a\.csv, line 2: there is no exercise "nothing"\./);
    expect(refused('b.csv')).toMatch(/^The mapping \/b\.csv, line 1, is no pattern and exercise\./);
    expect(refused('c.json')).toMatch(/^The mapping \/c\.json, rule 1, is no pattern and exercise\./);
    expect(refused('d.csv')).toMatch(/^The mapping \/d\.csv is empty\./);
    expect(refused('gone.csv')).toMatch(/^The mapping \/gone\.csv cannot be read: ENOENT/);
  });
});

describe('hostile names', () => {
  it('are students and files like others', async () => {
    const names = [
      'a\u001b[31m',
      'b\u202e',
      '..c',
      '__proto__',
      'constructor',
      '~',
      '$(rm x)',
      "'; --",
      '\\..\\d',
    ];
    for (const name of names) folder.add({ [`${name}/counter.ts`]: name });
    folder.add({ [`${'l'.repeat(250)}/counter.ts`]: 'long', 'e/counter\n.ts': 'newline' });
    const intake = await find();
    expect(lines(intake).sort()).toEqual(
      [
        ...names.filter((name) => name !== '..c').map((name) => `${name} | counter | ${name}`),
        `${'l'.repeat(250)} | counter | long`,
        'e | counter | newline',
      ].sort(),
    );
    expect(left(intake)).toEqual(['..c: It is hidden, or a tool put it there.']);
  });

  it('that are no text are reported as unreadable, and nobody is blamed', async () => {
    folder.add({ 'ada/counter.ts': 'a' });
    const { mkdirSync, writeFileSync } = await import('node:fs');
    const bytes = Buffer.concat([Buffer.from(`${folder.dir}/`), Buffer.from([0x62, 0xff])]);
    mkdirSync(bytes);
    writeFileSync(Buffer.concat([bytes, Buffer.from('/counter.ts')]), 'b');
    const intake = await find();
    expect(lines(intake)[0]).toBe('ada | counter | a');
    expect(lines(intake)[1]).toMatch(/ours: It cannot be read: ENOENT/);
  });
});
