import type { Json } from '../api.ts';
import type { Fault, Moment, TimeMoment } from './fault.ts';

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
      return {
        kind: 'crash',
        at: asMoment(object['at'], `${path}.at`),
        restartAfterMs: object['restartAfterMs'] === null ? null : ms('restartAfterMs'),
        ...(done !== undefined && { openWritesDone: wholeNumber(done, `${path}.openWritesDone`) }),
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
      return {
        kind: 'slow-disk',
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
