/** A playground's state as the fragment of an address: nothing of it is sent to a server. */
import { packText, unpackText } from '../../util/short-text.ts';

/** Which program runs. `own`: the one whose text the link holds. */
export type ProgramName = 'own' | 'starter' | 'naive' | 'solution' | `mutant-${string}`;

/** What a link says. */
export interface PlaygroundLink {
  /** Which run: see {@link import("../../grader/replay-token.ts").encodeReplay}. */
  readonly token: string;
  readonly program: ProgramName;
  /** The program's text, for `own`. */
  readonly code?: string;
}

/** No program is longer; a text that unpacks to more was not made here. */
const CODE_MAX = 200_000;

/** What programs resemble. Part of the format: links that were written with another cannot be read. */
const BEGINNING =
  "\"import type { Json, Node, NodeId } from 'partial-failure';\\n\\nexport class  implements {\\n  constructor(private readonly node: Node" +
  ') {}\\n\\n  async start(): Promise<void> {\\n    await this.node.disk.read(\\n  async onRequest(from: NodeId, message: Json): Promise<Json> {\\n' +
  '    return { ok: true };\\n  async onMessage(from: NodeId, const  = await Promise.race([ node.request( node.sleep( node.send( this.node.disk.write(' +
  'export async function for (const of) {\\n    if ( === undefined) else throw new Error(\\n  }\\n}\\n';

/** The fragment, without `#`. */
export function writeLink({ token, program, code }: PlaygroundLink): string {
  const parts = [`run=${token}`, `program=${encodeURIComponent(program)}`];
  if (code !== undefined) parts.push(`code=${packText(asAscii(code), BEGINNING)}`);
  return parts.join('&');
}

/** Reads a fragment, with or without `#`; `undefined` for one that {@link writeLink} does not write. */
export function readLink(fragment: string): PlaygroundLink | undefined {
  const fields = new Map(
    fragment
      .replace(/^#/, '')
      .split('&')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );
  const token = fields.get('run');
  const program = programOf(fields.get('program'));
  if (token === undefined || program === undefined) return undefined;
  if (program !== 'own') return { token, program };
  const code = readCode(fields.get('code') ?? '');
  return code === undefined ? undefined : { token, program, code };
}

function programOf(text: string | undefined): ProgramName | undefined {
  if (text === 'own' || text === 'starter' || text === 'naive' || text === 'solution') return text;
  const name = /^mutant-([\w-]+)$/.exec(text ?? '')?.[1];
  return name === undefined ? undefined : `mutant-${name}`;
}

function asAscii(code: string): string {
  return JSON.stringify(code).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function readCode(packed: string): string | undefined {
  const text = unpackText(packed, BEGINNING, CODE_MAX);
  try {
    const code: unknown = JSON.parse(text ?? '');
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
