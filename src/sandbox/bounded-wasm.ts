/** A WebAssembly module whose memory may grow only so far. */

/** Bytes before the first section: the magic number and the version. */
const HEADER = 8;
const MEMORY_SECTION = 5;
/** Of a memory's limits: a largest size follows the smallest. */
const HAS_MAX = 1;

/**
 * The same module, with a largest size for its one memory. Asking for more then fails inside the module, as on a machine
 * that has no more, instead of taking the machine's memory.
 *
 * @param pagesMax of 64 KiB
 * @throws Error for a module without a memory of its own, or with a largest size already
 */
export function withMemoryMax(module: Uint8Array, pagesMax: number): Uint8Array<ArrayBuffer> {
  let at = HEADER;
  while (at < module.length) {
    const start = at;
    const id = module[at];
    const size = readNumber(module, at + 1);
    const content = size.end;
    at = content + size.value;
    if (id !== MEMORY_SECTION) continue;
    const count = readNumber(module, content);
    const min = readNumber(module, count.end + 1);
    if (count.value !== 1 || module[count.end] !== 0)
      throw new Error('withMemoryMax: the module has not one memory without a largest size');
    const limits = [1, HAS_MAX, ...numberBytes(min.value), ...numberBytes(pagesMax)];
    const section = [MEMORY_SECTION, ...numberBytes(limits.length), ...limits];
    const result = new Uint8Array(start + section.length + module.length - at);
    result.set(module.subarray(0, start));
    result.set(section, start);
    result.set(module.subarray(at), start + section.length);
    return result;
  }
  throw new Error('withMemoryMax: the module has no memory');
}

/** An unsigned number as WebAssembly writes it (LEB128): seven bits a byte, the lowest first. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; ; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('withMemoryMax: the module ends too early');
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
    scale *= 0x80;
  }
}

function numberBytes(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) | 0x80);
    left = Math.floor(left / 0x80);
  }
  return [...bytes, left];
}
