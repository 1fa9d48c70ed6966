/**
 * Looks at the source before the compiler does: some texts break esbuild-wasm for every later file.
 */
import type { Problem } from './result.ts';

/** Characters that a submission may have. */
export const maxSourceLength = 256 * 1024;
/** Brackets within brackets that a submission may have. */
export const maxNesting = 300;
/** Links of one chain that the compiler follows by recursion: `a ? b : c ? …`, `!!!…`, `else if`. */
export const maxChain = 500;

/** The problem that keeps this text from the compiler, if there is one. */
export function precheck(source: string, fileName: string): Problem | undefined {
  if (source.length > maxSourceLength) {
    return {
      code: 'too-large',
      message: `${fileName} has ${source.length} characters; a solution may have ${maxSourceLength}. Hand in your own code only.`,
    };
  }
  const control = firstControl(source);
  if (control !== undefined) {
    return {
      code: 'not-text',
      message: `${fileName} is not a text file: there is a control character on line ${lineAt(source, control)}. Save it as UTF-8 text.`,
      line: lineAt(source, control),
    };
  }
  if (source.replace(/^\uFEFF/, '').trim() === '') {
    return { code: 'empty', message: `${fileName} is empty. Start from the exercise's starter.` };
  }
  return nesting(source);
}

function firstControl(source: string): number | undefined {
  for (let at = 0; at < source.length; at += 1) {
    const unit = source.charCodeAt(at);
    // NUL and the like, and what stands for bytes that are not UTF-8 (once may be a quotation, so only NULs count).
    if (unit < 9 || (unit > 13 && unit < 32 && unit !== 27)) return at;
  }
  return undefined;
}

/** The line, from 1, of an offset. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}

const word = /[\w$]/;
/** Words after which a slash starts a regular expression. */
const beforeOperand = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'do',
  'else',
  'await',
  'yield',
  'instanceof',
]);
/** What makes the compiler nest one deeper without a bracket. */
const chainWords = new Set([
  'else',
  'typeof',
  'void',
  'delete',
  'await',
  'new',
  'keyof',
  'readonly',
  'infer',
  'extends',
]);

/**
 * Counts brackets outside strings, comments and regular expressions, and the length of chains between two semicolons
 * or braces. A light scan, not a parser: where it misjudges a slash it skips to the end of the line.
 */
function nesting(source: string): Problem | undefined {
  const open: string[] = [];
  let chain = 0;
  let operand = true; // Could an operand start here? Then a slash starts a regular expression.
  let at = 0;
  const tooDeep = (): Problem => ({
    code: 'too-nested',
    message: `The code nests too deep on line ${lineAt(source, at)}. Split the expression into several statements.`,
    line: lineAt(source, at),
  });

  while (at < source.length) {
    const char = source.charAt(at);
    const next = source.charAt(at + 1);
    if (char === '/' && next === '/') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
      continue;
    }
    if (char === '/' && next === '*') {
      const end = source.indexOf('*/', at + 2);
      at = end < 0 ? source.length : end + 2;
      continue;
    }
    if (char === '"' || char === "'") {
      at = endOfString(source, at, char);
      operand = false;
      continue;
    }
    if (char === '`' || (char === '}' && open[open.length - 1] === '`')) {
      // A template's text, up to its end or to the next ${.
      if (char === '}') open.pop();
      at += 1;
      while (at < source.length && source.charAt(at) !== '`') {
        if (source.charAt(at) === '\\') at += 1;
        else if (source.startsWith('${', at)) break;
        at += 1;
      }
      if (source.charAt(at) === '`' || at >= source.length) {
        at += 1;
        operand = false;
      } else {
        open.push('`');
        if (open.length > maxNesting) return tooDeep();
        at += 2;
        operand = true;
      }
      continue;
    }
    if (char === '/' && operand) {
      at = endOfRegExp(source, at);
      operand = false;
      continue;
    }
    if (word.test(char)) {
      const start = at;
      while (at < source.length && word.test(source.charAt(at))) at += 1;
      const text = source.slice(start, at);
      operand = beforeOperand.has(text);
      if (chainWords.has(text)) chain += 1;
    } else {
      if (char === '(' || char === '[' || char === '{') {
        open.push(char);
        if (open.length > maxNesting) return tooDeep();
        operand = true;
      } else if (char === ')' || char === ']' || char === '}') {
        open.pop();
        operand = char === '}';
      } else if (char.trim() !== '') {
        operand = char !== '.';
        if (char === ';' || char === ',') chain = 0;
        else if ('!~?=-<'.includes(char) || (char === '+' && next !== '+')) chain += 1;
      }
      at += 1;
    }
    if (chain > maxChain * 4) return tooDeep();
  }
  return undefined;
}

function endOfString(source: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '\\') at += 1;
    else if (char === quote || char === '\n') return at + 1;
    at += 1;
  }
  return at;
}

function endOfRegExp(source: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '\n') return at;
    if (char === '\\') at += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at + 1;
  }
  return source.length;
}
