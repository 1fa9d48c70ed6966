import { isJsonObject, type CourseProgram, type Json } from 'partial-failure/kit';

/**
 * A replica. Those that lie run it too: what they tell is put in place of its answers, and what they keep for themselves
 * nobody can see.
 */
export function replica(): CourseProgram {
  let ts = 0;
  let value: Json = null;
  return {
    onRequest(_from, message, reply) {
      if (!isJsonObject(message)) return reply({ ok: false });
      if (message['op'] === 'read') return reply({ ts, value });
      const { op, ts: newer, value: next } = message;
      if (op !== 'write' || !isTimestamp(newer) || next === undefined) return reply({ ok: false });
      if (newer > ts) [ts, value] = [newer, next];
      return reply({ ok: true });
    },
  };
}

export function isTimestamp(ts: Json | undefined): ts is number {
  return typeof ts === 'number' && Number.isSafeInteger(ts) && ts >= 1;
}
