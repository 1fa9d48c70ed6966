/**
 * @approach A line for each record, with a checksum in hex; bad lines are cut off; one sync for each append, without a queue.
 */
import type { FileNode, Json } from 'partial-failure';

export class Log {
  private records: Json[] = [];

  constructor(private readonly node: FileNode) {}

  async start(): Promise<void> {
    const { file } = this.node;
    const bytes = await file.readAll();
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      const line = bytes.slice(from, end);
      const body = line.slice(9);
      if (fromUtf8(line.slice(0, 9)) !== `${hex(crc32(body))} `) break;
      this.records.push(JSON.parse(fromUtf8(body)) as Json);
      from = end + 1;
    }
    if (from < bytes.length) {
      await file.truncate(from);
      await file.sync();
    }
  }

  async append(record: Json): Promise<number> {
    const index = this.records.length;
    this.records = [...this.records, record];
    const body = utf8(JSON.stringify(record));
    const written = this.node.file.append([...utf8(`${hex(crc32(body))} `), ...body, 10]);
    const synced = this.node.file.sync();
    await written;
    await synced;
    return index;
  }

  read(): Json[] {
    return this.records;
  }
}

function hex(n: number): string {
  return n.toString(16).padStart(8, '0');
}

// ---- as the starter has them
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
