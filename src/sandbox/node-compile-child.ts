/**
 * The process that compiles, one source at a time. The host ends and replaces it after an internal error of the
 * compiler, and when it falls silent; what the compiler prints when it breaks goes nowhere.
 */
import { compileProgram } from '../grader/compile/compile-program.ts';
import { loadEsbuildInNode } from './node-esbuild.ts';
import type { CompileAnswer, CompileRequest } from './protocol.ts';

function answer(message: CompileAnswer): void {
  process.send?.(message);
}

process.on('message', (request: CompileRequest) => {
  const { id, source, fileName, helpers } = request;
  // A compiler that is out of memory is gone without a word. Then nothing keeps this process alive, and the host hears
  // of its end.
  process.channel?.unref();
  loadEsbuildInNode()
    .then((esbuild) => compileProgram(esbuild, source, { fileName, helpers }))
    .then(
      (result) => answer({ type: 'compiled', id, result }),
      (thrown: unknown) => answer({ type: 'crashed', id, message: String(thrown) }),
    )
    .finally(() => process.channel?.ref());
});

loadEsbuildInNode().then(
  () => answer({ type: 'ready' }),
  (thrown: unknown) => {
    process.stderr.write(`${String(thrown)}\n`);
    process.exit(1);
  },
);
