/**
 * `npm run bench:compare`: the simulator against fake timers and fast-check's scheduler, which drive the same request
 * workload on five nodes with native promises. An event is a request that arrives, a handler's sleep that ends, or a
 * reply that arrives: three for each request, everywhere. CPU time of this process, medians, in one run.
 */
import FakeTimers from '@sinonjs/fake-timers';
import * as esbuild from 'esbuild';
import * as fc from 'fast-check';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, Worker } from 'node:worker_threads';
import { DEFAULT_LIMITS } from '../../src/explore/run.ts';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import { createRuntime } from '../../src/grader/runtime.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';
import type { ProgramFactory } from '../../src/sim/program.ts';
import { World, type Runtime } from '../../src/sim/world.ts';

const NODES = 5;
/** Rounds that count, after those that warm up. */
const ROUNDS = 15;
const WARM_UP = 3;

/** What the simulator is measured against. */
type Other = 'fake-timers' | 'fast-check';

/** Delays that differ from message to message, the same for all three. */
function delay(from: number, to: number, i: number): number {
  return 1 + ((from * 7 + to * 13 + i * 31) % 9);
}

interface Wire {
  readonly hop: (ms: number) => Promise<void>;
}

/** The workload with native promises: each node asks the others in turn. */
async function converse({ hop }: Wire, requests: number): Promise<number> {
  const counts = Array.from({ length: NODES }, () => 0);
  const handle = async (node: number, message: { i: number }): Promise<{ i: number; n: number }> => {
    counts[node] = (counts[node] ?? 0) + 1;
    await hop(1);
    return { i: message.i, n: counts[node] ?? 0 };
  };
  const request = async (from: number, to: number, message: { i: number }): Promise<{ i: number }> => {
    const copy = structuredCopy(message);
    await hop(delay(from, to, message.i));
    const answer = structuredCopy(await handle(to, copy));
    await hop(delay(to, from, message.i));
    return answer;
  };
  const client = async (node: number): Promise<void> => {
    for (let i = 0; i < requests; i++) {
      const reply = await request(node, (node + 1 + (i % (NODES - 1))) % NODES, { i });
      if (reply.i !== i) throw new Error('a wrong reply');
    }
  };
  await Promise.all(Array.from({ length: NODES }, (_, node) => client(node)));
  return counts.reduce((sum, count) => sum + count, 0) * 3;
}

/** What a careful test double would do: messages are values. */
function structuredCopy<T extends object>(value: T): T {
  return { ...value };
}

async function withFakeTimers(requests: number): Promise<number> {
  const clock = FakeTimers.createClock();
  let events: number | undefined;
  const work = converse(
    { hop: (ms) => new Promise((resolve) => void clock.setTimeout(() => resolve(), ms)) },
    requests,
  ).then((count) => {
    events = count;
  });
  while (events === undefined) await clock.nextAsync();
  await work;
  return events;
}

async function withFastCheck(requests: number): Promise<number> {
  const [scheduler] = fc.sample(fc.scheduler(), { numRuns: 1, seed: 1 });
  if (scheduler === undefined) throw new Error('no scheduler');
  const work = converse({ hop: () => scheduler.schedule(Promise.resolve()) }, requests);
  return scheduler.waitFor(work);
}

const PROGRAM = (requests: number) => `
export class Peer {
  count = 0;
  constructor(private readonly node: any) { void this.client(); }
  async client() {
    const me = Number(this.node.id);
    for (let i = 0; i < ${requests}; i++) {
      const reply = await this.node.request(String((me + 1 + (i % ${NODES - 1})) % ${NODES}), { i });
      if (reply.i !== i) throw new Error('a wrong reply');
    }
  }
  async onRequest(_from: string, message: { i: number }) {
    this.count++;
    await this.node.sleep(1);
    return { i: message.i, n: this.count };
  }
}`;

async function programOf(
  requests: number,
  evaluate: (code: string) => ProgramFactory,
): Promise<ProgramFactory> {
  const compiled = await compileProgram(esbuild, PROGRAM(requests), { fileName: 'peer.ts', helpers: [] });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return evaluate(compiled.program.code);
}

const helpers = {};

function simulate(factory: ProgramFactory, runtime: Runtime, seed: number, requests: number): number {
  const world = new World({
    seed,
    endMs: 10_000_000,
    surroundings: {
      link: () => ({ minMs: 1, maxMs: 9 }),
      disk: { minMs: 1, maxMs: 2 },
      driftPpm: 1000,
      rates: 'drawn',
      offsetMs: 500,
      shuffleTies: false,
    },
    limits: { ...DEFAULT_LIMITS, eventsPerRun: 1_000_000 },
    decider: {},
    runtime,
  });
  for (let node = 0; node < NODES; node++) {
    const id = String(node);
    world.addNode({
      id,
      factory,
      exportName: 'Peer',
      shape: 'class',
      args: () => [],
      helpers,
      withheld: [],
      granted: [],
    });
  }
  const { reason } = world.run();
  if (reason !== 'quiet') throw new Error(`the run ended by ${reason}`);
  world.close();
  return NODES * requests * 3;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A round takes so much CPU time, in ms. */
const ROUND_MS = 200;

/** Events per second of CPU time, in a round. */
async function round(run: () => number | Promise<number>): Promise<number> {
  const before = cpuMs();
  let events = 0;
  while (cpuMs() - before < ROUND_MS) events += await run();
  return (1000 * events) / (cpuMs() - before);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function tell(name: string, rates: readonly number[], own?: readonly number[]): void {
  // Round by round: a machine that is slower for a while is so for all three.
  const times = own && median(own.map((rate, i) => rate / (rates[i] ?? 0))).toFixed(1);
  const ratio = times === undefined ? '' : `   the simulator does ${times} times as many`;
  const perSecond = median(rates);
  const us = (1e6 / perSecond).toFixed(2);
  process.stdout.write(
    `${name.padEnd(28)} ${String(Math.round(perSecond)).padStart(8)} events/s  ${us} µs an event${ratio}\n`,
  );
}

const REQUESTS = 200;

if (parentPort !== null) {
  // The others, in a realm that is not locked down: the simulator changes the one it is in.
  const port = parentPort;
  port.on('message', (name: Other) => {
    const run = name === 'fake-timers' ? withFakeTimers : withFastCheck;
    void round(() => run(REQUESTS)).then((rate) => port.postMessage(rate));
  });
} else {
  await compare();
}

/** All three in turn, so that they share what the machine is like. */
async function compare(): Promise<void> {
  const others = new Worker(process.argv[1] ?? '');
  const other = async (name: Other): Promise<number> => {
    others.postMessage(name);
    const [rate]: unknown[] = await once(others, 'message');
    return Number(rate);
  };
  const evaluator = createEvaluator();
  const runtime = createRuntime(DEFAULT_LIMITS, evaluator);
  const evaluate = (code: string): ProgramFactory => evaluator.evaluate(code);
  const peers = await programOf(REQUESTS, evaluate);
  let seed = 0;
  const rates: { own: number; fakeTimers: number; fastCheck: number }[] = [];
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const own = await round(() => simulate(peers, runtime, seed++, REQUESTS));
    rates.push({ own, fakeTimers: await other('fake-timers'), fastCheck: await other('fast-check') });
  }
  await others.terminate();
  const warm = rates.slice(WARM_UP);
  const own = warm.map((rate) => rate.own);
  tell('partial failure, sandboxed', own);
  tell(
    '@sinonjs/fake-timers',
    warm.map((rate) => rate.fakeTimers),
    own,
  );
  tell(
    'fast-check scheduler',
    warm.map((rate) => rate.fastCheck),
    own,
  );
  shortRuns(await programOf(13, evaluate), runtime);
}

/** Many short runs, fresh nodes included: 13 requests of each of five nodes are 195 events. */
function shortRuns(few: ProgramFactory, runtime: Runtime): void {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = cpuMs();
    for (let i = 0; i < 5000; i++) simulate(few, runtime, i, 13);
    times.push(cpuMs() - before);
  }
  const ms = median(times);
  process.stdout.write(
    `5,000 runs of 195 events       ${(ms / 1000).toFixed(2)} s of CPU   ${Math.round(5_000_000 / ms)} schedules/s\n`,
  );

  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') {
    const heap: string[] = [];
    for (let i = 0; i <= 100_000; i++) {
      if (i % 20_000 === 0) {
        collect();
        heap.push((process.memoryUsage().heapUsed / 2 ** 20).toFixed(1));
      }
      simulate(few, runtime, i, 13);
    }
    process.stdout.write(`heap over 100,000 runs, MiB    ${heap.join('  ')}\n`);
  }
}
