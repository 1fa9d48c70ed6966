import { defineScenario, type AnyScenario, type Scenario } from 'partial-failure/kit';
import { drawn } from './scenarios/commands.ts';
import { conduct, LINK_MS, perform } from './scenarios/conduct.ts';
import { FALSE_ACKS, LIES, NO_PAIRS } from './scenarios/lies.ts';
import * as plans from './scenarios/plans.ts';
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
  scenario({ id: 'honest', title: 'Nobody lies', visible: true, category: 'no liar' }, plans.allHonest(5)),
  scenario(
    { id: 'silent', title: 'A replica says nothing', visible: true, category: 'silent replicas' },
    plans.silent(5, 1),
  ),
  scenario(
    {
      id: 'forged',
      title: 'A replica makes up a value, under a huge timestamp',
      visible: true,
      category: 'made-up values',
    },
    plans.forged(),
  ),
  scenario(
    {
      id: 'repeated',
      title: 'A replica repeats an old value, and another has not heard of the newest yet',
      visible: true,
      category: 'a late write and an old value',
    },
    plans.repeated(),
  ),
  hidden('turns', 'the clients take turns', plans.turns()),
  hidden('lies', 'one of five replicas lies: every lie that is well-formed', plans.eachLie(LIES)),
  hidden('malformed', 'answers that are none', plans.eachLie(NO_PAIRS)),
  hidden('look-alikes', 'a false value that looks like the true one', plans.lookAlikes()),
  hidden('acks', 'false answers to writes', plans.falseAcks(FALSE_ACKS)),
  hidden('meetings-5', 'late writes and late answers', plans.meetings(5, 1, 3, AT_MEETINGS)),
  hidden(
    'meetings-9',
    'late writes and late answers, two liars',
    plans.meetings(9, 2, 5, AT_MEETINGS.slice(1, 3)),
  ),
  hidden('writers-5', 'a late write, and another one after it', plans.writersMeet(5, 1, 3, AT_MEETINGS)),
  hidden(
    'writers-9',
    'a late write, and another one after it, two liars',
    plans.writersMeet(9, 2, 4, ['the one before', 'silent']),
  ),
  hidden('late-in-turn', 'another honest replica is late in each write', plans.lateInTurn()),
  hidden('left-over', 'answers that come after the end of a read', plans.leftOver()),
  hidden('together', 'reads that overlap', plans.together()),
  hidden('slow', 'everything is slow', plans.slow()),
  hidden('clocks', 'clocks differ and step', plans.clocks()),
  hidden('many', 'many writes after a lie about timestamps', plans.manyWrites()),
  hidden('silent-9', 'two of nine replicas are silent', plans.silent(9, 2)),
  hidden('colluding', 'two of nine replicas lie', plans.colluding([...LIES, ...NO_PAIRS])),
  drawn(5, 60),
  drawn(9, 40),
];
