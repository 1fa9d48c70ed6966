/**
 * @approach A newline on both sides of each record; lines that do not check are skipped, and nothing is ever cut. Only
 * what is durable is shown.
 */
import type { FileNode, Json } from 'partial-failure';

export class Log {
  private readonly shown: Json[] = [];
  private readonly waiting: { record: Json; done: (index: number) => void }[] = [];
  private isBusy = false;

  constructor(private readonly node: FileNode) {}

  async start(): Promise<void> {
    const bytes = await this.node.file.readAll();
    let line: number[] = [];
    for (const byte of [...bytes, 10]) {
      if (byte !== 10) {
        line.push(byte);
        continue;
      }
      const sum = line.splice(0, 4);
      if (line.length > 0 && sum.every((one, i) => one === sumOf(line)[i]))
        this.shown.push(JSON.parse(fromUtf8(line)) as Json);
      line = [];
    }
    // What a crash has left may not be durable yet: it is shown from now on, so it has to stay.
    await this.node.file.sync();
  }

  append(record: Json): Promise<number> {
    return new Promise((done) => {
      this.waiting.push({ record, done });
      if (!this.isBusy) void this.work();
    });
  }

  read(): Json[] {
    return this.shown.slice();
  }

  /** Writes all that waits at once, one batch after the other. */
  private async work(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      for (const { record } of batch) {
        const body = utf8(JSON.stringify(record));
        void this.node.file.append([10, ...sumOf(body), ...body, 10]);
      }
      await this.node.file.sync();
      for (const { record, done } of batch) done(this.shown.push(record) - 1);
    }
    this.isBusy = false;
  }
}

/** A checksum in four bytes, none of which is a newline: seven bits each, and the highest one set. */
function sumOf(body: readonly number[]): number[] {
  const crc = crc32(body);
  return [0, 7, 14, 21].map((shift) => 128 | ((crc >>> shift) & 127));
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
