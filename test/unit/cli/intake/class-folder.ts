/** A class on the disk, of invented people, for one test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that is removed with all that is in it. */
export class ClassFolder {
  readonly dir = mkdtempSync(join(tmpdir(), 'partial-failure-class-'));

  /** Writes files, by their paths below the folder; a path that ends in `/` is an empty folder. */
  add(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.dir, path);
      mkdirSync(path.endsWith('/') ? file : dirname(file), { recursive: true });
      if (!path.endsWith('/')) writeFileSync(file, content);
    }
    return this;
  }

  at(...names: string[]): string {
    return join(this.dir, ...names);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
