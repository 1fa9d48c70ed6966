/**
 * esbuild in Node, in this thread: the browser build of `esbuild-wasm`, because its Node entry spawns a process.
 *
 * Load it in a worker of its own and replace that worker after a {@link CompilerFault}: one source that overflows the
 * compiler's stack can leave it broken for every later one.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { EsbuildLike } from '../grader/compile/esbuild-like.ts';
import { withMemoryMax } from './bounded-wasm.ts';

/** What the browser build exports, as far as it is used here. */
interface EsbuildModule extends EsbuildLike {
  initialize(options: { wasmModule: WebAssembly.Module; worker: boolean }): Promise<void>;
}

/** 512 MB: a source of the largest size takes a fifth of it. */
const PAGES_MAX = 8192;

let loading: Promise<EsbuildLike> | undefined;

/** Loads and starts the compiler once a thread; about a second, then at once. */
export function loadEsbuildInNode(): Promise<EsbuildLike> {
  loading ??= load();
  return loading;
}

async function load(): Promise<EsbuildLike> {
  const require = createRequire(import.meta.url);
  const wasm = await readFile(require.resolve('esbuild-wasm/esbuild.wasm'));
  const wasmModule = await WebAssembly.compile(withMemoryMax(wasm, PAGES_MAX));
  // The browser build looks for `self`.
  if (!('self' in globalThis))
    Object.defineProperty(globalThis, 'self', { value: globalThis, configurable: true });
  const esbuild = require('esbuild-wasm/lib/browser.js') as EsbuildModule;
  await esbuild.initialize({ wasmModule, worker: false });
  return esbuild;
}
