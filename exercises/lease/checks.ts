import { deepEqualJson, isJsonObject, type Finding, type NodesChecks, type Run } from 'partial-failure/kit';
import { ANSWERED_MS, SOON_MS, USEFUL_PART } from './bounds.ts';
import { factsOf, type Call, type Facts, type Held, type Ownership } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [...neverTooLong(facts), ...oneHolder(facts), ...useful(facts), ...speaks(facts)];
}

/** Whose lock it is at an instant: what the service noted last before it, while that runs. */
function ownerAt({ owned }: Facts, atUs: number): Ownership | undefined {
  const last = owned.filter(({ fromUs }) => fromUs < atUs).at(-1);
  return last !== undefined && atUs < last.endUs && atUs < last.untilUs ? last : undefined;
}

/** Every yes is true at the service, at that instant. */
function neverTooLong(facts: Facts): Finding[] {
  const saidYes = new Set<string>();
  let exercised = false;
  for (const { said, atUs, seq, node } of facts.held) {
    const owner = ownerAt(facts, atUs);
    if (said) {
      saidYes.add(node);
      if (owner?.owner === node) continue;
      const last = facts.owned.filter((one) => one.owner === node && one.fromUs < atUs).at(-1);
      const end = last === undefined ? undefined : Math.min(last.endUs, last.untilUs);
      return [
        broken('too-long', [last?.seq, seq], {
          node,
          ...(end !== undefined && { lateMs: (atUs - end) / 1000 }),
          ...(owner !== undefined && { owner: owner.owner }),
        }),
      ];
    }
    // Only who said yes before says something by a no.
    if (saidYes.has(node) && owner?.owner !== node) exercised = true;
  }
  return exercised ? [held('never-too-long')] : [];
}

/** Never two at one instant. */
function oneHolder({ held: answers }: Facts): Finding[] {
  let other: Held | undefined;
  const yes = new Set<string>();
  for (const answer of answers) {
    if (!answer.said) continue;
    yes.add(answer.node);
    if (other !== undefined && other.atUs === answer.atUs && other.node !== answer.node)
      return [broken('two', [other.seq, answer.seq], { one: other.node, other: answer.node })];
    other = answer;
  }
  return yes.size > 1 ? [held('one-holder')] : [];
}

/** A clean grant is relied on for nine tenths of its time; a call in good weather ends soon. */
function useful(facts: Facts): Finding[] {
  let exercised = false;
  for (const call of facts.calls) {
    const { answer, node } = call;
    if (call.method === 'release' || answer?.granted !== true) continue;
    const later = laterCalls(facts, call);
    if (!later.some(({ seq }) => seq < answer.seq)) {
      const untilUs = Math.min(
        call.atUs + USEFUL_PART * answer.ttlMs * 1000,
        endOf(facts, node, later, answer.seq),
      );
      for (const { said, atUs, seq, node: asked } of facts.held) {
        if (asked !== node || atUs <= answer.atUs || atUs >= untilUs) continue;
        exercised = true;
        if (said) continue;
        return [
          broken('too-short', [call.seq, answer.seq, seq], {
            node,
            afterMs: (atUs - call.atUs) / 1000,
            ttlMs: answer.ttlMs,
          }),
        ];
      }
    }
    const late = notSoon(facts, call, later);
    if (late !== undefined) return [late];
  }
  return exercised ? [held('useful')] : [];
}

function laterCalls({ calls }: Facts, { node, seq }: Call): Call[] {
  return calls.filter((one) => one.node === node && one.seq > seq);
}

/** When a grant ends to count: by a release, a refusal, or the grant of a later call. */
function endOf({ calls }: Facts, node: string, later: readonly Call[], sinceSeq: number): number {
  const ends = later.flatMap(({ method, atUs, answer }) => [
    ...(method === 'release' ? [atUs] : []),
    ...(answer?.granted === true ? [answer.atUs] : []),
  ]);
  const refusals = calls
    .filter((one) => one.node === node && one.answer?.granted === false && one.answer.seq > sinceSeq)
    .map(({ answer }) => answer?.atUs ?? Infinity);
  return Math.min(Infinity, ...ends, ...refusals);
}

/** A call that was granted by messages that were quick, with no pause and no call after it, gives true soon. */
function notSoon({ pauses }: Facts, call: Call, later: readonly Call[]): Finding | undefined {
  const { answer, sent, node, atUs, operation } = call;
  const [request] = sent;
  if (answer === undefined || request?.arrivedUs === undefined) return undefined;
  const dueUs = atUs + ANSWERED_MS * 1000;
  const isQuick =
    request.atUs === atUs &&
    request.arrivedUs - request.atUs <= SOON_MS * 1000 &&
    answer.atUs - answer.sentUs <= SOON_MS * 1000 &&
    answer.atUs < dueUs;
  const isQuiet =
    !later.some((one) => one.atUs <= dueUs) &&
    !pauses.some((pause) => pause.node === node && pause.fromUs <= dueUs && pause.untilUs >= atUs);
  if (!isQuick || !isQuiet) return undefined;
  if (operation.status === 'ok' && operation.value === true && (operation.returnedUs ?? Infinity) <= dueUs)
    return undefined;
  return broken('not-soon', [call.seq, answer.seq], {
    node,
    method: call.method,
    gave: operation.value ?? null,
  });
}

/** Each call sends what belongs to it, and nothing else is sent. */
function speaks(facts: Facts): Finding[] {
  const [stray] = facts.unasked;
  if (stray !== undefined) return [broken('stray', [stray.seq], { node: stray.node, body: stray.body })];
  let exercised = false;
  for (const call of facts.calls) {
    const wrong = wrongSpeech(facts, call);
    if (wrong !== undefined) return [wrong];
    if (call.method !== 'acquire' && call.sent.length > 0) exercised = true;
  }
  return exercised ? [held('speaks')] : [];
}

function wrongSpeech(facts: Facts, call: Call): Finding | undefined {
  const { method, sent, seq, operation, answer, node } = call;
  const [request, more] = sent;
  if (more !== undefined) return broken('twice', [seq, more.seq], { method });
  if (operation.status === 'threw') return broken('threw', [seq, operation.returnedSeq], { method });
  const isTrue = operation.status === 'ok' && operation.value === true;
  const settled = operation.returnedSeq ?? Infinity;
  if (method !== 'release' && isTrue && !(answer?.granted === true && answer.seq < settled))
    return broken('claims', [seq, operation.returnedSeq], { method });
  if (method === 'acquire') {
    if (request === undefined) return broken('silent', [seq], { method });
    return fits(request.body, { op: 'acquire' })
      ? undefined
      : broken('other-words', [seq, request.seq], { method, body: request.body });
  }
  const { ids, must } = known(facts, call);
  if (request === undefined) return must === undefined ? undefined : broken('silent', [seq], { method });
  const id = isJsonObject(request.body) ? request.body['lease'] : undefined;
  if (!fits(request.body, { op: method }))
    return broken('other-words', [seq, request.seq], { method, body: request.body });
  if (typeof id !== 'string' || (must === undefined ? !ids.includes(id) : id !== must))
    return broken('other-lease', [seq, request.seq], {
      node,
      method,
      lease: id ?? null,
      ...(must !== undefined && { must }),
    });
  return undefined;
}

function fits(body: unknown, what: Readonly<Record<string, string>>): boolean {
  const record = body as Readonly<Record<string, never>>;
  return (
    typeof body === 'object' &&
    body !== null &&
    Object.entries(what).every(([name, value]) => deepEqualJson(record[name] ?? null, value))
  );
}

/**
 * Which leases a holder can know of at a call: those granted to calls since its last release. The newest one it *must*
 * know when it was granted to the last call of all, runs, and nothing was refused since: then all right designs agree.
 */
function known({ calls }: Facts, call: Call): { ids: string[]; must: string | undefined } {
  const before = calls.filter((one) => one.node === call.node && one.seq < call.seq);
  const released = before.map(({ method }) => method).lastIndexOf('release');
  const since = before.slice(released + 1);
  const granted = since.filter(({ answer }) => answer?.granted === true && answer.seq < call.seq);
  const last = since.at(-1);
  const { answer } = last ?? {};
  const refused = before.some(
    (one) =>
      one.answer?.granted === false && one.answer.seq < call.seq && one.answer.seq > (answer?.seq ?? 0),
  );
  const runs =
    last !== undefined &&
    answer?.granted === true &&
    answer.atUs < call.atUs &&
    call.atUs < last.atUs + USEFUL_PART * answer.ttlMs * 1000;
  return {
    ids: granted.map((one) => one.answer?.lease ?? ''),
    must: runs && !refused ? answer.lease : undefined,
  };
}

export default { check, explain, tell } satisfies NodesChecks;
