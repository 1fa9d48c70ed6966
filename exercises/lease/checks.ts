import {
  deepEqualJson,
  isJsonObject,
  type Finding,
  type Json,
  type NodesChecks,
  type Place,
  type Run,
} from 'partial-failure/kit';
import { ANSWERED_MS, SOON_MS } from './bounds.ts';
import { ownedAt, ownershipsIn, storyOf, travel, type Call, type Look } from './facts.ts';
import { HOLDERS, SERVICE, TTL } from './peers.ts';
import { broken, explain, held, tell } from './words.ts';

/*
 * What is judged, and what is not:
 * - Only answers of `held()` that begin and end in one instant: through a pause in its middle no program can see.
 * - The service's own clock says when a lease is over. A message takes at least 1 ms, so nothing is a tie.
 * - Which answers count where several calls are open is the program's own affair: the newest call, the newest grant, the
 *   latest end. `facts.ts` knows where all of these agree, and only there is anything asked.
 */

export default { check, explain, tell } satisfies NodesChecks;

function check(run: Run): Finding[] {
  return [
    ...HOLDERS.flatMap((holder) => [
      ...neverTooLong(run, holder),
      ...useful(run, holder),
      ...answersSoon(run, holder),
      ...speaks(run, holder),
    ]),
    ...oneHolder(run),
  ];
}

/** No `held()` without a lease that the service knows of. A run counts in which a lease was held, and seen to be over. */
function neverTooLong(run: Run, holder: string): Finding[] {
  const findings: Finding[] = [];
  const ownerships = ownershipsIn(run);
  let heldBefore = false;
  let sawEnd = false;
  for (const look of storyOf(run, holder).looks) {
    const owned = ownedAt(run, look.atUs);
    if (look.released !== undefined && look.says === true && owned?.owner === holder) {
      const { invokedSeq, invokedUs } = look.released;
      const data = { holder, atMs: tidy(look.atUs), releasedMs: tidy(invokedUs) };
      findings.push(broken('revived', [invokedSeq, ...placesOf(look)], data));
    } else if (owned?.owner === holder) heldBefore ||= look.says === true;
    else if (look.says !== true) sawEnd ||= heldBefore;
    else {
      const last = ownerships.filter(({ owner, fromUs }) => owner === holder && fromUs <= look.atUs).at(-1);
      const at = [last?.seq, owned?.seq, ...placesOf(look)];
      const common = { holder, atMs: tidy(look.atUs), now: owned?.owner ?? null };
      if (last === undefined) findings.push(broken('held-without-grant', at, common));
      else {
        const { untilUs, released, lease } = last;
        const endMs = tidy(untilUs);
        findings.push(
          broken(released ? 'held-after-release' : 'held-too-long', at, { ...common, endMs, lease }),
        );
      }
    }
  }
  return findings.length > 0 ? findings.slice(0, 1) : sawEnd ? [held('never-too-long')] : [];
}

/** A grant is relied on for most of its time. */
function useful(run: Run, holder: string): Finding[] {
  const { looks } = storyOf(run, holder);
  const bound = looks.filter(({ because }) => because !== undefined);
  const wrong = bound.find(({ says }) => says !== true);
  if (wrong?.because !== undefined) {
    const { call, grantedSeq, ttlMs } = wrong.because;
    const afterMs = tidy(wrong.atUs - call.operation.invokedUs);
    const data = {
      holder,
      method: call.operation.method,
      afterMs,
      ttlMs,
      untilMs: tidy(wrong.because.untilUs - call.operation.invokedUs),
      says: wrong.says,
    };
    return [broken('let-go-early', [call.operation.invokedSeq, grantedSeq, ...placesOf(wrong)], data)];
  }
  return bound.length > 0 ? [held('useful')] : [];
}

/** A call with good weather and no call after it ends within a short time, as the service has answered. */
function answersSoon(run: Run, holder: string): Finding[] {
  const { calls } = storyOf(run, holder);
  return calls.flatMap((call, i) => {
    const { operation, answer } = call;
    const dueUs = operation.invokedUs + ANSWERED_MS * 1000;
    const next = calls[i + 1];
    if (
      answer === undefined ||
      dueUs > run.endUs ||
      (next !== undefined && next.operation.invokedUs <= dueUs)
    )
      return [];
    const took = travel(run, call);
    if (took === undefined || took.thereUs > SOON_MS * 1000 || took.backUs > SOON_MS * 1000) return [];
    const paused = run.trace.some(
      (event) =>
        event.kind === 'pause' &&
        event.node === holder &&
        event.atUs <= dueUs &&
        event.untilUs >= operation.invokedUs,
    );
    if (paused) return [];
    const inTime = operation.returnedUs !== undefined && operation.returnedUs <= dueUs;
    if (operation.status === 'threw' || (inTime && (operation.value === true || !answer.granted))) return [];
    const data = { holder, method: operation.method };
    const at = [operation.invokedSeq, answer.at.seq];
    return inTime
      ? [broken('wrong-result', [...at, operation.returnedSeq], { ...data, says: operation.value ?? null })]
      : [broken('no-result', at, { ...data, granted: answer.granted, withinMs: ANSWERED_MS })];
  });
}

/** Each call sends what belongs to it, and nothing is sent besides. */
function speaks(run: Run, holder: string): Finding[] {
  const { calls, strays, throws } = storyOf(run, holder);
  return [
    ...throws.map((operation) =>
      broken('threw', [operation.returnedSeq], { holder, method: operation.method }),
    ),
    ...strays
      .slice(0, 1)
      .map((event) =>
        broken('sent-outside-calls', [event.cause, event], { holder, body: event.message.body }),
      ),
    ...calls.flatMap(
      (call): Finding[] => sends(run, holder, call) ?? grounds(run, holder, call) ?? [held('speaks')],
    ),
  ];
}

function sends(run: Run, holder: string, call: Call): Finding[] | undefined {
  const { operation, requests, known } = call;
  const { method, status } = operation;
  if (status === 'threw') return [];
  const [first, second] = requests;
  const data = { holder, method };
  if (second !== undefined) return [broken('sent-twice', [operation.invokedSeq, first, second], data)];
  const ids = known.filter((id): id is string => id !== null);
  const expected = method === 'acquire' ? [null] : ids;
  // A pause in its middle may have lasted until nothing was known for sure any more.
  const isOver = operation.returnedUs !== undefined && operation.returnedUs >= call.knownUntilUs;
  const mayBeSilent = method !== 'acquire' && (isOver || known.includes(null));
  if (first === undefined) {
    if (!mayBeSilent)
      return [broken('sent-nothing', [operation.invokedSeq], { ...data, lease: ids.at(-1) ?? null })];
    if (method === 'renew' && operation.value === true)
      return [broken('true-without-lease', [operation.invokedSeq, operation.returnedSeq], data)];
    return undefined;
  }
  const at: Place[] = [operation.invokedSeq, first];
  const { body, to, kind } = first.message;
  if (expected.length === 0) return [broken('sent-without-lease', at, { ...data, body })];
  if (kind !== 'request' || to !== SERVICE)
    return [broken('sent-otherwise', at, { ...data, body, to, kind })];
  const ttlMs = askedMs(run);
  const fits = expected.some((lease) => has(body, bodyOf(method, lease, ttlMs)));
  if (fits) return undefined;
  return [
    broken('sent-wrong', at, { ...data, body, expected: bodyOf(method, expected.at(-1) ?? null, ttlMs) }),
  ];
}

/** What made it say true: a grant that arrived while the call was open. */
function grounds(run: Run, holder: string, { operation }: Call): Finding[] | undefined {
  const { method, value, status, invokedSeq, returnedSeq = -1 } = operation;
  if (method === 'release' || status !== 'ok') return undefined;
  const data = { holder, method, says: value ?? null };
  if (typeof value !== 'boolean') return [broken('no-boolean', [invokedSeq, returnedSeq], data)];
  const granted = storyOf(run, holder).calls.some(
    ({ answer }) => answer?.granted === true && answer.at.seq > invokedSeq && answer.at.seq < returnedSeq,
  );
  return value && !granted ? [broken('true-without-grant', [invokedSeq, returnedSeq], data)] : undefined;
}

/** What a request must say; more it may say. */
function has(body: Json, what: Readonly<Record<string, Json>>): boolean {
  if (!isJsonObject(body)) return false;
  return Object.entries(what).every(([name, value]) => {
    const said = body[name];
    return said !== undefined && deepEqualJson(said, value);
  });
}

function bodyOf(method: string, lease: string | null, ttlMs: number): Record<string, Json> {
  return {
    op: method,
    ...(lease !== null && { lease }),
    ...(method !== 'release' && { ttlMs }),
  };
}

/** Never two at one instant. */
function oneHolder(run: Run): Finding[] {
  const [one, other] = HOLDERS.map((holder) =>
    storyOf(run, holder).looks.filter(({ says }) => says === true),
  );
  if (one === undefined || other === undefined || one.length === 0 || other.length === 0) return [];
  const at = new Map(other.map((look) => [look.atUs, look]));
  for (const look of one) {
    const twin = at.get(look.atUs);
    if (twin === undefined) continue;
    const places = [...placesOf(look), ...placesOf(twin)];
    return [broken('two-holders', places, { atMs: tidy(look.atUs) })];
  }
  return [held('one-holder')];
}

/** The time to live that holders are told to ask for. */
function askedMs(run: Run): number {
  const note = run.trace.find((event) => event.kind === 'note' && event.name === TTL);
  return note?.kind === 'note' ? Number(note.data) : 0;
}

function placesOf({ operation }: Look): Place[] {
  return [operation.invokedSeq, operation.returnedSeq];
}

/** ms, to a hundredth. */
function tidy(us: number): number {
  return Math.round(us / 10) / 100;
}
