import { Uri } from 'monaco-editor/editor';
import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import type { ModuleTypes } from '../data.ts';

/** Numbers of TypeScript's own enums; Monaco names only the older ones. */
const ES2022: number = 9;
const ESNEXT: number = 99;
const BUNDLER: number = 100;
const FORCE = 3;

/** The one thing besides ECMAScript and `partial-failure` that a program finds. */
const CONSOLE = `/** Writes a line into the trace, shown with the counterexample. */
declare const console: Readonly<Record<'log' | 'info' | 'warn' | 'error' | 'debug', (...values: unknown[]) => void>>;
`;

let configured = false;

/** Tells the language service what a program is written against. */
export function configureLanguage(): void {
  if (configured) return;
  configured = true;
  typescriptDefaults.setCompilerOptions({
    target: ES2022,
    module: ESNEXT,
    moduleResolution: BUNDLER,
    moduleDetection: FORCE,
    lib: ['es2022'],
    types: [],
    strict: true,
    noEmit: true,
    allowNonTsExtensions: true,
  });
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.addExtraLib(CONSOLE, 'file:///console.d.ts');
}

/** Makes `partial-failure` and `partial-failure/<id>` known to all programs of the page. */
export function addTypes(id: string, { api, contract }: ModuleTypes): void {
  typescriptDefaults.addExtraLib(api, 'file:///node_modules/partial-failure/index.d.ts');
  typescriptDefaults.addExtraLib(contract, `file:///node_modules/partial-failure/${id}.d.ts`);
}

/** Each program is a file of its own, so that several editors on a page do not meet. */
export function uriOf(id: string): Uri {
  return Uri.parse(`file:///${id}.ts`);
}
