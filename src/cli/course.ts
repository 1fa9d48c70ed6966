/** The exercises that the command line works with. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleExercise } from '../catalog/bundle.ts';
import { readCatalog, type CatalogEntry } from '../catalog/catalog.ts';
import type { LoadedExercise } from '../explore/exercise.ts';
import type { HostExercise } from '../sandbox/host.ts';
import type { NodeHostFiles } from '../sandbox/node-host.ts';
import { UsageError } from './exit.ts';

/** The project's folder: this file is built into `dist/cli` of it. */
const project = findProject(dirname(fileURLToPath(import.meta.url)));
const built = join(project, 'dist', 'cli');
const cache = join(project, 'dist', 'exercises');

function findProject(start: string): string {
  for (let dir = start; dirname(dir) !== dir; dir = dirname(dir)) {
    if (existsSync(join(dir, 'src', 'kit.ts'))) return dir;
  }
  throw new Error(`No project around ${start}.`);
}

/** Exercises by id, loaded when first asked for. */
export class Course {
  readonly entries: readonly CatalogEntry[];
  private readonly loading = new Map<string, Promise<HostExercise>>();

  /** @param exercisesDir a folder of somebody's own, instead of the course's */
  constructor(exercisesDir?: string) {
    this.entries =
      exercisesDir === undefined
        ? readCatalog(join(project, 'exercises'), join(project, 'solutions'))
        : readCatalog(resolve(exercisesDir));
  }

  get ids(): string[] {
    return this.entries.map(({ id }) => id);
  }

  /** The course's version, and its grader's: they are one package. */
  get version(): string {
    const { version }: { readonly version: string } = JSON.parse(
      readFileSync(join(project, 'package.json'), 'utf8'),
    );
    return version;
  }

  /** Names this build of the grader: another when any of its sources is. */
  get build(): string {
    return readFileSync(join(built, '.sources'), 'utf8').trim();
  }

  /** Where the parts of the Node host are. */
  get hostFiles(): NodeHostFiles {
    return {
      child: join(built, 'node-child.mjs'),
      compileChild: join(built, 'node-compile-child.mjs'),
      readable: [built, cache],
    };
  }

  /** @throws UsageError for an id that is not there */
  load(id: string): Promise<HostExercise> {
    const entry = this.entries.find((candidate) => candidate.id === id);
    if (entry === undefined) {
      return Promise.reject(
        new UsageError(`There is no exercise "${id}". Exercises: ${this.ids.join(', ')}.`),
      );
    }
    let loading = this.loading.get(id);
    if (loading === undefined) {
      loading = loadEntry(entry, cache);
      this.loading.set(id, loading);
    }
    return loading;
  }
}

async function loadEntry(entry: CatalogEntry, cacheDir: string): Promise<HostExercise> {
  const module = await bundleExercise(entry, join(project, 'src'), cacheDir);
  const loaded: { default: LoadedExercise } = await import(pathToFileURL(module).href);
  return { exercise: loaded.default.exercise, module };
}
