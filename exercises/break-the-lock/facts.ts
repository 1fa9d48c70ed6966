import { ofKind, type Json, type Run } from 'partial-failure/kit';

/** A write that the storage applied. */
export interface Applied {
  readonly seq: number;
  readonly client: string;
  /** Number of the grant under which it was written, in the order of the grants, from 1; 0 for none. */
  readonly grant: number;
}

/** The applied writes, in order. Grants and writes are notes of the course's nodes. */
export function appliedIn(run: Run): Applied[] {
  const notes = run.trace.filter(ofKind('note'));
  const grants = notes.filter(({ name }) => name === 'granted').map(({ data }) => nameOf(data));
  return notes
    .filter(({ name }) => name === 'applied')
    .map(({ seq, data }) => ({
      seq,
      client: nameOf(data).split(' ')[0] ?? '',
      grant: grants.indexOf(nameOf(data)) + 1,
    }));
}

function nameOf(data: Json): string {
  return typeof data === 'string' ? data : '';
}
