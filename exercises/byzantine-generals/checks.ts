import {
  canonicalJson,
  deepEqualJson,
  isJsonObject,
  type Finding,
  type Json,
  type NodesChecks,
  type Run,
} from 'partial-failure/kit';
import { factsOf, liesTo, type Facts, type Shown } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

/*
 * What is judged, and what is not:
 * - A decision is what `decision()` gives when the script looks: every value but `undefined` and `null` counts as shown.
 * - With a lying commander any decision is right that all loyal lieutenants share; there is no right default.
 * - How a program counts silence, ties and what comes late is its own affair.
 */

export default { check, explain, tell } satisfies NodesChecks;

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [...agreement(facts, run), ...validity(facts, run), ...terminates(facts), ...twoRounds(facts)];
}

/** Put to the test where the traitor told two loyal lieutenants different things. */
function agreement(facts: Facts, run: Run): Finding[] {
  const { loyalLieutenants, shown } = facts;
  const values = shown.filter(({ node }) => loyalLieutenants.includes(node));
  const [first] = values;
  const other = values.find(({ value }) => !deepEqualJson(value, first?.value ?? null));
  if (first !== undefined && other !== undefined) {
    const data = { first: first.node, one: first.value, second: other.node, other: other.value };
    const code = first.node === other.node ? 'changed' : 'disagree';
    return [broken(code, [first.causeSeq, other.causeSeq, first, other], data)];
  }
  const heard = new Set(loyalLieutenants.map((id) => canonicalJson(liesTo(id, facts, run))));
  return heard.size > 1 && allDecided(facts) ? [held('agreement')] : [];
}

/** Put to the test where somebody contradicted or withheld a loyal commander's order. */
function validity(facts: Facts, run: Run): Finding[] {
  const { order, commander, shown, traitor, loyalLieutenants } = facts;
  if (order === undefined || commander === undefined) return [];
  const wrong = shown.find(({ value }) => value !== order);
  if (wrong !== undefined) {
    const data = { node: wrong.node, value: wrong.value, order, commander };
    const code = wrong.node === commander ? 'own-order' : 'not-the-order';
    return [broken(code, [wrong.causeSeq, wrong], data)];
  }
  const relayed: Json = [{ type: 'relay', order }];
  const isHonest = loyalLieutenants.every((id) => deepEqualJson(liesTo(id, facts, run), relayed));
  return traitor !== undefined && !isHonest && allDecided(facts) ? [held('validity')] : [];
}

function terminates(facts: Facts): Finding[] {
  const [error] = facts.errors;
  if (error !== undefined) return [broken('threw', [error], { node: error.node, text: error.text })];
  const undecided = facts.due.find(({ value }) => !isOrder(value));
  if (undecided !== undefined) {
    const { node, value } = undecided;
    const at = [undecided.causeSeq, undecided];
    return [value === null ? broken('undecided', at, { node }) : broken('no-order', at, { node, value })];
  }
  return allDecided(facts) ? [held('terminates')] : [];
}

function twoRounds({ sends, commander }: Facts): Finding[] {
  const told = new Set<string>();
  for (const event of sends) {
    const { node, message } = event;
    const { to, body, kind } = message;
    const type = node === commander ? 'order' : 'relay';
    const data = { node, to, body };
    if (kind !== 'send' || !isMessage(body, type))
      return [broken(node === commander ? 'commander-sends-else' : 'lieutenant-sends-else', [event], data)];
    if (told.has(`${node} ${to}`)) return [broken('twice', [event], { ...data, what: type })];
    told.add(`${node} ${to}`);
  }
  const relays = sends.filter(({ node }) => node !== commander);
  return relays.length > 0 ? [held('two-rounds')] : [];
}

function allDecided({ due, loyal }: Facts): boolean {
  return due.length === loyal.length && due.every(({ value }: Shown) => isOrder(value));
}

function isOrder(value: Json): boolean {
  return value === 'attack' || value === 'retreat';
}

function isMessage(body: Json, type: 'order' | 'relay'): boolean {
  return (
    isJsonObject(body) &&
    Object.keys(body).length === 2 &&
    body['type'] === type &&
    isOrder(body['order'] ?? null)
  );
}
