/** @approach The write first, then a wait until the earliest time has reached the timestamp; fractions tell commits apart. */
import type { IntervalNode } from 'partial-failure';

const STEP_MS = 1 / 64;

export class Coordinator {
  #last = -Infinity;
  readonly #node: IntervalNode;

  constructor(node: IntervalNode) {
    this.#node = node;
  }

  commit = async (id: string): Promise<number> => {
    const { disk, clock } = this.#node;
    const timestamp = (this.#last = Math.max(clock.interval().latest, this.#last + STEP_MS));
    const isPast = (): boolean => clock.interval().earliest >= timestamp;
    await disk.write(id, timestamp);
    while (!isPast()) await this.#node.sleep(1);
    return timestamp;
  };
}
