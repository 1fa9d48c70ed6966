/** The two sides of a run: who calls what, and what becomes of the messages. */
import {
  fault,
  hasFinished,
  isJsonObject,
  type Decider,
  type Json,
  type Message,
  type MessageFault,
  type Operation,
  type Script,
} from 'partial-failure/kit';
import { BOUND_MS, MESSAGE_MS } from '../bounds.ts';
import { INITIAL, learn, lieTo, type Known } from './lies.ts';
import { CLIENTS, isStep, replicasOf, valueOf, type Plan, type Step } from './plans.ts';

/** How long a message takes that nothing is said of. */
export const LINK_MS = 2;
/** From one answer to the next. */
const BETWEEN_MS = 2;
/** A liar that does not answer does so after the end of every run. */
export const NEVER_MS = 600_000;
/** An operation that is still open after this is late. */
const GIVE_UP_MS = BOUND_MS + 5;
/** The note with which a step begins; its data is the step. */
export const STEP = 'step';
export const OVER = 'over';

/** Makes the calls of a step. `then` comes when all have ended, or when the bound has passed; then with `false`. */
export function act(script: Script, step: Step, then: (isWell: boolean) => void): void {
  const { by, write, apartMs = 0 } = step;
  let open = by.length;
  let isOver = false;
  const end = (isWell: boolean): void => {
    if (isOver) return;
    isOver = true;
    then(isWell);
  };
  const settled = (operation: Operation): void => {
    open--;
    if (!hasFinished(operation, { trace: script.trace() })) end(false);
    else if (open === 0) end(true);
  };
  by.forEach((client, i) => {
    script.after(i * apartMs, () => {
      const [method, args] = write === undefined ? ['read', []] : ['write', [valueOf(write)]];
      script.call(CLIENTS[client] ?? '', method, args, settled);
      script.after(GIVE_UP_MS, () => end(false));
    });
  });
}

/** Makes a plan's steps, one after the other. */
export function perform(script: Script, { steps }: Plan): void {
  const next = (i: number): void => {
    const step = steps[i];
    if (step === undefined) {
      script.end();
      return;
    }
    script.after(step.afterMs ?? 1, () => {
      script.note(STEP, step);
      act(script, step, (isWell) => {
        if (isWell) {
          next(i + 1);
          return;
        }
        script.note(OVER, null);
        script.end();
      });
    });
  };
  next(0);
}

/** Decides how long each message takes, and what liars say: by the step that the run is at. */
export function conduct({ n, liars }: Pick<Plan, 'n' | 'liars'>): Decider {
  const replicas = replicasOf(n);
  const liarIds = liars.map((i) => replicas[i - 1] ?? '');
  let step: Step = { by: [] };
  let begunMs = 0;
  /** How many answers of liars there were: one can say something else each time. */
  let lies = 0;
  let known: Known = { newest: INITIAL, before: INITIAL };
  const asked = new Map<string, { readonly request: Json; readonly step: Step }>();

  const onRequest = (message: Message): readonly MessageFault[] => {
    const { key, to, body } = message;
    known = learn(known, body);
    asked.set(key, { request: body, step });
    const { lateWrites = [], slow = [], slowMs = MESSAGE_MS } = step;
    const isWrite = isJsonObject(body) && body['op'] === 'write';
    const number = replicas.indexOf(to) + 1;
    if (slow.includes(number)) return [fault.delay(message, slowMs - LINK_MS)];
    return isWrite && lateWrites.includes(number) ? [fault.delay(message, MESSAGE_MS - LINK_MS)] : [];
  };

  const onReply = (message: Message, nowMs: number): readonly MessageFault[] => {
    const { request, step: then } = asked.get(message.answers ?? '') ?? { request: null, step };
    const number = replicas.indexOf(message.from) + 1;
    const { lateAnswers = [], slow = [], slowMs = MESSAGE_MS, liarsAtMs = 0 } = then;
    const place = placeOf(number, then, n);
    const liar = liarIds.indexOf(message.from);
    const isSlow = slow.includes(number);
    // As slow as can be: all at one instant. Else one after the other.
    const earlierMs = isSlow && slowMs === MESSAGE_MS ? 0 : BETWEEN_MS * (n - 1 - place);
    const byMs =
      isSlow || lateAnswers.includes(number)
        ? MESSAGE_MS - LINK_MS - earlierMs
        : Math.max(BETWEEN_MS * place, liar < 0 ? 0 : begunMs + liarsAtMs - nowMs);
    const name = nameOfLie(liar, liar < 0 ? 0 : lies++, request, then);
    if (name === 'silent') return [fault.delay(message, NEVER_MS)];
    const body = name === undefined ? undefined : lieTo(request, name, known);
    return [
      ...(byMs > 0 ? [fault.delay(message, byMs)] : []),
      ...(body === undefined ? [] : [fault.lie(message, body)]),
    ];
  };

  return {
    onEvent(event, view) {
      if (event.kind !== 'note') return;
      const { name, data } = event;
      const its = name === 'command' && isJsonObject(data) ? data['data'] : name === STEP ? data : null;
      if (!isStep(its)) return;
      step = its;
      begunMs = view.nowUs() / 1000;
    },
    onMessage(message, view) {
      if (message.kind === 'request') return onRequest(message);
      return message.kind === 'reply' ? onReply(message, view.nowUs() / 1000) : [];
    },
  };
}

/** The how-manieth to answer, from 0. */
function placeOf(number: number, { first = [] }: Step, n: number): number {
  const place = first.indexOf(number);
  if (place >= 0) return place;
  let before = first.length;
  for (let i = 1; i < number && i <= n; i++) if (!first.includes(i)) before++;
  return before;
}

/** What a liar says next time it is asked, where a plan leaves it to its whims. */
const IN_TURN = ['the one before', 'made up, far above'];

function nameOfLie(
  liar: number,
  nth: number,
  request: Json,
  { lie = 'truth', ack = 'truth' }: Step,
): string | undefined {
  if (liar < 0) return undefined;
  if (isJsonObject(request) && request['op'] === 'write') return ack;
  const name = typeof lie === 'string' ? lie : lie[liar % lie.length];
  return name === 'each time another' ? IN_TURN[nth % IN_TURN.length] : name;
}
