/**
 * The learner's TypeScript → one expression that the sandbox evaluates once. See `instrument.ts` for what is added.
 *
 * esbuild takes the types away without checking them, bundles (nothing but `partial-failure` can be imported) and
 * lowers `async` functions to generators. The result depends on the source and the helpers' names alone.
 */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { EsbuildLike, EsbuildMessage } from './esbuild-like.ts';
import { instrument, type Instrumented } from './instrument.ts';
import { precheck } from './precheck.ts';
import { CompilerFault, ProblemFound, type CompileResult, type Problem } from './result.ts';

/** Options of {@link compileProgram}. */
export interface CompileOptions {
  /** For messages. */
  readonly fileName: string;
  /** Names that can be imported from `partial-failure` as values. */
  readonly helpers: readonly string[];
}

const moduleName = 'partial-failure';
/** Problems that are told of one file: whoever mends these sees the others then. */
const PROBLEMS_MAX = 20;
/** Characters of compiled code. A source of the largest size, all of it statements, becomes half as much. */
const CODE_MAX = 8_000_000;
/** Stands for the learner's file within the compiler, so that the code does not depend on the file's name. */
const sourceFile = 'submission.ts';

/** Compiles a submission. Throws {@link CompilerFault} when the compiler itself breaks: replace its worker then. */
export async function compileProgram(
  esbuild: EsbuildLike,
  source: string,
  options: CompileOptions,
): Promise<CompileResult> {
  const early = precheck(source, options.fileName);
  if (early !== undefined) return failed([withText(early, source)]);
  const helpersName = unusedName(source, '$helpers');
  const built = await build(esbuild, source, helpersName, options);
  if ('problems' in built) return failed(built.problems.map((problem) => withText(problem, source)));
  if (built.code.length > CODE_MAX) return failed([tooLargeCompiled]);
  const map = new TraceMap(built.map);
  let program: Instrumented;
  try {
    program = instrument(built.code, {
      helpersName,
      origin(line, column) {
        const found = originalPositionFor(map, { line, column });
        return found.source === sourceFile ? { line: found.line, column: found.column } : undefined;
      },
    });
  } catch (error) {
    if (error instanceof ProblemFound) return failed([withText(error.problem, source)]);
    if (error instanceof RangeError) return failed([tooNested]);
    throw new CompilerFault(`The compiled code could not be read: ${textOf(error)}`, { cause: error });
  }
  return { ok: true, program };
}

const tooNested: Problem = {
  code: 'too-nested',
  message: 'The code nests too deep for the compiler. Split the longest expression into several statements.',
};

const tooLargeCompiled: Problem = {
  code: 'too-large',
  message: `Compiled, the file has more than ${CODE_MAX} characters. Is a long constant of an enum used very often?`,
};

function failed(problems: readonly Problem[]): CompileResult {
  return { ok: false, problems };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withText(problem: Problem, source: string): Problem {
  if (problem.line === undefined) return problem;
  const lines = source.split('\n');
  // What is missing at the end is found in the line that we added.
  if (problem.line > lines.length) {
    const line = source.trimEnd().split('\n').length;
    const message = 'The file ends too early: a brace, bracket or quote that was opened is not closed.';
    return { code: problem.code, message, line, text: textAt(lines, line) };
  }
  return { ...problem, text: textAt(lines, problem.line) };
}

function textAt(lines: readonly string[], line: number): string {
  return (lines[line - 1] ?? '').replace(/\r$/, '').slice(0, 500);
}

/** A name that the program does not have, however it is written there: identifiers may contain escapes. */
function unusedName(source: string, stem: string): string {
  const plain = source.replace(/\\u(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{4}))/gi, (escape, long, short) => {
    const unit = parseInt(String(long ?? short), 16);
    return unit <= 0x10ffff ? String.fromCodePoint(unit) : String(escape);
  });
  const parts = plain.split(stem);
  if (parts.length === 1) return stem;
  // All numbers that stand after the stem somewhere, and what they begin with.
  const taken = new Set<string>();
  for (const rest of parts) {
    const digits = /^\d{1,7}/.exec(rest)?.[0] ?? '';
    for (let length = 1; length <= digits.length; length += 1) taken.add(digits.slice(0, length));
  }
  let round = 1;
  while (taken.has(String(round))) round += 1;
  return `${stem}${round}`;
}

async function build(
  esbuild: EsbuildLike,
  source: string,
  helpersName: string,
  { helpers }: CompileOptions,
): Promise<{ code: string; map: string } | { problems: Problem[] }> {
  let result: Awaited<ReturnType<EsbuildLike['build']>>;
  try {
    result = await esbuild.build({
      // The empty export makes a module of a file that exports nothing.
      stdin: { contents: `${source}\nexport {};\n`, loader: 'ts', sourcefile: sourceFile },
      bundle: true,
      write: false,
      format: 'esm',
      outfile: 'program.js',
      target: 'es2022',
      supported: {
        'async-await': false,
        'async-generator': false,
        'for-await': false,
        'exponent-operator': false,
      },
      sourcemap: 'external',
      sourcesContent: false,
      charset: 'utf8',
      legalComments: 'none',
      treeShaking: false,
      logLevel: 'silent',
      tsconfigRaw: '{}',
      plugins: [
        {
          name: moduleName,
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /.*/ }, ({ path, kind }) =>
              (path === moduleName || path.startsWith(`${moduleName}/`)) && kind === 'import-statement'
                ? { path, namespace: 'environment' }
                : { errors: [{ text: refusedImport(path, kind) }] },
            );
            onLoad({ filter: /.*/, namespace: 'environment' }, () => ({
              contents:
                helpers.map((name) => `export const ${name} = ${helpersName}.${name};`).join('\n') ||
                'export {}',
              loader: 'js',
            }));
          },
        },
      ],
    });
  } catch (error) {
    const messages = messagesOf(error);
    if (messages === undefined)
      throw new CompilerFault(`The compiler broke: ${textOf(error)}`, { cause: error });
    return { problems: messages.slice(0, PROBLEMS_MAX).map((message) => toProblem(message, helpers)) };
  }
  const find = (end: string): string => result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { code: find('.js'), map: find('.map') };
}

/** The build's errors; nothing if it is the compiler that failed. */
function messagesOf(error: unknown): EsbuildMessage[] | undefined {
  if (typeof error !== 'object' || error === null || !('errors' in error) || !Array.isArray(error.errors)) {
    return undefined;
  }
  const messages = error.errors as EsbuildMessage[];
  const broken = ({ text, location }: EsbuildMessage): boolean =>
    location === null || /panic|call stack|goroutine|service (?:is|was) /i.test(text);
  return messages.length === 0 || messages.some(broken) ? undefined : messages;
}

const marker = 'partial-failure: ';

function refusedImport(path: string, kind: string): string {
  if (kind === 'dynamic-import') {
    return `${marker}dynamic-import: import(…) is not possible here. Write import { … } from '${moduleName}' at the top.`;
  }
  const next = `A solution is one file; what it may import comes from '${moduleName}'.`;
  return kind === 'require-call' || kind === 'require-resolve'
    ? `${marker}import: require is not possible here. ${next}`
    : `${marker}import: ${JSON.stringify(path)} cannot be imported. ${next}`;
}

function toProblem(message: EsbuildMessage, helpers: readonly string[]): Problem {
  const place = message.location
    ? { line: message.location.line, column: message.location.column + 1 }
    : undefined;
  return { ...explain(message.text, helpers), ...place };
}

function explain(text: string, helpers: readonly string[]): Problem {
  if (text.startsWith(marker)) {
    const [code, ...rest] = text.slice(marker.length).split(': ');
    return { code: code === 'dynamic-import' ? 'dynamic-import' : 'import', message: rest.join(': ') };
  }
  const missing = /^No matching export in "environment:.*" for import "(.*)"$/.exec(text)?.[1];
  if (missing !== undefined) {
    const offered = helpers.length === 0 ? 'offers types only' : `offers ${helpers.join(', ')}`;
    return {
      code: 'no-such-helper',
      message:
        missing === 'default'
          ? `'${moduleName}' has no default export. Write import { … } from '${moduleName}'.`
          : `'${moduleName}' has no ${missing} that can be used as a value: in this exercise it ${offered}.`,
    };
  }
  if (text.startsWith('Top-level await')) {
    return {
      code: 'top-level-await',
      message: 'await works inside async functions only. Move it into one, for instance into async start().',
    };
  }
  return { code: 'syntax', message: /[.!?:]$/.test(text) ? text : `${text}.` };
}
