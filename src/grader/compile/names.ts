/** The global names that a program knows, and what to say about those it does not. */

/** Globals that programs have; `sandbox/globals.ts` supplies one value for each. */
export const globalNames = [
  'AggregateError',
  'Array',
  'BigInt',
  'Boolean',
  'Error',
  'EvalError',
  'Infinity',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'Proxy',
  'RangeError',
  'ReferenceError',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'URIError',
  'WeakMap',
  'WeakSet',
  'console',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'undefined',
] as const;

/** One of {@link globalNames}. */
export type GlobalName = (typeof globalNames)[number];

const clock = 'use node.clock.timeOfDay() or node.clock.monotonic().';
const timer = 'use await node.sleep(ms).';
const network = 'nodes talk by node.send(…) and node.request(…) only.';
const storage = 'what must survive goes to node.disk.';
const chance = 'use node.random().';
const bytes = 'use arrays of numbers, or strings.';
const code = 'a program is one file, and what it runs stands in it.';
const alone = 'a program has its own variables and its node, nothing else.';
const memory = 'a run must be the same every time, and garbage collection is not.';

/** What to use instead of a name that programs of other worlds have. */
const instead: Readonly<Record<string, string>> = {
  Date: clock,
  performance: clock,
  Temporal: clock,
  setTimeout: timer,
  setInterval: `${timer.slice(0, -1)} in a loop.`,
  setImmediate: 'use await node.sleep(0).',
  clearTimeout: 'a sleep cannot be cancelled; look, when it ends, whether it still matters.',
  clearInterval: 'leave the loop instead.',
  requestAnimationFrame: timer,
  queueMicrotask: 'use Promise.resolve().then(…).',
  structuredClone: 'use JSON.parse(JSON.stringify(value)).',
  fetch: network,
  XMLHttpRequest: network,
  WebSocket: network,
  EventSource: network,
  crypto: chance,
  process: alone,
  globalThis: alone,
  window: alone,
  self: alone,
  global: alone,
  document: alone,
  navigator: alone,
  location: alone,
  Worker: 'another process is another node.',
  SharedArrayBuffer: 'nodes share nothing.',
  Atomics: 'nodes share nothing.',
  localStorage: storage,
  sessionStorage: storage,
  indexedDB: storage,
  require: "write import { … } from 'partial-failure'.",
  module: 'write export in front of what you hand in.',
  exports: 'write export in front of what you hand in.',
  eval: code,
  Function: code,
  WebAssembly: code,
  Buffer: bytes,
  ArrayBuffer: bytes,
  DataView: bytes,
  TextEncoder: bytes,
  TextDecoder: bytes,
  WeakRef: memory,
  FinalizationRegistry: memory,
  Intl: 'what it says differs between machines; format by hand.',
  Iterator: 'use a generator or an array.',
  AsyncGenerator: 'write async function*.',
  AbortController: 'keep a variable that says so.',
  alert: 'use node.log(text).',
  arguments: 'outside a function there are no arguments.',
};

for (const bits of [
  'Int8',
  'Uint8',
  'Uint8Clamped',
  'Int16',
  'Uint16',
  'Int32',
  'Uint32',
  'BigInt64',
  'BigUint64',
]) {
  Object.assign(instead, { [`${bits}Array`]: bytes });
}
for (const bits of ['16', '32', '64']) Object.assign(instead, { [`Float${bits}Array`]: bytes });

/** One line for a program that reaches for a name it does not have. */
export function missingName(name: string): string {
  const hint = Object.hasOwn(instead, name) ? instead[name] : undefined;
  return hint === undefined
    ? `${name} is not defined: declare it, import it from 'partial-failure', or mend its spelling.`
    : `There is no ${name} here: ${hint}`;
}
