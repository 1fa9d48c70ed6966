import { isJsonObject, type CourseProgram, type CourseSide, type Json } from 'partial-failure/kit';

/**
 * The bank. The first decision on a key is final; it is made and remembered in one step that no crash can split.
 * Every decision is noted for the checks.
 */
export function bank(covers: (amount: number) => boolean) {
  return (me: CourseSide): CourseProgram => {
    const decide = (key: string, amount: number | null, result: string): string => {
      me.durable.set(key, { amount, result });
      me.note('decided', { key, amount, result });
      return result;
    };
    const known = (key: string): { amount: Json; result: Json } | undefined => {
      const entry = me.durable.get(key);
      return isJsonObject(entry)
        ? { amount: entry['amount'] ?? null, result: entry['result'] ?? null }
        : undefined;
    };
    const pay = (key: string, amount: number): Json => {
      const before = known(key);
      if (before === undefined) return decide(key, amount, covers(amount) ? 'applied' : 'refused');
      return before.amount === null || before.amount === amount ? before.result : 'mismatch';
    };
    return {
      onRequest(_from, message, reply) {
        const { op, key, amount } = isJsonObject(message) ? message : {};
        if (typeof key !== 'string') {
          reply({ error: 'A request needs a key, which is a text.' });
        } else if (op === 'pay') {
          if (typeof amount === 'number') reply({ result: pay(key, amount) });
          else reply({ error: 'To pay needs an amount, which is a number.' });
        } else if (op === 'status') {
          reply({ result: known(key)?.result ?? 'none' });
        } else if (op === 'cancel') {
          reply({ result: known(key)?.result ?? decide(key, null, 'cancelled') });
        } else {
          reply({ error: 'The bank understands pay, status and cancel.' });
        }
      },
    };
  };
}
