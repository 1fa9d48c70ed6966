import type { Json } from '../api.ts';
import type { DrawnCommand } from '../explore/commands.ts';
import type { Fault } from '../sim/fault.ts';
import { parseFaults } from '../sim/parse-fault.ts';
import { canonicalJson, isJsonArray } from '../util/canonical.ts';
import { hashString } from '../util/prng.ts';
import { packInteger, packText, unpackText } from '../util/short-text.ts';

/** One run of one exercise, as data: with the program, everything follows from it. */
export interface RunReplay {
  readonly exercise: string;
  readonly exerciseVersion: number;
  /** Id of the scenario; of an exercise of attacks, the export that holds the target's list. */
  readonly scenario: string;
  readonly caseIndex: number;
  /** The run's seed, an unsigned 32-bit integer. */
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** The sequence of commands that is done, where it is a run of commands. */
  readonly commands?: readonly DrawnCommand[];
  /** Clock rates, where a test has set them. */
  readonly rates?: 'fast' | 'slow' | 'true';
}

/** One case of an exercise of pure functions, as data. */
export interface CaseReplay {
  readonly exercise: string;
  readonly exerciseVersion: number;
  /** Id of the group that it belongs to. */
  readonly scenario: string;
  /** The seed from which the grading that found it drew its cases. */
  readonly seed: number;
  readonly case: Json;
}

/** What a token stands for. */
export type Replay = RunReplay | CaseReplay;

/** Whether it is a case, not a run. */
export function isCaseReplay(replay: Replay): replay is CaseReplay {
  return 'case' in replay;
}

/** A text that is no replay token, or one that cannot be used here. The message is one sentence or two for people. */
export class TokenError extends Error {
  override readonly name: string = 'TokenError';
}

/** Version of the tokens written here. Another {@link BEGINNING} or another order of parts is another version. */
const VERSION = 1;
/** No counterexample is longer; a text that unpacks to more was not made here. */
const LENGTH_MAX = 200_000;
const CHECK_LENGTH = 6;

/** What the text of a token resembles. Part of the format: never change it without {@link VERSION}. */
const BEGINNING =
  '"true"]"slow"]"fast"]{"fromMs":0,"kind":"partition","links":["","untilMs":1000}' +
  '{"byMs":0,"fromMs":0,"kind":"slow-link","links":[{"byMs":0,"fromMs":0,"kind":"slow-disk","node":"' +
  '{"at":{"atMs":0,"node":"},"kind":"clock-rate","realMicros":1000000},"byMs":-1000,"kind":"clock-step"}' +
  '{"afterMs":5,"kind":"duplicate","message":"send {"byMs":500,"kind":"delay","message":"request ' +
  '{"at":{"incarnation":1,"node":"c1","step":1},"forMs":300,"kind":"pause"},' +
  '{"at":{"incarnation":0,"node":"r1","step":2},"kind":"crash","openWritesDone":0,"restartAfterMs":null}]]' +
  ',{"kind":"drop","message":"reply request 0.0"}]],0,[{"kind":"drop","message":"';

/**
 * A run as a text without spaces, of letters, digits, `-` and `_`: `pf1_`, a checksum of six characters, and the parts
 * of the {@link Replay} as packed canonical JSON. The same in every host.
 */
export function encodeReplay(replay: Replay): string {
  const parts = isCaseReplay(replay) ? partsOfCase(replay) : partsOfRun(replay);
  const ascii = canonicalJson(parts).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const body = packText(ascii, BEGINNING);
  return `pf${VERSION}_${checksum(body)}${body}`;
}

function partsOfRun({
  exercise,
  exerciseVersion,
  scenario,
  caseIndex,
  seed,
  faults,
  commands,
  rates,
}: RunReplay): Json[] {
  const parts: Json[] = [exercise, exerciseVersion, scenario, caseIndex, seed, faults.map(asJson)];
  if (commands === undefined) return rates === undefined ? parts : [...parts, rates];
  return [...parts, rates ?? null, commands.map(({ name, afterMs, data }) => [name, afterMs, data])];
}

/** No number of a case: that tells it from a run. */
function partsOfCase({ exercise, exerciseVersion, scenario, seed, case: one }: CaseReplay): Json[] {
  return [exercise, exerciseVersion, scenario, null, seed, one];
}

/**
 * Reads a token.
 *
 * @throws TokenError for everything that {@link encodeReplay} does not write: cut, changed, of another version
 */
export function decodeReplay(token: string): Replay {
  const match = /^pf(\d+)_([\w-]*)$/.exec(token.trim());
  if (match === null)
    throw new TokenError(`This is no replay token. One begins with pf${VERSION}_ and stands in a report.`);
  const [, version, rest = ''] = match;
  if (Number(version) !== VERSION) {
    throw new TokenError(
      `This replay token is of version ${String(version)}; only version ${VERSION} can be read here. Grade the program again for a new one.`,
    );
  }
  const body = rest.slice(CHECK_LENGTH);
  const text =
    checksum(body) === rest.slice(0, CHECK_LENGTH) ? unpackText(body, BEGINNING, LENGTH_MAX) : undefined;
  if (text === undefined)
    throw new TokenError('This replay token is cut or changed. Copy the whole of it from the report.');
  return readParts(text);
}

/** Why a token is of no use for an exercise as it is now, in a sentence or two; `undefined` when it is of its version. */
export function versionMisfit(
  { exerciseVersion }: Replay,
  { id, version }: { readonly id: string; readonly version: number },
): string | undefined {
  if (exerciseVersion === version) return undefined;
  return `The replay token is of version ${exerciseVersion} of ${id}; here is version ${version}. Grade the program again for a new one.`;
}

function checksum(body: string): string {
  return packInteger(hashString(body, VERSION));
}

function readParts(text: string): Replay {
  const strange = new TokenError('This replay token does not describe a run. Copy it again from the report.');
  try {
    const parts: unknown = JSON.parse(text);
    if (!Array.isArray(parts)) throw strange;
    const [exercise, exerciseVersion, scenario, caseIndex, seed, last, rates = null, commands] =
      parts as Json[];
    if (typeof exercise !== 'string' || typeof scenario !== 'string') throw strange;
    if (!isCount(exerciseVersion) || !isCount(seed) || seed > 0xffff_ffff) throw strange;
    if (caseIndex === null && last !== undefined)
      return { exercise, exerciseVersion, scenario, seed, case: last };
    if (!isCount(caseIndex) || !isJsonArray(last)) throw strange;
    if (rates !== null && rates !== 'fast' && rates !== 'slow' && rates !== 'true') throw strange;
    return {
      exercise,
      exerciseVersion,
      scenario,
      caseIndex,
      seed,
      faults: parseFaults(last),
      ...(commands !== undefined && { commands: readCommands(commands) }),
      ...(rates !== null && { rates }),
    };
  } catch {
    throw strange;
  }
}

/** @throws TypeError when it is no list of commands */
function readCommands(value: Json): DrawnCommand[] {
  if (!isJsonArray(value)) throw new TypeError('Commands are a list.');
  return value.map((item) => {
    const [name, afterMs, data] = isJsonArray(item) ? item : [];
    if (typeof name !== 'string' || typeof afterMs !== 'number' || afterMs < 0 || data === undefined)
      throw new TypeError('A command is its name, a time and its data.');
    return { name, afterMs, data };
  });
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A fault is JSON but for fields that are absent. */
function asJson(fault: Fault): Json {
  return JSON.parse(JSON.stringify(fault)) as Json;
}
