/**
 * `npm run bench:linearizability`: the checker against a textbook one (`test/support/textbook-wgl.ts`), on histories made
 * here, and on the recorded ones where they are. CPU time of this process, medians of rounds, in one run. Ends with 1 when
 * it is not six times as fast, or when the two differ.
 */
import { checkLinearizability } from '../../src/checkers/linearizability.ts';
import type { Operation } from '../../src/history/operation.ts';
import { HistoryRecorder } from '../../src/history/recorder.ts';
import { casRegister, type CasRegisterInput } from '../../src/models/cas-register.ts';
import { illegal } from '../../src/models/model.ts';
import { hash32, Prng } from '../../src/util/prng.ts';
import { readRecorded, recordedFolder } from '../support/recorded-histories.ts';
import { textbookCheck } from '../support/textbook-wgl.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const MADE = 100;
const OPERATIONS = 80;
const CLIENTS = 5;
/** The bar: so many times as fast as the textbook. */
const FASTER_MIN = 6;

/**
 * A history of a register as a client of a faulty store sees it: an operation in twelve stays open, and the client goes
 * on under another name. In two of three histories one answer is wrong.
 */
function makeHistory(index: number): Operation[] {
  const draw = new Prng(hash32(index, 'history'));
  const recorder = new HistoryRecorder();
  const wrongAt = index % 3 === 0 ? -1 : draw.int(OPERATIONS / 2, OPERATIONS - 1);
  let state = casRegister.init();
  let renamed = 0;
  // Each client's call under way: it takes effect, and then returns.
  const underWay = Array.from({ length: CLIENTS }, (_, client) => ({
    name: `c${client}`,
    call: undefined as
      { id: number; output: number | boolean | null | undefined; input: CasRegisterInput } | undefined,
  }));
  let called = 0;
  for (let at = 0; called < OPERATIONS || underWay.some(({ call }) => call !== undefined); at++) {
    const client = draw.pick(underWay);
    const { call } = client;
    if (call === undefined) {
      if (called >= OPERATIONS) continue;
      const input = drawInput(draw);
      client.call = { id: recorder.invoke(client.name, input, at), output: undefined, input };
      called++;
    } else if (call.output === undefined) {
      const output = outputOf(state, call.input);
      const next = casRegister.step(state, call.input, output);
      if (next !== illegal) state = next;
      call.output = output;
    } else {
      const stays = call.input.op !== 'read' && draw.chance(1, 12);
      const isWrong = call.id >= wrongAt && wrongAt >= 0 && call.input.op === 'read';
      if (stays) client.name = `c${CLIENTS + renamed++}`;
      else recorder.ok(call.id, isWrong ? 9 : call.output, at);
      client.call = undefined;
    }
  }
  return recorder.operations();
}

function drawInput(draw: Prng): CasRegisterInput {
  switch (draw.int(0, 2)) {
    case 0:
      return { op: 'read' };
    case 1:
      return { op: 'write', value: draw.int(0, 4) };
    default:
      return { op: 'cas', from: draw.int(0, 4), to: draw.int(0, 4) };
  }
}

function outputOf(state: string, input: CasRegisterInput): number | boolean | null {
  if (input.op === 'write') return null;
  return input.op === 'read' ? (JSON.parse(state) as number | null) : String(input.from) === state;
}

/** Median CPU time of `check` over the whole set, in ms. */
function measure(
  histories: readonly (readonly Operation[])[],
  check: (history: readonly Operation[]) => void,
): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    for (const history of histories) check(history);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

function compare(name: string, histories: readonly (readonly Operation[])[]): void {
  const verdicts = histories.map((history) => checkLinearizability(casRegister, history).verdict);
  const differing = histories.filter(
    (history, i) => textbookCheck(casRegister, history) !== verdicts[i],
  ).length;
  const ours = measure(histories, (history) => checkLinearizability(casRegister, history));
  const textbook = measure(histories, (history) => textbookCheck(casRegister, history));
  const illegals = verdicts.filter((verdict) => verdict === 'illegal').length;
  process.stdout.write(
    `${name}: ${histories.length} histories, ${illegals} of them illegal, ${differing} judged otherwise by the textbook\n` +
      `  ours ${ours.toFixed(1)} ms   textbook ${textbook.toFixed(1)} ms   ${(textbook / ours).toFixed(1)} times as fast\n`,
  );
  if (textbook < FASTER_MIN * ours || differing > 0) process.exitCode = 1;
}

compare(
  'made here',
  Array.from({ length: MADE }, (_, i) => makeHistory(i)),
);
const recorded = readRecorded();
if (recorded === undefined)
  process.stdout.write(`recorded: nothing measured, ${recordedFolder} is not there.\n`);
else
  compare(
    'recorded',
    recorded.map(({ operations }) => operations),
  );
