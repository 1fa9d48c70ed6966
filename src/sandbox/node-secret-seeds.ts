/** Seeds that nobody can know who has not the secret: neither from the course's sources nor from other seeds. */
import { createHmac } from 'node:crypto';
import type { SeedOf } from '../explore/run.ts';

/**
 * The seed of each run as the first 32 bits of an HMAC-SHA256 (RFC 2104) of which run it is.
 *
 * @param secret hexadecimal digits
 * @param seed names the grading: with another all are others
 */
export function secretSeeds(secret: string, seed: string): SeedOf {
  const key = Buffer.from(secret, 'hex');
  return (exercise, scenario, kind, index) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['run', seed, exercise, scenario, kind, index]))
      .digest()
      .readUInt32BE(0);
}

/** Names a secret without giving it away: eight hexadecimal digits. */
export function fingerprintOf(secret: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update('fingerprint').digest('hex').slice(0, 8);
}
