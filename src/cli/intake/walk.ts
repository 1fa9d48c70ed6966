/** The files below a path. Links are not followed: they could lead out of the folder, or round in it. */
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import picomatch from 'picomatch';

/** Something that was met below a path. */
export interface Found {
  /**
   * `other`: a link, a device. `system`: what systems and tools put there, hidden files and packages; not looked into.
   * `unreadable`: it cannot be opened. `missing`: nothing is there.
   */
  readonly kind: 'file' | 'empty-folder' | 'other' | 'system' | 'unreadable' | 'missing';
  /** Where to read it. */
  readonly file: string;
  /** How it is shown. */
  readonly path: string;
  /** The path or pattern that was asked for. */
  readonly asked: string;
  /** That path, or the fixed part of the pattern. */
  readonly root: string;
  /** The names from below the root to it; of a root that is a file, its own name. */
  readonly below: readonly string[];
  /** Why it is unreadable. */
  readonly why?: string;
}

/**
 * What paths and patterns (as a shell has them) name, in order; what is below a folder by name. A path that exists is
 * taken as it is, whatever characters it has.
 */
export async function* find(paths: readonly string[]): AsyncGenerator<Found> {
  for (const path of paths) {
    if (await exists(path)) yield* at({ asked: path, root: path }, path, path, []);
    else if (picomatch.scan(path).isGlob) yield* matching(path);
    else yield { kind: 'missing', file: path, path, asked: path, root: path, below: [] };
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (thrown: unknown) => codeOf(thrown) !== 'ENOENT' && codeOf(thrown) !== 'ENOTDIR',
  );
}

async function* at(
  from: Pick<Found, 'asked' | 'root'>,
  path: string,
  file: string,
  below: readonly string[],
): AsyncGenerator<Found> {
  const isRoot = below.length === 0;
  const found = { ...from, file, path, below: isRoot ? [basename(resolve(path))] : below };
  if (!isRoot && isOfSystem(below.at(-1) ?? '')) {
    yield { ...found, kind: 'system' };
    return;
  }
  try {
    // Whoever names a link means what it leads to.
    const stats = isRoot ? await stat(file) : await lstat(file);
    if (stats.isFile()) yield { ...found, kind: 'file' };
    else if (!stats.isDirectory()) yield { ...found, kind: 'other' };
    else {
      const names = (await readdir(file)).sort();
      if (names.length === 0) yield { ...found, below, kind: 'empty-folder' };
      for (const name of names) yield* at(from, join(path, name), join(file, name), [...below, name]);
    }
  } catch (thrown) {
    yield { ...found, kind: 'unreadable', why: describe(thrown) };
  }
}

async function* matching(pattern: string): AsyncGenerator<Found> {
  const { base } = picomatch.scan(pattern);
  const root = base === '' ? '.' : base;
  const matches = picomatch(pattern.split(sep).join('/'), { dot: false });
  let count = 0;
  if (await exists(root)) {
    for await (const found of at({ asked: pattern, root }, root, root, [])) {
      if (found.kind === 'empty-folder') continue;
      const path = base === '' ? found.below.join('/') : [base, ...found.below].join('/');
      // A pattern that names a folder means all that is below it.
      const isMeant = found.below.some((_, i) =>
        matches((base === '' ? [] : [base]).concat(found.below.slice(0, i + 1)).join('/')),
      );
      if (!isMeant) continue;
      count++;
      yield { ...found, path };
    }
  }
  if (count === 0) yield { kind: 'missing', file: pattern, path: pattern, asked: pattern, root, below: [] };
}

function isOfSystem(name: string): boolean {
  return name.startsWith('.') || /^(node_modules|__MACOSX|Thumbs\.db|desktop\.ini)$/i.test(name);
}

/** What the system said, without the path, which stands beside it. */
export function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message.replace(/,? '.*$/su, '');
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
