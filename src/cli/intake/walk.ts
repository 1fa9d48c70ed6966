/** The files below a path, those in zips too. Links are not followed: they could lead out of the folder, or round in it. */
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { describe } from './describe-error.ts';
import { CLASS_LIMITS, isZip, SUBMISSION_LIMITS, ZipError, type Unpacked, type Unzipper } from './unzip.ts';

/** Something that was met below a path. */
export interface Found {
  /**
   * `other`: a link, a device. `system`: what systems and tools put there, hidden files and packages; not looked into.
   * `unreadable`: it cannot be opened. `bad-zip`: it is no zip that is unpacked. `refused`: a zip says that it is in it.
   * `missing`: nothing is there.
   */
  readonly kind:
    'file' | 'empty-folder' | 'other' | 'system' | 'unreadable' | 'bad-zip' | 'refused' | 'missing';
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
  /** Why it is unreadable or refused. */
  readonly why?: string;
}

/**
 * What paths and patterns (as a shell has them) name, in order; what is below a folder by name. A path that exists is
 * taken as it is, whatever characters it has.
 */
export async function* find(paths: readonly string[], unzipper: Unzipper): AsyncGenerator<Found> {
  for (const path of paths) {
    if (await exists(path)) yield* at({ asked: path, root: path, unzipper }, path, path, []);
    else if (picomatch.scan(path).isGlob) yield* matching(path, unzipper);
    else yield { kind: 'missing', file: path, path, asked: path, root: path, below: [] };
  }
}

/** A download may be a zip of zips that hold a zip each. */
const ZIPS_IN_ZIPS = 2;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (thrown: unknown) => codeOf(thrown) !== 'ENOENT' && codeOf(thrown) !== 'ENOTDIR',
  );
}

/** What was asked for, and where zips go. */
interface From extends Pick<Found, 'asked' | 'root'> {
  readonly unzipper: Unzipper;
}

async function* at(from: From, path: string, file: string, below: readonly string[]): AsyncGenerator<Found> {
  const isRoot = below.length === 0;
  const { unzipper: _unzipper, ...asked } = from;
  const found = { ...asked, file, path, below: isRoot ? [basename(resolve(path))] : below };
  if (!isRoot && isOfSystem(below.at(-1) ?? '')) {
    yield { ...found, kind: 'system' };
    return;
  }
  try {
    // Whoever names a link means what it leads to.
    const stats = isRoot ? await stat(file) : await lstat(file);
    if (stats.isFile() && isZip(path)) yield* inZip(from, path, file, below);
    else if (stats.isFile()) yield { ...found, kind: 'file' };
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

/** What is in a zip, as if it were a folder without the `.zip` in its name. Zips in zips in zips are left as they are. */
async function* inZip(
  from: From,
  path: string,
  file: string,
  below: readonly string[],
  depth = 0,
): AsyncGenerator<Found> {
  const { unzipper, ...asked } = from;
  const isRoot = below.length === 0;
  const names = isRoot ? [] : [...below.slice(0, -1), (below.at(-1) ?? '').replace(/\.zip$/i, '')];
  const zip = { ...asked, file, path, below: isRoot ? [basename(path)] : below };
  let unpacked: readonly Unpacked[];
  try {
    unpacked = await unzipper.unpack(file, isRoot ? CLASS_LIMITS : SUBMISSION_LIMITS);
  } catch (thrown) {
    const isBad = thrown instanceof ZipError;
    yield { ...zip, kind: isBad ? 'bad-zip' : 'unreadable', why: describe(thrown) };
    return;
  }
  if (unpacked.length === 0) yield { ...zip, below: names, kind: 'empty-folder' };
  const systems = new Set<string>();
  for (const one of unpacked) {
    const shownPath = `${path}/${one.names.join('/')}`;
    if (one.kind === 'refused') {
      // Where it wants to be is nobody's folder.
      yield { ...zip, path: shownPath, below: names, kind: 'refused', why: one.why ?? '' };
      continue;
    }
    const system = one.names.findIndex(isOfSystem);
    if (system >= 0) {
      const shown = one.names.slice(0, system + 1);
      const key = shown.join('/');
      if (!systems.has(key))
        yield { ...zip, path: `${path}/${key}`, below: [...names, ...shown], kind: 'system' };
      systems.add(key);
      continue;
    }
    const inner = { ...zip, path: shownPath, below: [...names, ...one.names] };
    if (one.kind === 'file' && isZip(inner.path) && depth < ZIPS_IN_ZIPS) {
      yield* inZip(from, inner.path, one.file, inner.below, depth + 1);
      await unzipper.drop(one.file);
    } else if (one.kind === 'link') yield { ...inner, kind: 'other' };
    else yield { ...inner, file: one.file, kind: one.kind, ...(one.why !== undefined && { why: one.why }) };
  }
}

async function* matching(pattern: string, unzipper: Unzipper): AsyncGenerator<Found> {
  const { base } = picomatch.scan(pattern);
  const root = base === '' ? '.' : base;
  const matches = picomatch(pattern.split(sep).join('/'), { dot: false });
  let count = 0;
  if (await exists(root)) {
    for await (const found of at({ asked: pattern, root, unzipper }, root, root, [])) {
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

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
