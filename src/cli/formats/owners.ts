import type { Result } from './results.ts';
import { whoOf } from './tell.ts';

/** Somebody, or a group, with all that they handed in. */
export interface Owner {
  readonly who: string;
  /** A file's name for them, without an ending; no two have the same, on any file system. */
  readonly fileName: string;
  readonly results: readonly Result[];
}

/** The results by owner, in the order in which owners are met. A file that is nobody's is an owner's of its own. */
export function byOwner(results: readonly Result[]): Owner[] {
  const owned = new Map<string, Result[]>();
  for (const result of results) {
    const { students, id } = result;
    const key = JSON.stringify(students.length > 0 ? students.map((student) => student.id) : [id, 'nobody']);
    const others = owned.get(key);
    if (others === undefined) owned.set(key, [result]);
    else others.push(result);
  }
  const taken = new Set<string>();
  return [...owned.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const wanted = plain(first.students.map(({ id }) => id).join('-') || first.id);
    let fileName = wanted;
    for (let n = 2; taken.has(fileName.toLowerCase()); n++) fileName = `${wanted}-${n}`;
    taken.add(fileName.toLowerCase());
    return [{ who: whoOf(first), fileName, results: all }];
  });
}

function plain(id: string): string {
  const kept = id
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  // Some systems keep these names for themselves.
  return kept === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(kept) ? `student-${kept}` : kept;
}
