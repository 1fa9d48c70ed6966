/** One test for each sentence of what a learner's program can rely on. */
import { describe, expect, it } from 'vitest';
import { builtInFindings } from '../../../src/grader/built-in.ts';
import { replay } from '../../../src/explore/run.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import {
  errorsOf,
  logsOf,
  runIdOf,
  simulate,
  simulateWith,
  subjectOf,
  timedLogsOf,
} from '../../support/simulate.ts';

const SILENT_B = 'export class B { constructor() {} }';

describe('messages', () => {
  it('arrive after the delay of the link, as copies', async () => {
    const run = await simulate(`
      export class A { constructor(node) { const m = { list: [1] }; node.send('b', m); m.list.push(2); } }
      export class B { constructor(node) { this.node = node; } onMessage(from, m) { this.node.log(from + JSON.stringify(m)); } }`);
    expect(timedLogsOf(run)).toEqual(['10 b a{"list":[1]}']);
  });

  it.each([
    ['{ a: { b: [1, () => 1] } }', 'message.a.b[1] is a function; only JSON can be sent or stored.'],
    ['{ a: NaN }', 'message.a is NaN; JSON has no such number.'],
    ['new Map()', 'message is an instance of a class; only plain objects can be sent or stored.'],
    ['undefined', 'message is undefined; only JSON can be sent or stored.'],
    ['10n', 'message is a bigint; only JSON can be sent or stored.'],
  ])('that are not JSON are refused with the path: %s', async (value, text) => {
    const run = await simulate(
      `export class A { constructor(node) {\nnode.send('b', ${value}); } }\n${SILENT_B}`,
    );
    expect(errorsOf(run)).toEqual([`a 2 TypeError: ${text}`]);
  });

  it('leave out properties that are undefined', async () => {
    const run = await simulate(`
      export class A { constructor(node) { node.send('b', { x: undefined, y: 1 }); } }
      export class B { constructor(node) { this.node = node; } onMessage(_, m) { this.node.log(JSON.stringify(m)); } }`);
    expect(logsOf(run)).toEqual(['b {"y":1}']);
  });

  it('to unknown nodes are refused with the names that there are', async () => {
    const run = await simulate(`export class A { constructor(node) { node.send('c', 1); } }\n${SILENT_B}`);
    expect(errorsOf(run)).toEqual(['a 1 Error: There is no node "c" here. Nodes: a, b.']);
  });

  it('that are doubled call the handler of a request twice; the second reply vanishes', async () => {
    const run = await simulateWith(
      `export class A { constructor(node) { node.request('b', 'q').then((r) => node.log('got ' + r)); } }
       export class B { constructor(node) { this.node = node; this.n = 0; } onRequest() { this.node.log('asked'); return ++this.n; } }`,
      [{ kind: 'duplicate', message: 'request a>b 0.0', afterMs: 3 }],
    );
    expect(timedLogsOf(run)).toEqual(['10 b asked', '13 b asked', '20 a got 1']);
    expect(run.trace.filter((e) => e.kind === 'lost' && e.why === 'stale')).toHaveLength(1);
  });

  it('can be dropped, and delayed so that they overtake each other', async () => {
    const source = `
      export class A { constructor(node) { node.send('b', 1); node.send('b', 2); node.send('b', 3); } }
      export class B { constructor(node) { this.node = node; } onMessage(_, m) { this.node.log(String(m)); } }`;
    const run = await simulateWith(source, [
      { kind: 'drop', message: 'send a>b 0.1' },
      { kind: 'delay', message: 'send a>b 0.0', byMs: 7 },
    ]);
    expect(timedLogsOf(run)).toEqual(['10 b 3', '17 b 1']);
    expect(run.faultsOverUs).toBe(17_000);
  });

  it('are lost on a cut link, one-way, when sent or when they would arrive during the cut', async () => {
    const source = `
      export class A { constructor(node) { this.node = node; this.go(); }
        async go() { for (let i = 0; i < 4; i++) { this.node.send('b', i); await this.node.sleep(20); } } }
      export class B { constructor(node) { this.node = node; } onMessage(_, m) { this.node.log(String(m)); this.node.send('a', m); } }`;
    const run = await simulateWith(source, [{ kind: 'partition', fromMs: 15, untilMs: 45, links: ['a>b'] }]);
    expect(logsOf(run)).toEqual(['b 0', 'b 3']);
  });
});

describe('requests', () => {
  it('settle only with a reply; a handler that throws gives none, and its node lives on', async () => {
    const run = await simulate(`
      export class A { constructor(node) { node.request('b', 0).finally(() => node.log('settled')); node.request('b', 1).then((r) => node.log('got ' + r)); } }
      export class B { constructor(node) { } async onRequest(_, m) {
        if (m === 0)
          throw new Error('no');
        return m; } }`);
    expect(logsOf(run)).toEqual(['a got 1']);
    expect(errorsOf(run)).toEqual(['b 5 Error: no']);
  });

  it('of an earlier incarnation get no reply', async () => {
    const run = await simulateWith(
      `export class A { constructor(node) { this.node = node; } async start() {
         const boots = (await this.node.disk.read('boots')) ?? 0; await this.node.disk.write('boots', boots + 1);
         if (boots === 0) this.node.request('b', 'q').then(() => this.node.log('got')); this.node.log('boot ' + boots); } }
       export class B { constructor(node) {} onRequest() { return 'r'; } }`,
      [{ kind: 'crash', at: { node: 'a', atMs: 25 }, restartAfterMs: 1 }],
    );
    expect(logsOf(run)).toEqual(['a boot 0', 'a boot 1']);
    expect(run.trace.some((e) => e.kind === 'lost' && e.why === 'stale')).toBe(true);
  });
});

describe('a restart', () => {
  const counter = `
    let top = 0;
    export class A { constructor(node) { this.node = node; this.mine = 0; } async start() { top++; this.mine++;
      const kept = (await this.node.disk.read('k')) ?? 0; await this.node.disk.write('k', kept + 1);
      this.node.log([top, this.mine, kept].join(' ')); } }
    export class B extends A {}`;

  it('empties memory, also that of the module, and keeps the disk; nodes share nothing', async () => {
    const run = await simulateWith(counter, [
      { kind: 'crash', at: { node: 'a', atMs: 50 }, restartAfterMs: 50 },
    ]);
    expect(timedLogsOf(run)).toEqual(['10 a 1 1 0', '10 b 1 1 0', '110 a 1 1 1']);
  });

  it.each([0, 1, 2, 3])('finds a prefix of the open disk writes: %i of them', async (openWritesDone) => {
    const run = await simulateWith(
      `export class A { constructor(node) { this.node = node; } async start() {
         const found = []; for (const k of ['x', 'y', 'z']) found.push(await this.node.disk.read(k) ?? '-');
         this.node.log(found.join('')); if (found[0] !== '-') return;
         void this.node.disk.write('x', 1); void this.node.disk.write('y', 2); void this.node.disk.write('z', 3); } }
       ${SILENT_B}`,
      [{ kind: 'crash', at: { node: 'a', atMs: 17 }, restartAfterMs: 5, openWritesDone }],
    );
    expect(logsOf(run)[1]).toBe(`a ${['---', '1--', '12-', '123'][openWritesDone]}`);
  });

  it('starts the monotonic clock anew', async () => {
    const run = await simulateWith(
      `export class A { constructor(node) { node.log(String(node.clock.monotonic())); } } ${SILENT_B}`,
      [{ kind: 'crash', at: { node: 'a', atMs: 50 }, restartAfterMs: 0 }],
    );
    const [before, after] = logsOf(run);
    expect(after).not.toBe(before);
  });
});

describe('the disk', () => {
  it('lets a read see every write called before it', async () => {
    const run = await simulate(`
      export class A { constructor(node) { this.node = node; } async start() {
        void this.node.disk.write('k', 'old'); void this.node.disk.write('k', 'new');
        this.node.log(String(await this.node.disk.read('k'))); } } ${SILENT_B}`);
    expect(timedLogsOf(run)).toEqual(['5 a new']);
  });
});

describe('start()', () => {
  it('holds messages and requests from others, not the replies to its own requests', async () => {
    const run = await simulate(`
      export class A { constructor(node) { this.node = node; } async start() { await this.node.sleep(50); this.node.log('reply ' + await this.node.request('b', 'q')); }
        onMessage(_, m) { this.node.log('message ' + m); } }
      export class B { constructor(node) { node.send('a', 'early'); } onRequest() { return 'r'; } }`);
    expect(timedLogsOf(run)).toEqual(['70 a reply r', '70 a message early']);
  });

  it('that never settles is reported', async () => {
    const run = await simulate(
      `export class A { constructor(node) {} start() { return new Promise(() => {}); } } ${SILENT_B}`,
    );
    expect(builtInFindings(run).map((f) => f.property)).toEqual(['start-settles']);
  });

  it('that rejects stops the node', async () => {
    const run = await simulate(`
      export class A { constructor(node) { this.node = node; } async start() { throw new Error('broken'); } onMessage() { this.node.log('alive'); } }
      export class B { constructor(node) { node.send('a', 1); } }`);
    expect(logsOf(run)).toEqual([]);
    expect(errorsOf(run)).toEqual(['a 2 Error: broken']);
  });
});

describe('methods that show a state', () => {
  const shown = async (source: string, faults: readonly Fault[] = []): Promise<string[]> => {
    const subject = await subjectOf(`${source}\n${SILENT_B}`);
    const { roles } = subject.exercise;
    const a = { export: 'A', shape: 'class', shows: ['role', 'term'] } as const;
    const run = replay(
      { ...subject, exercise: { ...subject.exercise, roles: { ...roles, a } } },
      runIdOf({}),
      faults,
    );
    return run.trace.flatMap((event) =>
      event.kind === 'shows' ? [`${event.atUs / 1000} ${event.node} ${JSON.stringify(event.values)}`] : [],
    );
  };
  const SLEEPER = `
    export class A {
      constructor(node) { this.node = node; this.n = 0; }
      async start() { this.n = 1; await this.node.disk.read('x'); void this.go(); }
      async go() { await this.node.sleep(10); this.n = 2; await this.node.sleep(10); this.n = 3; this.n = 2; }
      role() { this.node.log('asked'); return 'r'; }
      term() { return this.n; }
    }`;

  it('are read at the end of each turn, once start() has settled; only what is new is an event', async () => {
    expect(await shown(SLEEPER)).toEqual(['5 a {"role":"r","term":1}', '15 a {"role":"r","term":2}']);
  });

  it('are read anew after a restart, and not where a crash ends the turn', async () => {
    const crash = { kind: 'crash', at: { node: 'a', atMs: 30 }, restartAfterMs: 10 } as const;
    expect((await shown(SLEEPER, [crash])).slice(2)).toEqual([
      '45 a {"role":"r","term":1}',
      '55 a {"role":"r","term":2}',
    ]);
  });

  it('have no effect; one that throws, or gives what is not JSON, shows null', async () => {
    const source = `export class A { role() { throw new Error('no'); } term() { return () => 1; } }`;
    expect(await shown(source)).toEqual(['0 a {"role":null,"term":null}']);
    expect(await shown('export class A {}')).toEqual(['0 a {"role":null,"term":null}']);
  });
});

describe('time', () => {
  it.each(['fast', 'slow', 'true'] as const)(
    'sleep never ends early by the %s monotonic clock, and hardly late',
    async (rates) => {
      const run = await simulate(
        `export class A { constructor(node) { this.go(node); } async go(node) { for (const ms of [0, 0.1, 1, 333.3, 5000]) {
         const t = node.clock.monotonic(); await node.sleep(ms); const d = node.clock.monotonic() - t; node.log(String(d - ms > -1e-9 && d - ms < 0.01)); } } } ${SILENT_B}`,
        {},
        [],
        rates,
      );
      expect(logsOf(run)).toEqual(Array(5).fill('a true'));
    },
  );

  it.each(['-1', 'NaN', 'Infinity', '"5"'])('sleep(%s) is refused', async (ms) => {
    const run = await simulate(`export class A { constructor(node) { node.sleep(${ms}); } } ${SILENT_B}`);
    expect(errorsOf(run)[0]).toContain('RangeError');
  });

  it('sleep(0) is a new event at the same instant', async () => {
    const run = await simulate(
      `export class A { constructor(node) { node.sleep(0).then(() => node.log('later')); node.log('first'); } } ${SILENT_B}`,
    );
    expect(timedLogsOf(run)).toEqual(['0 a first', '0 a later']);
  });

  it('of day steps; the monotonic clock does not', async () => {
    const run = await simulateWith(
      `export class A { constructor(node) { this.go(node); } async go(node) { const d = node.clock.timeOfDay(); const m = node.clock.monotonic(); await node.sleep(100);
         node.log([node.clock.timeOfDay() - d, node.clock.monotonic() - m].map(Math.round).join(' ')); } } ${SILENT_B}`,
      [{ kind: 'clock-step', at: { node: 'a', atMs: 50 }, byMs: -3000 }],
    );
    expect(logsOf(run)).toEqual(['a -2900 100']);
  });
});

describe('a pause', () => {
  const source = `
    export class A { constructor(node) { this.node = node; }
      async onMessage(_, m) { const t = this.node.clock.monotonic(); this.node.log('begin ' + m); this.node.send('b', m);
        this.node.log('end ' + m + ' after ' + Math.round(this.node.clock.monotonic() - t)); } }
    export class B { constructor(node) { this.node = node; this.go(); } async go() { this.node.send('a', 1); await this.node.sleep(30); this.node.send('a', 2); }
      onMessage(_, m) { this.node.log('back ' + m); } }`;

  it('at a call: what follows has later instants, what arrives waits, the clock runs on', async () => {
    // Steps of a: boot turn 0, its end 1; turn 2, clock 3, log 4, send 5.
    const run = await simulateWith(source, [
      { kind: 'pause', at: { node: 'a', incarnation: 0, step: 5 }, forMs: 100 },
    ]);
    expect(timedLogsOf(run)).toEqual([
      '10 a begin 1',
      '110 a end 1 after 100',
      '110 a begin 2',
      '110 a end 2 after 0',
      '120 b back 1',
      '120 b back 2',
    ]);
    expect(run.faultsOverUs).toBe(110_000);
  });

  it('by time: nothing runs until it is over', async () => {
    const run = await simulateWith(source, [{ kind: 'pause', at: { node: 'a', atMs: 5 }, forMs: 60 }]);
    expect(timedLogsOf(run).slice(0, 4)).toEqual([
      '65 a begin 1',
      '65 a end 1 after 0',
      '65 a begin 2',
      '65 a end 2 after 0',
    ]);
  });
});

describe('a crash at a call', () => {
  const source = `
    export class A { constructor(node) { this.node = node; }
      async onRequest(_, m) { this.node.send('b', 'first'); this.node.send('b', 'second'); await this.node.disk.write('k', 1); return 'done'; } }
    export class B { constructor(node) { node.request('a', 1).then(() => node.log('reply')); this.node = node; } onMessage(_, m) { this.node.log(m); } }`;

  it('lets what was called before happen, and nothing after; no exception is thrown', async () => {
    // Steps of a: boot turn 0, end 1; turn 2, send 3, send 4.
    const run = await simulateWith(source, [
      { kind: 'crash', at: { node: 'a', incarnation: 0, step: 4 }, restartAfterMs: null },
    ]);
    expect(logsOf(run)).toEqual(['b first']);
    expect(errorsOf(run)).toEqual([]);
    expect(run.nodes.find(({ id }) => id === 'a')?.up).toBe(false);
  });

  it('after the last call of a turn loses the open disk write and the reply', async () => {
    // Steps: turn 2, send 3, send 4, disk.write 5, end 6.
    const run = await simulateWith(source, [
      { kind: 'crash', at: { node: 'a', incarnation: 0, step: 6 }, restartAfterMs: null },
    ]);
    expect(logsOf(run)).toEqual(['b first', 'b second']);
    expect(run.nodes.find(({ id }) => id === 'a')?.disk.size).toBe(0);
  });
});

describe('budgets', () => {
  it.each([
    ['a loop', 'for (;;) {}', 'steps'],
    [
      'a loop that catches everything',
      'for (;;) { try { for (;;) {} } catch {} finally { continue; } }',
      'steps',
    ],
    [
      'waiting by reading the clock',
      'const t = node.clock.monotonic(); while (node.clock.monotonic() < t + 10) {}',
      'steps',
    ],
    ['endless promise jobs', 'const again = () => Promise.resolve().then(again); again();', 'steps'],
    ['endless recursion', 'const f = () => f() + 1; f();', 'depth'],
    ['endless timers', 'const tick = () => node.sleep(0).then(tick); tick();', 'events'],
    [
      'a tight loop of messages',
      "(async () => { for (;;) { node.send('b', 1); await node.sleep(0); } })();",
      'events',
    ],
  ])('end %s, on its line', async (_name, code, reason) => {
    const run = await simulate(`export class A { constructor(node) {\n${code}\n} }\n${SILENT_B}`);
    expect(run.ending.reason).toBe(reason);
    if (reason !== 'events') expect(run.ending).toMatchObject({ node: 'a', line: 2 });
  });
});

describe('exceptions', () => {
  it('in a timer and unhandled rejections are events with their line; the node lives on', async () => {
    const run = await simulate(`
      export class A { constructor(node) { this.go(node);
        Promise.reject(new Error('unhandled')); }
        async go(node) { await node.sleep(10);
          node.log('still here');
          null.x; } }
      ${SILENT_B}`);
    expect(logsOf(run)).toEqual(['a still here']);
    expect(errorsOf(run).map((text) => text.slice(0, 4))).toEqual(['a 3 ', 'a 6 ']);
  });
});

describe('operations', () => {
  it('of a function role are called with the node, and tell how they ended', async () => {
    const outcomes: string[] = [];
    const run = await simulate(
      'export async function f(node, ms) { await node.sleep(ms); if (ms > 50) throw new Error("long"); return ms; }',
      {
        nodes: () => [{ id: 'x', role: 'f' }],
        script: (script) => {
          for (const ms of [10, 60]) {
            script.call('x', 'f', [ms], ({ status, value }) =>
              outcomes.push(`${status} ${JSON.stringify(value)} at ${script.nowMs()}`),
            );
          }
        },
      },
    );
    expect(outcomes).toEqual(['ok 10 at 10', 'threw undefined at 60']);
    expect(run.operations.map(({ status }) => status)).toEqual(['ok', 'threw']);
  });

  it('are cut by a crash of their node', async () => {
    const run = await simulate('export async function f(node) { await node.sleep(100); }', {
      nodes: () => [{ id: 'x', role: 'f' }],
      script: (script) => void script.call('x', 'f', []),
      faults: () => [{ kind: 'crash', at: { node: 'x', atMs: 50 }, restartAfterMs: null }],
    });
    expect(run.operations[0]).toMatchObject({ status: 'cut', cutUs: 50_000 });
  });
});
