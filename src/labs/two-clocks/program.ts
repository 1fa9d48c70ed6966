import type { Json, Node } from 'partial-failure';

/** Measures how long its questions take, and sets an alarm, each by both of its clocks. */
export class Observer {
  constructor(private readonly node: Node) {}

  /** Asks once. */
  async ask() {
    const { clock } = this.node;
    const day = clock.timeOfDay();
    const since = clock.monotonic();
    this.node.log('asks', { day });
    await this.node.request('peer', 'how are you?');
    const byDay = clock.timeOfDay() - day;
    this.node.log(`it took ${byDay} ms`, { day: clock.timeOfDay() });
    return { byDay, byMonotonic: clock.monotonic() - since };
  }

  /** Rings when the time of day has come. */
  async ringByDay(ms: number) {
    const { clock } = this.node;
    const until = clock.timeOfDay() + ms;
    while (clock.timeOfDay() < until) await this.node.sleep(50);
    this.node.log('rings: time of day');
    return 'rings';
  }

  /** Rings when so much time has passed. */
  async ringByMonotonic(ms: number) {
    await this.node.sleep(ms);
    this.node.log('rings: monotonic');
    return 'rings';
  }
}

/** Answers. */
export class Peer {
  onRequest(): Json {
    return 'well';
  }
}
