import { describe, expect, it } from 'vitest';
import { withMemoryMax } from '../../../src/sandbox/bounded-wasm.ts';

const HEAD = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const MEMORY = [0x05, 0x03, 0x01, 0x00, 0x02];
const EXPORT = [0x07, 0x05, 0x01, 0x01, 0x6d, 0x02, 0x00];

/** The memory that a module exports as `m`. */
async function memoryOf(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Memory> {
  const { instance } = await WebAssembly.instantiate(bytes);
  const { m } = instance.exports;
  if (!(m instanceof WebAssembly.Memory)) throw new Error('no memory');
  return m;
}

describe('withMemoryMax', () => {
  it('lets the memory grow to the largest size, and no further', async () => {
    const memory = await memoryOf(withMemoryMax(Uint8Array.from([...HEAD, ...MEMORY, ...EXPORT]), 300));
    expect(memory.buffer.byteLength).toBe(2 * 65_536);
    expect(memory.grow(298)).toBe(2);
    expect(() => memory.grow(1)).toThrow(RangeError);
  });

  it('refuses a module that has no memory, or a bound already', () => {
    expect(() => withMemoryMax(Uint8Array.from(HEAD), 300)).toThrow('no memory');
    const bounded = Uint8Array.from([...HEAD, 0x05, 0x04, 0x01, 0x01, 0x02, 0x03]);
    expect(() => withMemoryMax(bounded, 300)).toThrow('not one memory without');
  });
});
