/** Drawn sequences: calls and calls again, losses, restarts, steps of the clock, and time that passes. */
import {
  clockStep,
  crash,
  cutOff,
  defineCommand,
  defineCommands,
  defineScenario,
  delayNext,
  doubleNext,
  loseNext,
  pause,
  restart,
  wait,
  type Command,
  type Decider,
  type Operation,
  type Stage,
} from 'partial-failure/kit';
import { bank } from '../peers.ts';
import { BANK, SHOP } from '../facts.ts';
import { DEADLINE_MS, ROOM_MS } from '../bounds.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
/** As long as a message may be held up. */
const LATE_MAX_MS = 60 * SECOND;

/** What is bought. The account does not cover the last one. */
const AMOUNTS: Readonly<Record<string, number>> = { 'order-1': 40, 'order-2': 41, 'order-3': 900 };
const IDS = Object.keys(AMOUNTS);
const covers = (amount: number): boolean => amount < 900;

function callsFor({ operations }: Stage, id: string): Operation[] {
  return operations.filter(({ args: [, payment] }) => JSON.stringify(payment).includes(`"${id}"`));
}

/** Whether `pay` may be called: not while a call is open, and again only after "unknown". */
function mayPay(stage: Stage, id: string): boolean {
  const last = callsFor(stage, id).at(-1);
  return last === undefined || (last.status === 'ok' && last.value === 'unknown');
}

function pay(stage: Stage, id: string): void {
  const { script } = stage;
  if (!script.isStarted(SHOP) || !mayPay(stage, id)) return;
  const operation = stage.call(SHOP, 'pay', [BANK, { id, amount: AMOUNTS[id] ?? 0 }]);
  script.after((DEADLINE_MS + ROOM_MS) * 1.002 + 3, () => {
    if (operation.status === 'open') script.note('overdue', operation.id);
  });
}

/** Three hours later, in another life of the shop: what a life leaves running is not watched for so long. */
const muchLater = defineCommand<null>({
  name: 'restart of the shop, and three hours',
  run(stage) {
    const { script } = stage;
    const over = stage.hold(4 * HOUR);
    const whenQuiet = (): void => {
      if (stage.isBusy(SHOP)) {
        script.after(100, whenQuiet);
        return;
      }
      const incarnation = script.incarnation(SHOP);
      stage.fault({ kind: 'crash', at: { node: SHOP, atMs: script.nowMs() }, restartAfterMs: 300 });
      // Should it not restart, three hours are too long for what it may have left running.
      script.after(400, () => {
        if (script.incarnation(SHOP) === incarnation) over();
        else script.after(3 * HOUR, over);
      });
    };
    whenQuiet();
  },
  tell: () => 'Now the shop restarts, and three hours pass.',
});

const alphabet: readonly Command<null>[] = [
  defineCommand<null, string>({
    name: 'pay',
    weight: 5,
    every: ['order-1', 'order-1', ...IDS],
    words: (id) => `the shop pays ${id}`,
    run: pay,
  }),
  defineCommand<null, string>({
    name: 'pay in vain',
    weight: 4,
    every: ['order-1', 'order-1', ...IDS],
    words: (id) => `the shop pays ${id}, and hears nothing`,
    run(stage, id) {
      if (!mayPay(stage, id)) return;
      pay(stage, id);
      const fromMs = stage.script.nowMs();
      stage.fault({
        kind: 'partition',
        fromMs,
        untilMs: fromMs + 1.01 * DEADLINE_MS + ROOM_MS,
        links: [`${BANK}>${SHOP}`],
      });
      stage.script.after(1.01 * DEADLINE_MS + 2 * ROOM_MS, stage.hold(2 * DEADLINE_MS));
    },
  }),
  wait({ ms: [2 * SECOND, 11 * SECOND, 40 * SECOND], weight: 2 }),
  muchLater,
  restart({ nodes: [SHOP], restartAfterMs: 300 }),
  cutOff({ nodes: [SHOP], from: [SHOP, BANK], forMs: [3 * SECOND, 6_500, 11 * SECOND] }),
  loseNext({ name: 'lose the next request', from: SHOP }),
  loseNext({ name: 'lose the next answer', from: BANK }),
  delayNext({
    name: 'delay the next request',
    from: SHOP,
    byMs: [2_500, 12 * SECOND, 45 * SECOND],
    weight: 2,
  }),
  delayNext({ name: 'delay the next answer', from: BANK, byMs: [2_500, 12 * SECOND] }),
  doubleNext({ afterMs: [3, 15 * SECOND] }),
  crash({ nodes: [BANK], restartAfterMs: [500, 6_500], openWritesMax: 0, waits: false }),
  pause({ nodes: [BANK], forMs: [3 * SECOND, 12 * SECOND] }),
  clockStep({ nodes: [SHOP], byMs: [HOUR, -HOUR], weight: 2 }),
];

export function drawn(mayCrash: NonNullable<Decider['mayCrash']>) {
  return defineScenario({
    id: 'drawn-commands',
    title: 'Drawn calls and faults',
    visible: false,
    category: 'drawn sequences',
    endMs: 48 * HOUR,
    disk: { minMs: 1, maxMs: 50 },
    nodes: () => [
      { id: SHOP, role: 'payer' },
      { id: BANK, course: bank(covers) },
    ],
    mayCrash,
    script(script) {
      for (const id of IDS) {
        const amount = AMOUNTS[id] ?? 0;
        script.note('payment', { id, amount, covered: covers(amount) });
      }
    },
    commands: defineCommands<null>({
      alphabet,
      start: null,
      length: { min: 2, max: 7 },
      gapsMs: [500, 0, 1_700, 7_200],
      runs: 130,
      fromMs: 10,
      finish(stage) {
        const look = (): void => {
          if (stage.isBusy(SHOP) && stage.script.nowMs() < 47 * HOUR) stage.script.after(200, look);
          else stage.script.after(LATE_MAX_MS + 2 * SECOND, () => stage.script.end());
        };
        stage.script.after(DEADLINE_MS * 1.02, look);
      },
    }),
  });
}
