/** `--secret FILE`: what the hidden runs are drawn with, so that no student can have seen them. */
import { readFileSync } from 'node:fs';
import { fingerprintOf } from '../sandbox/node-secret-seeds.ts';
import { UsageError } from './exit.ts';

/** Fewer could be guessed by trying, with a run that a student was shown. */
const BYTES_MIN = 16;

/** A secret, and how it is named in results. */
export interface Secret {
  /** Hexadecimal digits. */
  readonly secret: string;
  /** Of the grading: it names the secret, and gives nothing of it away. */
  readonly seed: string;
}

/**
 * Reads a secret; line ends at its end do not count.
 *
 * @param seed what `--seed` says: another one draws anew with the same secret
 * @throws UsageError when the file cannot be read or holds too little
 */
export function readSecret(file: string, seed: string): Secret {
  let content: string;
  try {
    content = readFileSync(file, 'latin1').replace(/[\r\n]+$/, '');
  } catch (thrown) {
    throw new UsageError(`--secret ${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  if (content.length < BYTES_MIN)
    throw new UsageError(
      `--secret ${file}: it has ${content.length} bytes, and ${BYTES_MIN} are needed. Make one: openssl rand -hex 32`,
    );
  const secret = Buffer.from(content, 'latin1').toString('hex');
  return { secret, seed: `secret-${fingerprintOf(secret)}-${seed}` };
}
