/**
 * Zip files, which strangers have made. No name of theirs becomes a name on the disk: what is needed is unpacked into
 * numbered files of a temporary folder, and known by its path in the zip. Of everything else only the name is read.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { getFileNameLowLevel, openPromise, validateFileName, type Entry } from 'yauzl';
import { METADATA } from './gradescope-metadata.ts';
import { BYTES_MAX, isTypeScript } from './read-source.ts';

/** How much may come out of a zip. */
export interface ZipLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** Of a zip that the instructor names: a whole class. */
export const CLASS_LIMITS: ZipLimits = { entries: 100_000, bytes: 2_000_000_000 };
/** Of one in it, or in a folder: somebody's submission. */
export const SUBMISSION_LIMITS: ZipLimits = { entries: 10_000, bytes: 100_000_000 };

/** Something in a zip. */
export interface Unpacked {
  /** The names from the zip to it. */
  readonly names: readonly string[];
  readonly kind: 'file' | 'empty-folder' | 'link' | 'refused';
  /** Where its content is; `''` of what nobody reads. */
  readonly file: string;
  /** Why it is refused. */
  readonly why?: string;
}

/** The zip is broken, encrypted or too large: the fault of whoever made it. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

const LINK = 0o120000;
const KIND = 0o170000;

/** Where zips are unpacked. Close it when all is read. */
export class Unzipper {
  private dir: string | undefined;
  private count = 0;
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, signal);
  };

  /**
   * Unpacks what can be a submission, in the order of the names.
   *
   * @throws ZipError when that is not possible; what the system refuses (a full disk) as it comes
   */
  async unpack(zip: string, limits: ZipLimits): Promise<readonly Unpacked[]> {
    const opened = await openPromise(zip, { autoClose: false, decodeStrings: false }).catch(notAZip);
    try {
      if (opened.entryCount > limits.entries)
        throw new ZipError(`it has more than ${limits.entries} entries`);
      const found = new Map<string, Unpacked>();
      const folders: string[][] = [];
      let left = limits.bytes;
      for await (const entry of opened.eachEntry()) {
        const raw = nameOf(entry);
        const names = raw.split('/').filter((name) => name !== '' && name !== '.');
        const path = names.join('/');
        if (names.length === 0) continue;
        const wrong = validateFileName(raw);
        if (wrong !== null) {
          found.set(`${path}\0${found.size}`, refused(names, 'Its name leads out of the zip.'));
        } else if (raw.endsWith('/')) folders.push(names);
        else if (((entry.externalFileAttributes >>> 16) & KIND) === LINK)
          found.set(path, { names, kind: 'link', file: '' });
        else if (found.has(path))
          found.set(`${path}\0${found.size}`, refused(names, 'The zip has another file of this name.'));
        else {
          const max = wanted(names.at(-1) ?? '');
          const file = max === 0 ? '' : await this.newFile();
          if (max > 0) {
            if (entry.isEncrypted()) throw new ZipError('it is encrypted');
            const stream = await opened.openReadStreamPromise(entry);
            left -= await copy(stream, file, Math.min(max, left));
            if (left <= 0)
              throw new ZipError(`more than ${limits.bytes / 1_000_000} MB would come out of it`);
          }
          found.set(path, { names, kind: 'file', file });
        }
      }
      const full = new Set([...found.values()].flatMap(({ names }) => foldersOf(names)));
      for (const names of folders) for (const folder of foldersOf(names)) full.add(folder);
      for (const names of folders) {
        const path = names.join('/');
        if (!full.has(path)) found.set(path, { names, kind: 'empty-folder', file: '' });
      }
      return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    } catch (thrown) {
      return notAZip(thrown);
    } finally {
      opened.close();
    }
  }

  /** Removes a zip that was itself unpacked from one. */
  async drop(file: string): Promise<void> {
    if (this.dir !== undefined && file.startsWith(this.dir)) await rm(file, { force: true });
  }

  /** Removes all that was unpacked. */
  close(): void {
    process.off('SIGINT', this.onSignal).off('SIGTERM', this.onSignal);
    if (this.dir !== undefined) rmSync(this.dir, { recursive: true, force: true });
    this.dir = undefined;
  }

  private async newFile(): Promise<string> {
    if (this.dir === undefined) {
      this.dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
      process.once('SIGINT', this.onSignal).once('SIGTERM', this.onSignal);
    }
    return join(this.dir, String(this.count++));
  }
}

function foldersOf(names: readonly string[]): string[] {
  return names.slice(0, -1).map((_, i) => names.slice(0, i + 1).join('/'));
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

function refused(names: readonly string[], why: string): Unpacked {
  return { names, kind: 'refused', file: '', why };
}

/** How many bytes are read of a file, by its name: more than the most that is looked at, so that too many are seen. */
function wanted(name: string): number {
  if (isTypeScript(name)) return BYTES_MAX + 1;
  if (name === METADATA || isZip(name)) return SUBMISSION_LIMITS.bytes + 1;
  return 0;
}

/** Whether a name is that of a zip. */
export function isZip(name: string): boolean {
  return /\.zip$/i.test(name);
}

/** Writes at most `max` bytes, and says how many. */
async function copy(from: Readable, file: string, max: number): Promise<number> {
  let count = 0;
  const handle = await open(file, 'w');
  try {
    for await (const chunk of from) {
      if (!(chunk instanceof Uint8Array)) throw new ZipError('it holds no bytes');
      const taken = chunk.subarray(0, max - count);
      await handle.writeFile(taken);
      count += taken.length;
      if (count >= max) break;
    }
  } finally {
    await handle.close();
  }
  return count;
}

/** What yauzl and zlib say is the zip's fault; what the system says is not. */
function notAZip(thrown: unknown): never {
  if (thrown instanceof ZipError || !(thrown instanceof Error) || 'syscall' in thrown) throw thrown;
  throw new ZipError(`it cannot be unpacked (${thrown.message})`);
}
