/** All voting rules of two lieutenants, and which pairs of them withstand every lie of one traitor among three. */

/** What a lieutenant may have heard from one of the others: attack, retreat, nothing. */
const HEARD = [0, 1, 2] as const;
const ORDERS = [0, 1] as const;
/** A rule decides for each of nine pairs (told, relayed): a bit each, set for retreat. */
export const RULES = 2 ** (HEARD.length * HEARD.length);

/** How many of the pairs of rules give both conditions, whatever the traitor says. */
export function pairsThatWithstand(): number {
  const obedient = Array.from({ length: RULES }, (_, rule) => rule).filter(obeys);
  let count = 0;
  for (const first of obedient) for (const second of obedient) if (agree(first, second)) count++;
  return count;
}

/** A loyal commander is obeyed, whatever the other lieutenant claims. */
function obeys(rule: number): boolean {
  return ORDERS.every((told) => HEARD.every((claimed) => decision(rule, told, claimed) === told));
}

/** Both decide alike, whatever a lying commander tells them; they pass it on truthfully. */
function agree(first: number, second: number): boolean {
  return HEARD.every((a) => HEARD.every((b) => decision(first, a, b) === decision(second, b, a)));
}

function decision(rule: number, told: number, relayed: number): number {
  return (rule >> (HEARD.length * told + relayed)) & 1;
}
