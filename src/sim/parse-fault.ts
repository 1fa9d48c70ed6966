import type { Json } from '../api.ts';
import type { Fault, Moment, TimeMoment, UnsyncedTail } from './fault.ts';
import { copyJson } from './json-copy.ts';

/**
 * Reads a list of faults that comes from outside: a learner's file, a replay token.
 *
 * @throws TypeError that names the fault, the field and what it must be
 */
export function parseFaults(value: Json): Fault[] {
  if (!Array.isArray(value)) throw new TypeError('faults: must be a list.');
  return value.map((item: Json, i) => parseFault(item, `faults[${i}]`));
}

function parseFault(value: Json, path: string): Fault {
  const object = asObject(value, path);
  const ms = (field: string): number => atLeastZero(object[field], `${path}.${field}`);
  const text = (field: string): string => asText(object[field], `${path}.${field}`);
  const links = (): string[] => {
    const list = object['links'];
    if (!Array.isArray(list)) throw new TypeError(`${path}.links: must be a list of "from>to".`);
    return list.map((link: Json, i) => asText(link, `${path}.links[${i}]`));
  };
  switch (object['kind']) {
    case 'drop':
      return { kind: 'drop', message: text('message') };
    case 'delay':
      return { kind: 'delay', message: text('message'), byMs: ms('byMs') };
    case 'duplicate':
      return { kind: 'duplicate', message: text('message'), afterMs: ms('afterMs') };
    case 'corrupt':
      return {
        kind: 'corrupt',
        message: text('message'),
        draw: wholeNumber(object['draw'], `${path}.draw`),
      };
    case 'equivocate':
      return { kind: 'equivocate', message: text('message'), body: asBody(object['body'], `${path}.body`) };
    case 'forge': {
      const as = object['as'];
      if (as !== undefined && as !== 'send' && as !== 'request')
        throw new TypeError(`${path}.as: must be "send" or "request".`);
      return {
        kind: 'forge',
        at: asTimeMoment(object['at'], `${path}.at`),
        to: text('to'),
        body: asBody(object['body'], `${path}.body`),
        ...(as !== undefined && { as }),
      };
    }
    case 'replay':
      return { kind: 'replay', at: asTimeMoment(object['at'], `${path}.at`), message: text('message') };
    case 'silence':
    case 'no-sync':
      return { kind: object['kind'], node: text('node'), fromMs: ms('fromMs'), untilMs: ms('untilMs') };
    case 'burst-loss': {
      const percent = ms('percent');
      if (percent > 100) throw new TypeError(`${path}.percent: must be at most 100.`);
      return {
        kind: 'burst-loss',
        fromMs: ms('fromMs'),
        untilMs: ms('untilMs'),
        links: links(),
        percent,
      };
    }
    case 'small-inbox':
      return {
        kind: 'small-inbox',
        node: text('node'),
        fromMs: ms('fromMs'),
        untilMs: ms('untilMs'),
        capacity: wholeNumber(object['capacity'], `${path}.capacity`),
      };
    case 'leap-second': {
      const smear = object['smearSeconds'];
      const smearSeconds = smear === undefined ? 0 : wholeNumber(smear, `${path}.smearSeconds`);
      if (smear !== undefined && smearSeconds < 2)
        throw new TypeError(`${path}.smearSeconds: must be 2 or more.`);
      return {
        kind: 'leap-second',
        at: asTimeMoment(object['at'], `${path}.at`),
        ...(smear !== undefined && { smearSeconds }),
      };
    }
    case 'partition':
      return { kind: 'partition', fromMs: ms('fromMs'), untilMs: ms('untilMs'), links: links() };
    case 'slow-link':
      return {
        kind: 'slow-link',
        fromMs: ms('fromMs'),
        untilMs: ms('untilMs'),
        links: links(),
        byMs: ms('byMs'),
      };
    case 'crash': {
      const done = object['openWritesDone'];
      const { unsynced, losesDisk } = object;
      if (losesDisk !== undefined && losesDisk !== true)
        throw new TypeError(`${path}.losesDisk: must be true, or absent.`);
      return {
        kind: 'crash',
        at: asMoment(object['at'], `${path}.at`),
        restartAfterMs: object['restartAfterMs'] === null ? null : ms('restartAfterMs'),
        ...(done !== undefined && { openWritesDone: wholeNumber(done, `${path}.openWritesDone`) }),
        ...(unsynced !== undefined && { unsynced: asTail(unsynced, `${path}.unsynced`) }),
        ...(losesDisk !== undefined && { losesDisk }),
      };
    }
    case 'pause':
      return { kind: 'pause', at: asMoment(object['at'], `${path}.at`), forMs: ms('forMs') };
    case 'clock-step':
      return {
        kind: 'clock-step',
        at: asTimeMoment(object['at'], `${path}.at`),
        byMs: finite(object['byMs'], `${path}.byMs`),
      };
    case 'clock-rate': {
      const realMicros = wholeNumber(object['realMicros'], `${path}.realMicros`);
      if (realMicros < 1) throw new TypeError(`${path}.realMicros: must be 1 or more.`);
      return { kind: 'clock-rate', at: asTimeMoment(object['at'], `${path}.at`), realMicros };
    }
    case 'slow-disk':
    case 'slow-node':
      return {
        kind: object['kind'],
        node: text('node'),
        fromMs: ms('fromMs'),
        untilMs: ms('untilMs'),
        byMs: ms('byMs'),
      };
    default:
      throw new TypeError(
        `${path}.kind: there is no fault of kind ${JSON.stringify(object['kind'] ?? null)}.`,
      );
  }
}

function asTail(value: Json, path: string): UnsyncedTail {
  const object = asObject(value, path);
  const calls = wholeNumber(object['calls'], `${path}.calls`);
  const { bytes, torn } = object;
  return {
    calls,
    ...(bytes !== undefined && { bytes: wholeNumber(bytes, `${path}.bytes`) }),
    ...(torn !== undefined && { torn: asTorn(torn, `${path}.torn`) }),
  };
}

function asTorn(value: Json, path: string): NonNullable<UnsyncedTail['torn']> {
  const { last, as, bit } = asObject(value, path);
  const count = wholeNumber(last, `${path}.last`);
  if (count < 1 || count > 16) throw new TypeError(`${path}.last: must be from 1 to 16.`);
  if (as !== 'zeros' && as !== 'flip' && as !== 'noise')
    throw new TypeError(`${path}.as: must be "zeros", "flip" or "noise".`);
  if (bit === undefined) return { last: count, as };
  const place = wholeNumber(bit, `${path}.bit`);
  if (as !== 'flip' || place >= 8 * count)
    throw new TypeError(`${path}.bit: only where a bit is flipped, and below ${8 * count}.`);
  return { last: count, as, bit: place };
}

function asBody(value: Json | undefined, path: string): Json {
  if (value === undefined) throw new TypeError(`${path}: must be a JSON value.`);
  return copyJson(value, path);
}

function asMoment(value: Json | undefined, path: string): Moment {
  const object = asObject(value, path);
  if (object['step'] === undefined) return asTimeMoment(value, path);
  return {
    node: asText(object['node'], `${path}.node`),
    incarnation: wholeNumber(object['incarnation'], `${path}.incarnation`),
    step: wholeNumber(object['step'], `${path}.step`),
  };
}

function asTimeMoment(value: Json | undefined, path: string): TimeMoment {
  const object = asObject(value, path);
  return { node: asText(object['node'], `${path}.node`), atMs: atLeastZero(object['atMs'], `${path}.atMs`) };
}

function asObject(value: Json | undefined, path: string): { readonly [key: string]: Json } {
  if (typeof value !== 'object' || value === null || isList(value))
    throw new TypeError(`${path}: must be an object.`);
  return value;
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

function asText(value: Json | undefined, path: string): string {
  if (typeof value !== 'string') throw new TypeError(`${path}: must be a text.`);
  return value;
}

function finite(value: Json | undefined, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${path}: must be a number.`);
  return value;
}

function atLeastZero(value: Json | undefined, path: string): number {
  const number = finite(value, path);
  if (number < 0) throw new TypeError(`${path}: must be 0 or more.`);
  return number;
}

function wholeNumber(value: Json | undefined, path: string): number {
  const number = atLeastZero(value, path);
  if (!Number.isSafeInteger(number)) throw new TypeError(`${path}: must be a whole number.`);
  return number;
}
