import { describe, expect, it } from 'vitest';
import { atNthStep, byRule, fault, upon, type Message } from '../../../src/kit.ts';
import { logsOf, simulate, timedLogsOf } from '../../support/simulate.ts';

/** a asks b three things, 100 ms apart, and logs the answers. */
const ASKS = `
  export class A {
    constructor(node) { this.node = node; }
    async start() {
      for (const what of ['one', 'two', 'three']) {
        this.node.request('b', { what }).then((answer) => this.node.log('got ' + answer));
        await this.node.sleep(100);
      }
    }
  }
  export class B {
    constructor(node) { this.node = node; }
    onRequest(from, { what }) { this.node.log('asked ' + what); return what; }
  }`;

describe('byRule', () => {
  it('lets pass, loses, holds up and doubles, by the ordinal of the exchange', async () => {
    const run = await simulate(ASKS, {}, [
      byRule(({ nth, reply }) => {
        if (nth === 0) return reply ? 'drop' : 'pass';
        if (nth === 1) return reply ? 'pass' : { duplicateAfterMs: 5 };
        return reply ? { delayMs: 30 } : 'pass';
      }),
    ]);
    expect(timedLogsOf(run)).toEqual([
      '10 b asked one',
      '110 b asked two',
      '115 b asked two',
      '120 a got two',
      '210 b asked three',
      '250 a got three',
    ]);
    expect(run.faults.map(({ kind }) => kind)).toEqual(['drop', 'duplicate', 'delay']);
  });

  it('notes something of a request once, and knows it when the reply is sent', async () => {
    let noted = 0;
    const run = await simulate(ASKS, {}, [
      byRule(
        ({ about, reply }) => (reply && about === '{"what":"two"}' ? 'drop' : 'pass'),
        ({ body }: Message) => {
          noted++;
          return JSON.stringify(body);
        },
      ),
    ]);
    expect(noted).toBe(3);
    expect(logsOf(run).filter((line) => line.startsWith('a'))).toEqual(['a got one', 'a got three']);
  });

  it('takes a datagram for an exchange without a reply', async () => {
    const source = `
      export class A { constructor(node) { node.send('b', 1); node.send('b', 2); } }
      export class B { constructor(node) { this.node = node; } onMessage(_, m) { this.node.log(String(m)); } }`;
    const run = await simulate(source, {}, [
      byRule(({ nth, reply }) => (nth === 0 && !reply ? 'drop' : 'pass')),
    ]);
    expect(logsOf(run)).toEqual(['b 2']);
  });

  it('leaves no fault behind where nothing is held up', async () => {
    const run = await simulate(ASKS, {}, [byRule(() => ({ delayMs: 0 }))]);
    expect(run.faults).toEqual([]);
  });
});

describe('atNthStep', () => {
  it('acts once, just before the step', async () => {
    const run = await simulate(ASKS, {}, [
      atNthStep(
        ({ node, call }) => node === 'b' && call === 'reply',
        1,
        (step) => fault.crashAt(step, { restartAfterMs: 20 }),
      ),
    ]);
    expect(logsOf(run)).toEqual(['b asked one', 'a got one', 'b asked two', 'b asked three', 'a got three']);
    expect(run.faults).toEqual([
      { kind: 'crash', at: { node: 'b', incarnation: 0, step: expect.any(Number) }, restartAfterMs: 20 },
    ]);
  });
});

describe('upon', () => {
  it('brings faults about when something happens', async () => {
    const run = await simulate(ASKS, {}, [
      upon((event, view) =>
        event.kind === 'log' && event.text === 'asked two'
          ? [fault.pause('b', { atMs: view.nowUs() / 1000, forMs: 150 })]
          : [],
      ),
    ]);
    expect(timedLogsOf(run)).toContain('260 b asked three');
    expect(run.faults).toEqual([{ kind: 'pause', at: { node: 'b', atMs: 110 }, forMs: 150 }]);
  });
});
