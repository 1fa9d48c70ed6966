import fc from 'fast-check';
import type { Operation } from '../../../src/history/operation.ts';
import { illegal, type SequentialModel } from '../../../src/models/model.ts';
import type { Json } from '../../../src/util/canonical.ts';

/** What a model's random histories are made of. */
export interface Vocabulary {
  readonly inputs: readonly Json[];
  readonly outputs: readonly Json[];
}

/** How random histories look. */
export interface Shape {
  readonly maxOperations: number;
  /** Instants of calls; few, so that many coincide. */
  readonly lastCall: number;
  readonly longest: number;
  /** Of ten operations, how many answer at random instead of truly. */
  readonly lies: number;
  /** Of ten operations, how many stay open. */
  readonly open: number;
}

/**
 * Random histories that are nearly right: every operation takes effect at a random instant between its call and its
 * return and answers truly, but for some that answer at random. So verdicts of both kinds come up, and narrowly.
 */
export function histories<S>(
  model: SequentialModel<S>,
  vocabulary: Vocabulary,
  shape: Shape,
): fc.Arbitrary<Operation[]> {
  const draft = fc.record({
    input: fc.constantFrom(...vocabulary.inputs),
    randomOutput: fc.constantFrom(...vocabulary.outputs),
    lies: fc.nat(9).map((n) => n < shape.lies),
    fate: fc.nat(9).map((n): 'ok' | 'info' | 'fail' => (n < shape.open ? 'info' : n === 9 ? 'fail' : 'ok')),
    invokedAt: fc.nat(shape.lastCall),
    duration: fc.nat(shape.longest),
    effect: fc.nat(shape.longest),
    happens: fc.boolean(),
    deadline: fc.option(fc.nat(shape.longest), { nil: undefined }),
  });
  return fc.array(draft, { minLength: 1, maxLength: shape.maxOperations }).map((drafts) => {
    const inOrder = drafts
      .map((each, id) => ({ ...each, id, effectAt: each.invokedAt + Math.min(each.effect, each.duration) }))
      .sort((a, b) => a.effectAt - b.effectAt);
    let state = model.init();
    const operations: Operation[] = [];
    for (const { id, input, randomOutput, lies, fate, invokedAt, duration, happens, deadline } of inOrder) {
      const base = { id, process: `p${id}`, input, invokedAt };
      const returnedAt = invokedAt + duration;
      if (fate === 'fail') {
        operations.push({ ...base, status: 'fail', returnedAt });
      } else if (fate === 'info') {
        const [outcome] = model.open(state, input);
        if (happens && outcome !== undefined) state = outcome;
        const limit = deadline === undefined ? {} : { mustTakeEffectBefore: invokedAt + deadline };
        operations.push({ ...base, status: 'info', ...limit });
      } else {
        const truths = vocabulary.outputs.filter((output) => model.step(state, input, output) !== illegal);
        const output = lies ? randomOutput : (truths[0] ?? randomOutput);
        const next = model.step(state, input, output);
        if (next !== illegal) state = next;
        operations.push({ ...base, status: 'ok', output, returnedAt });
      }
    }
    return operations.sort((a, b) => a.id - b.id);
  });
}
