/**
 * @breaks durable
 * @misconception A sync that was begun will be done.
 */
import type { FileNode, Json } from 'partial-failure';

/** Bytes before each payload: its length, and a checksum of length and payload, four bytes each. */
const HEADER = 8;

/**
 * A log in one file. Each record is a frame: length, checksum, JSON text. A frame counts when its checksum fits; what
 * comes after the last one that does is the wreck of a crash, and is cut off before anything is written behind it.
 */
export class Log {
  private readonly records: Json[] = [];
  /** The sync that is under way or was the last, and the one that will follow it. */
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(private readonly node: FileNode) {}

  async start(): Promise<void> {
    const { file } = this.node;
    const bytes = await file.readAll();
    let end = 0;
    for (let frame = readFrame(bytes, 0); frame !== undefined; frame = readFrame(bytes, end)) {
      this.records.push(frame.record);
      end = frame.end;
    }
    if (end === bytes.length) return;
    // What is cut must stay cut, also if the next crash comes before the first append is durable.
    await file.truncate(end);
    await file.sync();
  }

  async append(record: Json): Promise<number> {
    // Place and bytes are settled in this turn: appends stand in the order of their calls, in memory and in the file.
    const index = this.records.push(record) - 1;
    void this.node.file.append(frameOf(record));
    void this.synced();
    return index;
  }

  read(): Json[] {
    return [...this.records];
  }

  /**
   * Resolves when all that was written before this call is durable. A sync that is under way does not cover it; all who
   * come meanwhile share the next.
   */
  private synced(): Promise<void> {
    this.next ??= this.running.then(() => {
      this.next = undefined;
      this.running = this.node.file.sync();
      return this.running;
    });
    return this.next;
  }
}

function frameOf(record: Json): number[] {
  const payload = utf8(JSON.stringify(record));
  const length = fourBytes(payload.length);
  // The length is part of the checksum: eight zero bytes are no frame.
  return [...length, ...fourBytes(crc32([...length, ...payload])), ...payload];
}

/** The frame at a place, or `undefined` where there is no whole and sound one. */
function readFrame(bytes: readonly number[], at: number): { record: Json; end: number } | undefined {
  const end = at + HEADER + number(bytes, at);
  if (bytes.length < at + HEADER || bytes.length < end) return undefined;
  const payload = bytes.slice(at + HEADER, end);
  if (crc32([...bytes.slice(at, at + 4), ...payload]) !== number(bytes, at + 4)) return undefined;
  return { record: JSON.parse(fromUtf8(payload)) as Json, end };
}

function fourBytes(n: number): number[] {
  return [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
}

function number(bytes: readonly number[], at: number): number {
  return [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (bytes[at + i] ?? 0), 0);
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
