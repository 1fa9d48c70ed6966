/** A worker thread that compiles. It is replaced after an internal error of the compiler. */
import { parentPort } from 'node:worker_threads';
import { compileProgram } from '../grader/compile/compile-program.ts';
import { loadEsbuildInNode } from './node-esbuild.ts';
import type { CompileAnswer, CompileRequest } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread.');
const answer = (message: CompileAnswer): void => port.postMessage(message);

port.on('message', (request: CompileRequest) => {
  const { id, source, fileName, helpers } = request;
  loadEsbuildInNode()
    .then((esbuild) => compileProgram(esbuild, source, { fileName, helpers }))
    .then(
      (result) => answer({ type: 'compiled', id, result }),
      (thrown: unknown) => answer({ type: 'crashed', id, message: String(thrown) }),
    );
});
