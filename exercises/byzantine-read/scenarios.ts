import { defineScenario, type AnyScenario, type Scenario } from 'partial-failure/kit';
import { drawn } from './scenarios/commands.ts';
import { conduct, LINK_MS, perform } from './scenarios/conduct.ts';
import { FALSE_ACKS, LIES, NO_PAIRS } from './scenarios/lies.ts';
import * as late from './scenarios/plans-late.ts';
import * as lies from './scenarios/plans-lies.ts';
import { nodesOf, type Plan } from './scenarios/plans.ts';

type What = Pick<Scenario, 'id' | 'title' | 'category'> & { readonly visible?: boolean };

function scenario({ visible = false, ...what }: What, cases: readonly Plan[]): AnyScenario {
  return defineScenario<Plan>({
    ...what,
    visible,
    endMs: 60_000,
    cases,
    nodes: ({ case: { n } }) => nodesOf(n),
    link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
    clockOffsetMs: 500,
    direct: ({ case: plan }) => conduct(plan),
    script: (script, { case: plan }) => perform(script, plan),
  });
}

const hidden = (id: string, category: string, cases: readonly Plan[]): AnyScenario =>
  scenario({ id, title: category, category }, cases);

/** Lies that are tried where quorums meet. */
const AT_MEETINGS = ['truth', 'the one before', 'the one before, far above', 'silent'];

export default [
  scenario({ id: 'honest', title: 'Nobody lies', visible: true, category: 'no liar' }, lies.allHonest(5)),
  scenario(
    { id: 'silent', title: 'A replica says nothing', visible: true, category: 'silent replicas' },
    lies.silent(5, 1),
  ),
  scenario(
    {
      id: 'forged',
      title: 'A replica makes up a value, under a huge timestamp',
      visible: true,
      category: 'made-up values',
    },
    lies.forged(),
  ),
  scenario(
    {
      id: 'repeated',
      title: 'A replica repeats an old value, and another has not heard of the newest yet',
      visible: true,
      category: 'a late write and an old value',
    },
    late.repeated(),
  ),
  hidden('turns', 'the clients take turns', lies.turns()),
  hidden(
    'lies',
    'one of five replicas lies: every lie that is well-formed',
    lies.eachLie(LIES, ['first', 'second', 'last']),
  ),
  hidden('malformed', 'answers that are none', lies.eachLie(NO_PAIRS, ['first', 'second', 'last'])),
  hidden('look-alikes', 'a false value that looks like the true one', lies.lookAlikes()),
  hidden('acks', 'false answers to writes', lies.falseAcks(FALSE_ACKS)),
  hidden('meetings-5', 'late writes and late answers', late.readers(5, 1, 3, AT_MEETINGS)),
  hidden(
    'meetings-9',
    'late writes and late answers, two liars',
    late.readers(9, 2, 5, AT_MEETINGS.slice(1, 3)),
  ),
  hidden('writers-5', 'a late write, and another one after it', late.writers(5, 1, 3, AT_MEETINGS)),
  hidden(
    'writers-9',
    'a late write, and another one after it, two liars',
    late.writers(9, 2, 4, ['the one before', 'silent']),
  ),
  hidden('late-in-turn', 'another honest replica is late in each write', late.lateInTurn()),
  hidden('left-over', 'answers that come after the end of a read', late.leftOver()),
  hidden('late-reads', 'what a read sends is late', late.lateReads()),
  hidden('together', 'reads that overlap', late.together()),
  hidden('slow', 'everything is slow', [...late.slow(), ...late.askedAgain()]),
  hidden('clocks', 'clocks differ and step', lies.clocks()),
  hidden('many', 'many writes', [...lies.manyWrites(), ...late.moreDigits()]),
  hidden('silent-9', 'two of nine replicas are silent', lies.silent(9, 2)),
  hidden('colluding', 'two of nine replicas lie', lies.colluding([...LIES, ...NO_PAIRS])),
  drawn(5, 60),
  drawn(9, 40),
];
