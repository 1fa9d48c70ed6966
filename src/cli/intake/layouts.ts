/** Layouts of classes, recognised by the shape of names alone. */
import type { Layout, Student } from './submission.ts';

/** Whose a file is, and what is left of its name when what the layout puts around it is taken away. */
export interface Place {
  readonly layout: Layout;
  /** What all files of one student, or one group, have in common. */
  readonly owner: string;
  readonly students: readonly Student[];
  /** The names from the owner's folder to the file, as they were handed in; none for a folder. */
  readonly within: readonly string[];
  readonly late?: boolean;
  /** Later attempts have larger ones. */
  readonly order?: number;
  /** Of a Gradescope submission: the name of its folder, and the index of that name in the path. */
  readonly metadata?: { readonly key: string; readonly depth: number };
}

/** `Ada Example_12345_assignsubmission_file_`, a folder, or the same before a file's name. */
const MOODLE = /^(?<name>.+?)_(?<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?<file>.*))?$/su;
/** `exampleada_LATE_123_4567_counter.ts`. Canvas leaves no `_digits_` in the name. */
const CANVAS = /^(?<name>.+?)(?<late>_LATE)?_(?<user>\d+)_(?<attachment>\d+)_(?<file>.+)$/su;
const GRADESCOPE = /^submission_(?<number>\d+)$/u;
const GRADESCOPE_EXPORT = /^assignment_\d+_export\b/u;

/**
 * A file of a platform's download; undefined where it has the shape of none.
 *
 * @param names all names of its path
 * @param hasMetadata whether there is a `submission_metadata.yml` in the folder of the first `depth` names
 */
export function platformPlace(
  names: readonly string[],
  isFolder: boolean,
  hasMetadata: (depth: number) => boolean,
): Place | undefined {
  return gradescopePlace(names, hasMetadata) ?? moodlePlace(names, isFolder) ?? canvasPlace(names, isFolder);
}

function gradescopePlace(
  names: readonly string[],
  hasMetadata: (depth: number) => boolean,
): Place | undefined {
  const depth = names.findIndex(
    (name, i) =>
      GRADESCOPE.test(name) && (hasMetadata(i) || (i > 0 && GRADESCOPE_EXPORT.test(names[i - 1] ?? ''))),
  );
  const key = names[depth];
  if (key === undefined) return undefined;
  return {
    layout: 'gradescope',
    owner: `gradescope ${key}`,
    students: [],
    within: names.slice(depth + 1),
    metadata: { key, depth },
  };
}

function moodlePlace(names: readonly string[], isFolder: boolean): Place | undefined {
  for (const [i, part] of names.entries()) {
    const { name, number, file } = MOODLE.exec(part)?.groups ?? {};
    if (name === undefined || number === undefined) continue;
    const isFile = !isFolder && i === names.length - 1;
    return {
      layout: 'moodle',
      owner: `moodle ${number} ${name}`,
      students: [{ id: number, name }],
      within: [...(isFile ? [file === undefined || file === '' ? part : file] : []), ...names.slice(i + 1)],
    };
  }
  return undefined;
}

function canvasPlace(names: readonly string[], isFolder: boolean): Place | undefined {
  // A zip that somebody handed in is among the folders.
  const at = names.findIndex(
    (part, i) => CANVAS.test(part) && (/\.zip$/i.test(part) || (i === names.length - 1 && !isFolder)),
  );
  const { name, late, user, attachment, file } = CANVAS.exec(names[at] ?? '')?.groups ?? {};
  if (name === undefined || user === undefined || file === undefined) return undefined;
  const inZip = names.slice(at + 1);
  return {
    layout: 'canvas',
    owner: `canvas ${user}`,
    students: [{ id: user, name }],
    within: inZip.length > 0 ? inZip : [file],
    late: late !== undefined,
    order: Number(attachment),
  };
}

/**
 * A file in folders of any other kind: `<student>/<exercise>.ts`, also with folders of exercises around or below. The
 * owner is the first folder that is no exercise's; without one, what the file's name has besides the exercise's.
 *
 * @param below the names from the root to the file or the empty folder
 * @param isExercise whether a name is an exercise's
 * @param nameWithout what remains of a file's name without an exercise's
 */
export function plainPlace(
  root: string,
  below: readonly string[],
  isFolder: boolean,
  isExercise: (name: string) => boolean,
  nameWithout: (name: string) => string,
): Place {
  const folders = isFolder ? below : below.slice(0, -1);
  const at = folders.findIndex((name) => !isExercise(name));
  const name = folders[at];
  if (name !== undefined) {
    const within = below.slice(at + 1);
    return { layout: 'folders', owner: `${root} folder ${name}`, students: [{ id: name }], within };
  }
  const file = below.at(-1) ?? '';
  const own = nameWithout(file);
  return {
    layout: 'files',
    // One student's attempts have the same name but for a number.
    owner: `${root} file ${own === '' ? below.join('/') : own}`,
    students: own === '' ? [] : [{ id: own }],
    within: isFolder ? [] : [file],
  };
}
