/** `tokens-increase`, `one-holder` and `grants`: what the lock service promises, read off the messages alone. */
import { isJsonObject, type Finding, type Json, type Mark, type NodeId, type Run } from 'partial-failure/kit';
import { LOCK, TTL_MS } from '../peers.ts';
import { exchangesAt, promptness, saysOk, tokenIn, Weather, type Exchange } from '../facts.ts';

/** No grant to another before this much of a lease has passed: a clock may run 1 % fast, and 2 ms are for rounding. */
const LEASE_MIN_US = TTL_MS * 990 - 2_000;
/** After this much a lease is over by any clock, with room. */
const LEASE_MAX_US = TTL_MS * 1_050;

interface Acquire {
  readonly exchange: Exchange;
  readonly attempt: string;
  /** The first delivery of the same attempt. */
  readonly first: Exchange;
}

interface Grant {
  readonly acquire: Acquire;
  readonly node: NodeId;
  readonly token: number;
  readonly sent: Mark;
}

/** Judges the lock service of a run, if the submitted program plays it. */
export function checkService(run: Run): Finding[] {
  if (!run.nodes.some(({ id, role }) => id === LOCK && role === 'service')) return [];
  const exchanges = exchangesAt(run, LOCK);
  const acquires = acquiresOf(exchanges);
  const grants: Grant[] = [];
  const findings: Finding[] = [];
  for (const acquire of acquires) {
    const { answer, from } = acquire.exchange;
    if (answer === undefined || saysOk(answer.body) !== true) continue;
    const token = tokenIn(answer.body);
    if (token !== undefined) {
      grants.push({ acquire, node: from, token, sent: answer.sent });
    } else if (findings.length === 0) {
      const given = isJsonObject(answer.body) ? (answer.body['token'] ?? null) : null;
      findings.push(broken('tokens-increase', 'no-token', [answer.sent], { node: from, given }));
    }
  }
  grants.sort((a, b) => a.sent.seq - b.sent.seq);
  const weather = Weather.at(run, LOCK);
  findings.push(
    ...checkTokens(grants),
    ...checkHolder(exchanges, grants),
    ...checkGrants(exchanges, acquires, grants, weather),
  );
  return findings;
}

function acquiresOf(exchanges: readonly Exchange[]): Acquire[] {
  const firsts = new Map<string, Exchange>();
  const acquires: Acquire[] = [];
  for (const exchange of exchanges) {
    const { op, attempt } = exchange.body;
    if (op !== 'acquire' || typeof attempt !== 'string') continue;
    const first = firsts.get(attempt) ?? exchange;
    firsts.set(attempt, first);
    acquires.push({ exchange, attempt, first });
  }
  return acquires;
}

// ---- tokens-increase

function checkTokens(grants: readonly Grant[]): Finding[] {
  const byToken = new Map<number, Grant>();
  let largest: Grant | undefined;
  // Grants in order of sending; those sent before an attempt was first delivered are the ones it has to exceed.
  const settledBefore = (grant: Grant): Grant | undefined => {
    let best: Grant | undefined;
    for (const earlier of grants) {
      if (earlier.sent.us >= grant.acquire.first.delivered.us) break;
      if (earlier.acquire.attempt !== grant.acquire.attempt && earlier.token > (best?.token ?? 0))
        best = earlier;
    }
    return best;
  };
  for (const grant of grants) {
    const twin = byToken.get(grant.token);
    if (twin !== undefined && twin.acquire.attempt !== grant.acquire.attempt) {
      const data = { first: twin.node, second: grant.node, token: grant.token };
      return [broken('tokens-increase', 'token-twice', [twin.sent, grant.sent], data)];
    }
    byToken.set(grant.token, grant);
    const isLargest = largest === undefined || grant.token > largest.token;
    if (isLargest) largest = grant;
    const older = isLargest ? undefined : settledBefore(grant);
    if (older !== undefined && older.token > grant.token) {
      const data = { first: older.node, second: grant.node, before: older.token, token: grant.token };
      return [broken('tokens-increase', 'token-fell', [older.sent, grant.sent], data)];
    }
  }
  const attempts = new Set(grants.map(({ acquire }) => acquire.attempt));
  return attempts.size < 2 ? [] : [held('tokens-increase')];
}

// ---- one-holder

interface Lease {
  readonly attempt: string;
  readonly tokens: Set<number>;
  readonly asked: Mark;
  sinceUs: number;
  sent: Mark;
}

function checkHolder(exchanges: readonly Exchange[], grants: readonly Grant[]): Finding[] {
  const grantOf = new Map(grants.map((grant) => [grant.acquire.exchange, grant]));
  const leases = new Map<NodeId, Lease>();
  const released = new Set<string>();
  let isExercised = false;

  /** A lease of another node that surely runs at this instant. */
  const otherLease = (node: NodeId, atUs: number): Lease | undefined => {
    for (const [holder, lease] of leases) {
      if (holder !== node && !released.has(lease.attempt) && atUs < lease.sinceUs + LEASE_MIN_US)
        return lease;
    }
    return undefined;
  };
  const release = (exchange: Exchange): void => {
    for (const { tokens, attempt } of leases.values()) {
      const token = tokenIn(exchange.body);
      if (token !== undefined && tokens.has(token)) released.add(attempt);
    }
  };
  const give = (grant: Grant): void => {
    const { node, token, sent, acquire } = grant;
    const { attempt, first } = acquire;
    if (released.has(attempt)) return;
    const lease = leases.get(node);
    if (lease === undefined || lease.asked.seq < first.delivered.seq) {
      const { delivered } = first;
      leases.set(node, { attempt, tokens: new Set([token]), asked: delivered, sinceUs: delivered.us, sent });
    } else {
      // The same attempt, or an older one that is granted again (after a try of the worker's former life, that came
      // late): the worker has one lease, and giving this token back ends it.
      lease.tokens.add(token);
    }
  };

  for (const { seq, exchange, kind } of timeline(exchanges)) {
    const { op } = exchange.body;
    const node = exchange.from;
    if (kind === 'delivered') {
      if (op === 'release') release(exchange);
      continue;
    }
    const { answer } = exchange;
    if (answer === undefined || (op !== 'acquire' && op !== 'renew')) continue;
    const other = otherLease(node, answer.sent.us);
    if (other !== undefined) isExercised = true;
    if (saysOk(answer.body) !== true) continue;
    if (other !== undefined) {
      const holder = [...leases].find(([, lease]) => lease === other)?.[0] ?? '';
      const data = {
        holder,
        node,
        runningMs: Math.round((answer.sent.us - other.sinceUs) / 1000),
        tokens: [...other.tokens],
      };
      const events = [other.sent, { seq, us: 0 }];
      return [
        broken('one-holder', op === 'renew' ? 'renewed-while-held' : 'granted-while-held', events, data),
      ];
    }
    const grant = grantOf.get(exchange);
    if (grant !== undefined) give(grant);
    const lease = leases.get(node);
    const token = tokenIn(exchange.body);
    if (op === 'renew' && lease !== undefined && token !== undefined && lease.tokens.has(token)) {
      lease.sinceUs = Math.max(lease.sinceUs, exchange.delivered.us);
      lease.sent = answer.sent;
    }
  }
  return isExercised ? [held('one-holder')] : [];
}

/** Deliveries and answers in the order in which they happened. */
function timeline(exchanges: readonly Exchange[]) {
  const entries = exchanges.flatMap((exchange) => {
    const delivered = { seq: exchange.delivered.seq, exchange, kind: 'delivered' as const };
    const { answer } = exchange;
    return answer === undefined
      ? [delivered]
      : [delivered, { seq: answer.sent.seq, exchange, kind: 'answered' as const }];
  });
  return entries.sort((a, b) => a.seq - b.seq);
}

// ---- grants

function checkGrants(
  exchanges: readonly Exchange[],
  acquires: readonly Acquire[],
  grants: readonly Grant[],
  weather: Weather,
): Finding[] {
  const stuck = weather.neverStarted();
  if (stuck !== undefined)
    return [broken('grants', 'never-started', [{ seq: stuck.seq, us: stuck.atUs }], {})];
  const slow = weather.slowStart();
  if (slow !== undefined) {
    const tookMs = Math.round((slow.until.us - slow.from.us) / 1000);
    return [broken('grants', 'slow-start', [slow.from, slow.until], { tookMs })];
  }
  let isExercised = false;
  for (const exchange of exchanges) {
    const { op } = exchange.body;
    const { from: node, answer } = exchange;
    if (op !== 'acquire' && op !== 'renew' && op !== 'release') continue;
    if (promptness(exchange, exchanges, weather) === 'late') {
      const events = [exchange.delivered, ...(answer === undefined ? [] : [answer.sent])];
      return [broken('grants', answer === undefined ? 'no-answer' : 'late-answer', events, { node, op })];
    }
    if (answer === undefined) continue;
    const ok = saysOk(answer.body);
    if (ok === undefined || (op === 'release' && !ok))
      return [broken('grants', 'odd-answer', [answer.sent], { node, op, answer: answer.body })];
    if (op !== 'release' && ok && !(isJsonObject(answer.body) && typeof answer.body['ttlMs'] === 'number'))
      return [broken('grants', 'no-ttl', [answer.sent], { node, op, answer: answer.body })];
  }
  const byToken = new Map<number, Exchange[]>();
  for (const exchange of exchanges) {
    const token = tokenIn(exchange.body) ?? 0;
    const same = byToken.get(token);
    if (same === undefined) byToken.set(token, [exchange]);
    else same.push(exchange);
  }
  for (const acquire of acquires) {
    const { exchange } = acquire;
    const { answer, delivered, from: node } = exchange;
    if (answer === undefined || acquire.first !== exchange || meetsAnother(acquire, acquires)) continue;
    const free = freeBefore(exchange, { exchanges, byToken, grants, weather });
    // What came during a pause may be served before the timer that ended the lease.
    if (delivered.us < free.us || !weather.isGood(delivered.us - 5_000, answer.sent.us)) continue;
    if (saysOk(answer.body) !== true) {
      return [broken('grants', free.why, [...free.events, answer.sent], { node, ...free.data })];
    }
    isExercised = true;
  }
  return checkRenewals(exchanges, grants, weather) ?? (isExercised ? [held('grants')] : []);
}

/** Whether another attempt was being answered at the same time: then it may have got the lock instead. */
function meetsAnother({ exchange, attempt }: Acquire, acquires: readonly Acquire[]): boolean {
  const { delivered, answer, incarnation } = exchange;
  return acquires.some((other) => {
    if (other.attempt === attempt || other.exchange.incarnation !== incarnation) return false;
    const isBefore = other.exchange.answer !== undefined && other.exchange.answer.sent.us < delivered.us;
    const isAfter = answer !== undefined && other.exchange.delivered.us > answer.sent.us;
    return !isBefore && !isAfter;
  });
}

interface Free {
  /** From this instant on the lock is free by any clock. */
  readonly us: number;
  readonly why: string;
  readonly events: readonly Mark[];
  readonly data: Readonly<Record<string, Json>>;
}

/** What the lock service has heard and said in a run. */
interface Dealings {
  readonly exchanges: readonly Exchange[];
  /** Requests to renew and to release. */
  readonly byToken: ReadonlyMap<number, readonly Exchange[]>;
  readonly grants: readonly Grant[];
  readonly weather: Weather;
}

/** Since when the lock is free for a request that is delivered now. */
function freeBefore(
  { delivered, incarnation }: Exchange,
  { exchanges, byToken, grants, weather }: Dealings,
): Free {
  let free: Free = { us: 0, why: 'free-refused', events: [], data: {} };
  const later = (candidate: Free): void => {
    if (candidate.us >= free.us) free = candidate;
  };
  const restartedUs = weather.restartedUs(delivered.us);
  if (restartedUs !== undefined) {
    later({ us: restartedUs + LEASE_MAX_US, why: 'refused-after-restart', events: [], data: {} });
  }
  for (const { token, node, sent } of grants) {
    if (sent.seq > delivered.seq) continue;
    const mine = (byToken.get(token) ?? []).filter(({ delivered: at }) => at.seq < delivered.seq);
    const release = mine.find(
      ({ body, answer }) => body['op'] === 'release' && answer !== undefined && answer.sent.us < delivered.us,
    );
    const data = { holder: node, token };
    let last: Mark | undefined = sent;
    let endedIn: number | undefined;
    if (release?.answer !== undefined && sent.seq < release.delivered.seq) {
      later({ us: release.answer.sent.us, why: 'released-refused', events: [sent, release.delivered], data });
      last = undefined;
      endedIn = release.incarnation;
    }
    for (const { body, answer, incarnation: of } of mine) {
      if (body['op'] !== 'renew' || answer === undefined || saysOk(answer.body) !== true) continue;
      // That a lease was given back need not be on the disk: a later life may renew it.
      if (of === endedIn) continue;
      if (last === undefined || answer.sent.us > last.us) last = answer.sent;
    }
    if (last !== undefined)
      later({ us: last.us + LEASE_MAX_US, why: 'expired-refused', events: [last], data });
  }
  for (const { body, answer, delivered: at, incarnation: of } of exchanges) {
    // A try or a renewal without an answer may have succeeded within, or may yet.
    const isOpen = answer === undefined || answer.sent.us >= delivered.us;
    if (at.seq >= delivered.seq || of !== incarnation || !isOpen || body['op'] === 'release') continue;
    later({ us: at.us + LEASE_MAX_US, why: 'expired-refused', events: [], data: {} });
  }
  return free;
}

/** In the first half of its lease a holder that asks to renew is told yes, by the service that granted it. */
function checkRenewals(
  exchanges: readonly Exchange[],
  grants: readonly Grant[],
  weather: Weather,
): Finding[] | undefined {
  for (const exchange of exchanges) {
    const { body, from: node, delivered, answer, incarnation } = exchange;
    if (body['op'] !== 'renew' || answer === undefined || saysOk(answer.body) !== false) continue;
    const token = tokenIn(body);
    const last = grants.filter(({ sent }) => sent.us < delivered.us).at(-1);
    if (last === undefined || last.token !== token || last.node !== node) continue;
    if (last.acquire.exchange.incarnation !== incarnation) continue;
    const isDisturbed = exchanges.some((other) => {
      if (other === exchange || other.delivered.us > answer.sent.us) return false;
      const isOverlapping = other.answer === undefined || other.answer.sent.us >= delivered.us;
      const isRelease = other.body['op'] === 'release' && tokenIn(other.body) === token;
      return isRelease || (isOverlapping && other.incarnation === incarnation);
    });
    const renewedUs = exchanges
      .filter(
        (other) =>
          other.body['op'] === 'renew' &&
          other.from === node &&
          tokenIn(other.body) === token &&
          other.incarnation === incarnation &&
          saysOk(other.answer?.body) === true &&
          (other.answer?.sent.us ?? Infinity) < delivered.us,
      )
      .map((other) => other.delivered.us);
    const sinceUs = Math.max(last.acquire.first.delivered.us, ...renewedUs);
    if (isDisturbed || delivered.us > sinceUs + (TTL_MS / 2) * 1000) continue;
    if (!weather.isGood(last.sent.us, answer.sent.us)) continue;
    return [broken('grants', 'renew-refused', [last.sent, answer.sent], { node, token })];
  }
  return undefined;
}

// ---- findings

export function held(property: string): Finding {
  return { property, status: 'held' };
}

export function broken(
  property: string,
  code: string,
  events: readonly Mark[],
  data: Readonly<Record<string, Json>>,
): Finding {
  return { property, status: 'broken', code, events: events.map(({ seq }) => seq), data };
}
