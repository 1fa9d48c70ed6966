import {
  defineScenario,
  type Decider,
  type Fault,
  type Json,
  type Script,
  type Sweep,
} from 'partial-failure/kit';
import { NODE } from './facts.ts';

/** Records, and how long after the start of its life each is appended, in ms. */
type Life = readonly (readonly [atMs: number, record: Json])[];

interface Plan {
  /** What each life appends; later lives than these append nothing. */
  readonly lives: readonly Life[];
  readonly faults?: readonly Fault[];
  /** Crashes once more when all has settled, in the life with this number. */
  readonly lastCrashIn?: number;
}

const RESTART_MS = 50;
const QUIET = 'quiet';

/** In each life: reads, appends what the plan says, reads when all has settled. */
function play(script: Script, { lives }: Plan): void {
  const live = (n: number): void => {
    // Waits for start(). Of a life that a crash ends, the next one takes over.
    script.call(NODE, 'read', [], ({ status }) => {
      if (status !== 'ok') {
        if (status === 'cut' || status === 'refused') script.after(RESTART_MS + 10, () => live(n + 1));
        return;
      }
      const appends = lives[n] ?? [];
      let open = appends.length;
      let isCut = false;
      const settled = (): void => {
        if (open > 0) return;
        if (isCut) {
          script.after(RESTART_MS + 10, () => live(n + 1));
          return;
        }
        script.call(NODE, 'read', [], ({ status: after }) => {
          if (after === 'ok') {
            script.note(QUIET, n);
            // A crash that comes now is met by the next life.
            script.after(2, () => {
              if (script.incarnation(NODE) > n || !script.isUp(NODE))
                script.after(RESTART_MS + 10, () => live(n + 1));
            });
          } else script.after(RESTART_MS + 10, () => live(n + 1));
        });
      };
      for (const [atMs, record] of appends)
        script.after(atMs, () => {
          script.call(NODE, 'append', [record], (operation) => {
            isCut ||= operation.status !== 'ok';
            open--;
            settled();
          });
        });
      settled();
    });
  };
  live(0);
}

/** Crashes the node when a life has come to rest. */
function lastCrash(life: number | undefined): Decider {
  return {
    onEvent(event, view) {
      if (event.kind !== 'note' || event.name !== QUIET || event.data !== life) return;
      view.inject({
        kind: 'crash',
        at: { node: NODE, atMs: view.nowUs() / 1000 },
        restartAfterMs: RESTART_MS,
      });
    },
  };
}

function planned(
  what: { id: string; title: string; visible?: boolean; category: string; sweep?: Sweep },
  plans: readonly Plan[],
) {
  return defineScenario<Plan>({
    id: what.id,
    title: what.title,
    visible: what.visible ?? false,
    category: what.category,
    endMs: 30_000,
    cases: plans,
    nodes: () => [{ id: NODE, role: 'log' }],
    disk: { minMs: 5, maxMs: 20 },
    direct: ({ case: { lastCrashIn } }) => lastCrash(lastCrashIn),
    script: (script, { case: plan }) => play(script, plan),
    ...(what.sweep !== undefined && { sweep: what.sweep }),
  });
}

const one = (...records: Json[]): Life => records.map((record, i) => [40 * i, record]);
const together = (...records: Json[]): Life => records.map((record) => [0, record]);
const crash = (atMs: number, unsynced?: { calls: number; bytes?: number }): Fault => ({
  kind: 'crash',
  at: { node: NODE, atMs },
  restartAfterMs: RESTART_MS,
  ...(unsynced !== undefined && { unsynced }),
});

const EMPTY_LOOKING: Json[] = [null, 0, '', false, [], {}, [null], '0', 'null'];
const AWKWARD: Json[] = [
  '"quoted" and \\ and /',
  'line\nbreak',
  'a|b,c;d\t\u0000e',
  'grüße, 世界, 🙂',
  { b: 1, a: [{ c: null, d: '}' }] },
  12345,
  -0.5,
  true,
  '{"r":1}',
];
const ofLength = (bytes: number): string => `${bytes}:`.padEnd(bytes - 2, 'x');
const LENGTHS: Json[] = [127, 128, 129, 255, 256, 257, 1023, 1025].map(ofLength);
const many = (n: number, name: string): Life =>
  Array.from({ length: n }, (_, i) => [Math.floor(i / 40) * 40, `${name}${i}`]);

const EVERY_STEP = { crash: { nodes: [NODE], restartAfterMs: RESTART_MS } };
const LOST: Sweep = { crash: { ...EVERY_STEP.crash, unsynced: 'lost' } };
const TORN: Sweep = { crash: { ...EVERY_STEP.crash, unsynced: 'torn' } };

export default [
  planned({ id: 'restart', title: 'A restart when all is quiet', visible: true, category: 'a restart' }, [
    { lives: [one('first', 'second'), one('third')], lastCrashIn: 0 },
  ]),
  planned(
    {
      id: 'acknowledged',
      title: 'A crash just after an acknowledgement',
      visible: true,
      category: 'a crash',
    },
    [
      { lives: [one('first', 'second'), one('third')], faults: [crash(70)], lastCrashIn: 1 },
      { lives: [one('first', 'second'), one('third')], faults: [crash(25), crash(140)], lastCrashIn: 2 },
    ],
  ),
  planned(
    { id: 'torn', title: 'The last record is torn', visible: true, category: 'a torn record' },
    [3, 8, 12].map((bytes) => ({
      lives: [one('first', 'second'), one('third', 'fourth')],
      faults: [crash(43, { calls: 0, bytes })],
      lastCrashIn: 1,
    })),
  ),
  planned({ id: 'values', title: 'Records of every kind', category: 'records of every kind' }, [
    { lives: [together(...EMPTY_LOOKING), one('next')], lastCrashIn: 0 },
    { lives: [together(...AWKWARD), one('next')], lastCrashIn: 0 },
    { lives: [one(...LENGTHS), one('next')], lastCrashIn: 0 },
    {
      lives: [one(...AWKWARD.slice(0, 4)), together(...EMPTY_LOOKING), one('last')],
      lastCrashIn: 1,
      faults: [crash(100)],
    },
  ]),
  planned({ id: 'many', title: 'Many records', category: 'many records' }, [
    { lives: [many(320, 'r'), one('next')], lastCrashIn: 0 },
    { lives: [many(140, 'a'), many(140, 'b'), one('c')], lastCrashIn: 1, faults: [crash(1500)] },
  ]),
  planned(
    {
      id: 'staggered',
      title: 'Appends while others wait',
      category: 'appends while others wait',
      sweep: LOST,
    },
    [
      {
        lives: [
          [
            [0, 'a'],
            [0, 'b'],
            [3, 'c'],
            [6, 'd'],
            [9, 'e'],
            [14, 'f'],
          ],
          one('g'),
        ],
        lastCrashIn: 1,
      },
      {
        lives: [
          [
            [0, 1],
            [2, 2],
            [4, 3],
            [7, 4],
          ],
          [
            [0, 5],
            [1, 6],
          ],
          one(7),
        ],
        lastCrashIn: 1,
        faults: [crash(20)],
      },
    ],
  ),
  planned(
    {
      id: 'every-tail',
      title: 'A crash at every step, with every torn tail',
      category: 'a crash with a torn tail',
      sweep: TORN,
    },
    [
      {
        lives: [
          [[0, 12345]],
          [
            [0, 'b'],
            [0, 7],
          ],
          one('c'),
        ],
        lastCrashIn: 1,
      },
    ],
  ),
  // Of the first bytes of a record any one bit may be another: here each of them is, for every number of bytes.
  planned(
    { id: 'every-bit', title: 'Every bit of a torn record', category: 'a crash with a torn tail' },
    Array.from({ length: 10 }, (_, i) => i + 4).flatMap((bytes) =>
      Array.from({ length: 8 * bytes }, (_, bit): Plan => ({
        lives: [[[0, 12345]], []],
        faults: [
          {
            kind: 'crash',
            at: { node: NODE, atMs: 4 },
            restartAfterMs: RESTART_MS,
            unsynced: { calls: 0, bytes, torn: { last: bytes, as: 'flip', bit } },
          },
        ],
      })),
    ),
  ),
  planned(
    {
      id: 'in-recovery',
      title: 'A crash at every step of a recovery',
      category: 'a crash within a recovery',
      sweep: LOST,
    },
    [
      ...[1, 9].map((bytes): Plan => ({
        lives: [
          [
            [0, 'a'],
            [30, 'b'],
          ],
          one('c'),
          one('d'),
        ],
        faults: [crash(33, { calls: 0, bytes })],
        lastCrashIn: 2,
      })),
      {
        lives: [
          [
            [0, 'a'],
            [30, 'b'],
          ],
          one('c', 'd'),
        ],
        faults: [
          {
            kind: 'crash',
            at: { node: NODE, atMs: 33 },
            restartAfterMs: RESTART_MS,
            unsynced: { calls: 0, bytes: 10, torn: { last: 8, as: 'zeros' } },
          },
        ],
        lastCrashIn: 1,
      },
    ],
  ),
];
