import type { FileNode, Json } from 'partial-failure';

export class Log {
  constructor(private readonly node: FileNode) {}

  async start(): Promise<void> {
    // TODO: read the file, and repair what a crash has left of it.
  }

  async append(record: Json): Promise<number> {
    // TODO: write the record so that it survives, then give its index.
    this.node.log('a record is lost', { record, bytes: utf8(JSON.stringify(record)).length, crc: crc32([]) });
    throw new Error(fromUtf8([63]));
  }

  read(): Json[] {
    return [];
  }
}

// ---- helpers
/** The bytes of a text in UTF-8. */
function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return bytes;
}

/** The text of bytes in UTF-8; what is none becomes U+FFFD. */
function fromUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0;
    const more =
      first < 0x80 ? 0 : first >= 0xf0 && first < 0xf8 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : -1;
    const rest = bytes.slice(i + 1, i + 1 + Math.max(more, 0));
    const isWhole =
      more >= 0 && first < 0xf8 && rest.length === more && rest.every((byte) => byte >> 6 === 2);
    let code = more === 0 ? first : first & (0x3f >> more);
    for (const byte of rest) code = (code << 6) | (byte & 63);
    const isValid = isWhole && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    text += isValid ? String.fromCodePoint(code) : '\ufffd';
    i += isValid ? 1 + more : 1;
  }
  return text;
}

/** A checksum of 32 bits, never negative. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
