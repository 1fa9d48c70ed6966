/** `--output FORMAT=FILE`: which files the results go into, and writing them. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './exit.ts';
import { FormatError, type Format } from './formats/format.ts';
import type { Results } from './formats/results.ts';
import { FORMATS } from './formats/table.ts';

/** A file that is to be written. */
export interface Requested {
  readonly format: Format;
  readonly file: string;
}

/** What came of an output: what to tell of it, or why it could not be written. */
export interface Outcome {
  readonly request: Requested;
  readonly remarks: readonly string[];
  readonly problem?: string;
}

/**
 * What the values of `--output` ask for. Everything that can be known before anything is graded is looked at here: the
 * format, the folder, the file that is to be filled in.
 *
 * @throws UsageError for a value that will not do
 */
export function requestOutputs(values: readonly string[]): Requested[] {
  const requests = values.map(requestOf);
  const seen = new Set<string>();
  for (const { file } of requests) {
    const path = resolve(file);
    if (seen.has(path)) throw new UsageError(`--output names ${file} twice. Give each format its own file.`);
    seen.add(path);
  }
  for (const request of requests) {
    try {
      checkTarget(request);
    } catch (thrown) {
      throw new UsageError(`--output ${request.format.name}=${request.file}: ${reasonOf(thrown)}`);
    }
  }
  return requests;
}

function requestOf(value: string): Requested {
  const at = value.indexOf('=');
  const [name, file] = at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
  const format = FORMATS.find((candidate) => candidate.name === name);
  if (format === undefined)
    throw new UsageError(
      `There is no format "${name}". Formats: ${FORMATS.map((known) => known.name).join(', ')}.`,
    );
  if (file === '') throw new UsageError(`--output ${name} needs a file: --output ${name}=FILE.`);
  return { format, file };
}

function checkTarget({ format, file }: Requested): void {
  const missing = (format.needs ?? []).filter((name) => (process.env[name] ?? '') === '');
  if (missing.length > 0)
    throw new FormatError(
      `It needs what the platform’s runner sets in the environment: ${missing.join(', ')}.`,
    );
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) throw new FormatError('This is a folder. Give a file.');
    accessSync(file, constants.W_OK);
  }
  format.fillsIn?.(contentOf(file));
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw new FormatError(`${folder} is not a folder.`);
  accessSync(folder, constants.W_OK);
}

/** Writes what was asked for, each output by itself: one that cannot be written keeps no other back. */
export function writeOutputs(requests: readonly Requested[], results: Results): Outcome[] {
  return requests.map((request) => {
    const { format, file } = request;
    try {
      const target = {
        fileName: basename(file),
        environment: process.env,
        now: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
        ...(format.fillsIn !== undefined && { before: contentOf(file) }),
      };
      const { text, beside = new Map<string, string>(), remarks = [] } = format.write(results, target);
      for (const [path, content] of beside) replaceFile(join(dirname(file), path), content);
      replaceFile(file, text);
      return { request, remarks };
    } catch (thrown) {
      return { request, remarks: [], problem: reasonOf(thrown) };
    }
  });
}

/** What a file that is to be filled in has now. It is written again, so that not a byte of it may be guessed. */
function contentOf(file: string): string {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new FormatError('There is no such file to fill in. Download it from the platform first.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new FormatError(
      'It is not UTF-8 text. Download it again, and do not save it with a spreadsheet first.',
    );
  }
}

/** A file is there whole, or as it was: what is written goes beside it first. */
function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && !statSync(file).isFile()) {
    // A pipe or a device, which cannot be replaced.
    writeFileSync(file, text);
    return;
  }
  const path = existsSync(file) ? realpathSync(file) : file;
  const mode = existsSync(path) ? statSync(path).mode & 0o777 : 0o666;
  const beside = join(dirname(path), `.${basename(path).slice(0, 200)}.${process.pid}.tmp`);
  try {
    const handle = openSync(beside, 'w', mode);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, path);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown;
  }
}

/** Why a file could not be written, and what to do. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof FormatError) return thrown.message;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOSPC') return 'The disk is full. What was there before is kept.';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'It may not be written. Give a file in a folder of your own.';
  return thrown instanceof Error ? thrown.message : String(thrown);
}
