/** The worker that compiles. It is replaced after any fault of the compiler's own. */
import { compileProgram } from '../grader/compile/compile-program.ts';
import { loadEsbuildInBrowser } from './browser-esbuild.ts';
import { listen } from './browser-worker.ts';
import type { CompileAnswer, CompileRequest } from './protocol.ts';

listen<CompileRequest, CompileAnswer>(async ({ id, source, fileName, helpers }, send) => {
  try {
    const esbuild = await loadEsbuildInBrowser();
    send({ type: 'compiled', id, result: await compileProgram(esbuild, source, { fileName, helpers }) });
  } catch (error) {
    send({ type: 'crashed', id, message: error instanceof Error ? error.message : String(error) });
  }
});

// Starting the worker is asking for the compiler: the page does it as soon as somebody turns to an editor.
loadEsbuildInBrowser().then(() => postMessage({ type: 'ready' } satisfies CompileAnswer), reportError);
