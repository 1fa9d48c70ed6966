/**
 * Exercises as data for the site: a Docusaurus plugin that writes one module per exercise folder, and a remark plugin
 * that gives each `<Workshop exercise="…" />` of a lesson its module. Nothing lists exercises by hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { readCatalog, type CatalogEntry, type SampleProgram } from '../catalog/catalog.ts';
import { gradingModule } from '../catalog/parts.ts';
import { addReference, attributeOf, importOf, isElement, type MarkdownNode } from './markdown.ts';

const NAME = 'partial-failure-exercises';
/** Where webpack finds what {@link exercisesPlugin} writes. */
const GENERATED = `@generated/${NAME}/default`;
/** What needs a running browser. */
const LIVE = [
  '../components/Workshop/live.ts',
  '../components/Workshop/editor/live.ts',
  '../components/TryIt/live.ts',
  '../components/Playground/live.ts',
];

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The text of a module, in order of writing. */
type Written = ReadonlyMap<string, string>;

/** Writes the modules that `<Workshop>` and the worker that grades import. */
export default function exercisesPlugin({ siteDir }: LoadContext): Plugin {
  return {
    name: NAME,
    getPathsToWatch: () =>
      ['exercises/**/*', 'solutions/**/*', 'src/api.ts'].map((path) => join(siteDir, path)),
    async contentLoaded({ actions }) {
      const withSolutions = process.env['WITHOUT_SOLUTIONS'] !== '1';
      const api = readFileSync(join(siteDir, 'src', 'api.ts'), 'utf8');
      for (const [name, text] of modulesOf(catalogOf(siteDir), { api, withSolutions }))
        await actions.createData(name, text);
    },
    configureWebpack: (_config, isServer) => ({
      // Pages are rendered without the editor and without workers; the server's bundle need not hold them.
      resolve: isServer ? { alias: Object.fromEntries(LIVE.map((file) => [at(file), false])) } : {},
    }),
  };
}

function catalogOf(siteDir: string): readonly CatalogEntry[] {
  const exercises = join(siteDir, 'exercises');
  return existsSync(exercises) ? readCatalog(exercises, join(siteDir, 'solutions')) : [];
}

/** All modules by name: per exercise its page, its types, its grading and, unless left out, its solution and mutants. */
export function modulesOf(
  entries: readonly CatalogEntry[],
  { api, withSolutions }: { readonly api: string; readonly withSolutions: boolean },
): Written {
  const modules = new Map<string, string>();
  for (const entry of entries) {
    const { id, dir } = entry;
    const hints = splitHints(readFileSync(entry.hints, 'utf8'));
    hints.forEach((hint, index) => modules.set(`${id}/hint-${index + 1}.mdx`, hint.body));
    modules.set(
      `${id}/types.js`,
      `export const api = ${JSON.stringify(api)};\nexport const contract = ${text(entry.contract)};\n`,
    );
    const solution = withSolutions ? entry.solution : undefined;
    if (solution !== undefined) modules.set(`${id}/solution.js`, `export default ${text(solution)};\n`);
    if (withSolutions) {
      modules.set(`${id}/mutants.js`, `export default ${JSON.stringify(textsOf(entry.mutants))};\n`);
      modules.set(
        `${id}/alternatives.js`,
        `export default ${JSON.stringify(textsOf(entry.alternatives))};\n`,
      );
    }
    modules.set(
      `${id}/page.js`,
      [
        `import exercise from ${path(join(dir, 'exercise.ts'))};`,
        `import Brief from ${path(entry.brief)};`,
        ...hints.map((_, index) => `import Hint${index + 1} from './hint-${index + 1}.mdx';`),
        'export default {',
        '  exercise,',
        '  Brief,',
        `  hints: [${hints.map(({ title }, index) => `{ title: ${JSON.stringify(title)}, Body: Hint${index + 1} }`).join(', ')}],`,
        `  starter: ${text(entry.starter)},`,
        `  loadTypes: () => import('./types.js'),`,
        `  loadSolution: ${lateDefault(solution !== undefined, './solution.js')},`,
        `  loadAlternatives: ${lateDefault(withSolutions, './alternatives.js')},`,
        '};\n',
      ].join('\n'),
    );
    for (const program of entry.tryIts)
      modules.set(`${id}/tryit-${program.name}.js`, tryItModule(entry, program));
    modules.set(`${id}/grading.js`, gradingModule(entry));
  }
  modules.set('programs.js', programsOf(entries, withSolutions));
  modules.set(
    'gradings.js',
    [
      'export default {',
      ...entries.map(
        ({ id }) =>
          `  ${JSON.stringify(id)}: () => import('./${id}/grading.js').then((module) => module.default),`,
      ),
      '};\n',
    ].join('\n'),
  );
  return modules;
}

/**
 * A naive program as a lesson shows it: without the docblock that says what it breaks. What follows a line
 * `// ---- words` is given, and folded under these words.
 */
function tryItModule({ dir }: CatalogEntry, { name, file, breaks }: SampleProgram): string {
  const code = withoutHeader(readFileSync(file, 'utf8'));
  const [, own = code, title, given] = /^([\s\S]*?\n)\n*\/\/ ---- (.*)\n([\s\S]*)$/.exec(code) ?? [];
  return [
    `import exercise from ${path(join(dir, 'exercise.ts'))};`,
    'export default {',
    '  exercise,',
    `  name: ${JSON.stringify(name)},`,
    `  breaks: ${JSON.stringify(breaks)},`,
    `  code: ${JSON.stringify(own)},`,
    `  given: ${given === undefined ? 'undefined' : JSON.stringify({ title, code: given })},`,
    `  loadTypes: () => import('./types.js'),`,
    '};\n',
  ].join('\n');
}

/** What the playground knows of every exercise; what gives something away comes later, when it is asked for. */
function programsOf(entries: readonly CatalogEntry[], withSolutions: boolean): string {
  return [
    ...entries.map(({ dir }, index) => `import exercise${index} from ${path(join(dir, 'exercise.ts'))};`),
    'export default [',
    ...entries.map(({ id, starter, solution, tryIts }, index) =>
      [
        `  { exercise: exercise${index},`,
        `    starter: ${text(starter)},`,
        `    naive: ${naiveOf(tryIts)},`,
        `    loadTypes: () => import('./${id}/types.js'),`,
        `    loadSolution: ${lateDefault(withSolutions && solution !== undefined, `./${id}/solution.js`)},`,
        `    loadMutants: ${lateDefault(withSolutions, `./${id}/mutants.js`)} },`,
      ].join('\n'),
    ),
    '];\n',
  ].join('\n');
}

/** The program that the playground opens on: one that works while nothing goes wrong. */
function naiveOf(programs: readonly SampleProgram[]): string {
  const naive = programs.find(({ opens }) => opens !== undefined);
  if (naive === undefined) return 'undefined';
  const code = withoutHeader(readFileSync(naive.file, 'utf8'));
  return JSON.stringify({ scenario: naive.opens, code });
}

/** A program without the docblock that says what it breaks. */
function withoutHeader(code: string): string {
  return code.replace(/^\s*\/\*\*[\s\S]*?\*\/\s*/, '');
}

function textsOf(programs: readonly SampleProgram[]): { name: string; about: string; code: string }[] {
  return programs.map(({ name, about, file }) => ({ name, about, code: readFileSync(file, 'utf8') }));
}

function lateDefault(exists: boolean, module: string): string {
  return exists ? `() => import('${module}').then((module) => module.default)` : 'undefined';
}

const path = (file: string): string => JSON.stringify(file.replaceAll('\\', '/'));
const text = (file: string): string => JSON.stringify(readFileSync(file, 'utf8'));

/** One step of `hints.md`. */
export interface Hint {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/**
 * Takes `hints.md` apart: at its second-level headings, which become titles, or else at the items of its top-level
 * numbered list. Text before the first of them, and lists of other kinds, are part of what they stand in.
 */
export function splitHints(markdown: string): Hint[] {
  const lines = markdown.replace(/^---\n[\s\S]*?\n---\n/, '').split('\n');
  const byHeading = /^##\s+(.*?)\s*#*$/;
  const byNumber = /^\d+[.)]\s+(.*)$/;
  const start = outsideFences(lines).some((line) => byHeading.test(line)) ? byHeading : byNumber;
  const hints: { title: string; lines: string[] }[] = [];
  let fenced = false;
  for (const line of lines) {
    const match = fenced ? null : start.exec(line);
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (match !== null && start === byHeading) hints.push({ title: match[1] ?? '', lines: [] });
    else if (match !== null) hints.push({ title: '', lines: [match[1] ?? ''] });
    else hints.at(-1)?.lines.push(start === byNumber ? line.replace(/^ {1,3}/, '') : line);
  }
  return hints.map(({ title, lines: body }) => ({ title, body: `${body.join('\n').trim()}\n` }));
}

function outsideFences(lines: readonly string[]): string[] {
  let fenced = false;
  return lines.filter((line) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    return !fenced;
  });
}

/**
 * Remark plugin for lessons: gives each `<Workshop exercise="no-reply" />` and each
 * `<TryIt exercise="no-reply" program="silence-is-no">` its data, by an import of that exercise or program alone, so that
 * a page carries no other. One without a folder or a file ends the build.
 */
export function workshopData(): (tree: MarkdownNode, file: { path: string }) => void {
  return (tree, file) => {
    const entries = catalogOf(at('../..'));
    const found = new Map<string, string>();
    const visit = (node: MarkdownNode): void => {
      const where = `${file.path}:${node.position?.start.line ?? 1}`;
      const module = isElement(node, 'Workshop')
        ? `${exerciseOf(node, entries, where).id}/page.js`
        : isElement(node, 'TryIt')
          ? tryItOf(node, entries, where)
          : undefined;
      if (module !== undefined) {
        const name = found.get(module) ?? `workshopData${found.size + 1}`;
        found.set(module, name);
        addReference(node, 'data', name);
      }
      node.children?.forEach(visit);
    };
    visit(tree);
    for (const [module, name] of found) tree.children?.unshift(importOf(name, `${GENERATED}/${module}`));
  };
}

function tryItOf(node: MarkdownNode, entries: readonly CatalogEntry[], where: string): string {
  const entry = exerciseOf(node, entries, where);
  const name = attributeOf(node, 'program');
  if (entry.tryIts.some((program) => program.name === name)) return `${entry.id}/tryit-${name}.js`;
  const names = entry.tryIts.map((program) => program.name);
  throw new Error(
    `${where}: <TryIt> needs a program of exercises/${entry.id}/tryit/. Add ${name ?? 'one'}.ts there, or write one of: ${names.join(', ') || '(none yet)'}.`,
  );
}

function exerciseOf(node: MarkdownNode, entries: readonly CatalogEntry[], where: string): CatalogEntry {
  const id = attributeOf(node, 'exercise');
  if (id === undefined) {
    throw new Error(
      `${where}: <${node.name}> does not say which exercise. Write <${node.name} exercise="no-reply" />.`,
    );
  }
  const entry = entries.find((one) => one.id === id);
  if (entry !== undefined) return entry;
  throw new Error(
    `${where}: there is no exercise "${id}". Add the folder exercises/${id}, or write one of: ${entries.map((one) => one.id).join(', ') || '(none yet)'}.`,
  );
}
