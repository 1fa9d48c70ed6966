import type { Operation } from '../../history/operation.ts';
import { illegal, type SequentialModel } from '../../models/model.ts';
import { canonicalJson, type Json } from '../../util/canonical.ts';
import { at, item } from './words.ts';

/** The mark of a transition that the model does not allow. */
export const NO_STATE = -1;
const NOT_ASKED = -2;

/** Operations that the model cannot tell apart: equal inputs, and equal outputs or none known. */
interface OperationClass {
  readonly input: Json;
  /** Absent when the output is not known. */
  readonly output?: Json;
}

/** Gives equal JSON values equal numbers: 0, 1, 2… in order of first appearance. */
class Numbering {
  /** Numbers of values that are their own keys: no object, no array. */
  private readonly plain = new Map<Json, number>();
  /** Numbers of objects and arrays, by their canonical text. */
  private readonly composite = new Map<string, number>();

  of(value: Json): number {
    if (typeof value !== 'object' || value === null) return this.numberIn(this.plain, value);
    return this.numberIn(this.composite, canonicalJson(value));
  }

  private numberIn<K>(numbers: Map<K, number>, key: K): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = this.plain.size + this.composite.size;
    numbers.set(key, number);
    return number;
  }
}

/**
 * The model as a table: states and operations are numbered, and the model is asked at most once what an operation does
 * in a state. A search meets the same few states again and again; a look into the table is all it costs then.
 */
export class Transitions<S> {
  /** For each operation the number of its class. */
  readonly classOf: Int32Array;
  /** For each class the number of its input: equal for classes that differ in nothing but the output. */
  readonly inputOf: readonly number[];
  /** For each class whether it only looks; see {@link SequentialModel.observes}. */
  readonly observes: readonly boolean[];
  private readonly model: SequentialModel<S>;
  private readonly classes: OperationClass[] = [];
  private readonly states: S[] = [];
  private readonly numberOfKey = new Map<string | number, number>();
  /** By state: what each class leads to, a state's number; for operations with unknown output an index into `outcomes`. */
  private readonly rows: Int32Array[] = [];
  private readonly outcomes: (readonly number[])[] = [[]];
  private readonly descriptions = new Map<number, string>();

  constructor(model: SequentialModel<S>, operations: readonly Operation[]) {
    this.model = model;
    this.classOf = new Int32Array(operations.length);
    const inputs = new Numbering();
    const outputs = new Numbering();
    const classes = new Map<number, number>();
    const inputOf: number[] = [];
    for (const [index, operation] of operations.entries()) {
      const { input } = operation;
      const output = operation.status === 'info' ? undefined : operation.output;
      const inputNumber = inputs.of(input);
      const outputNumber = output === undefined ? 0 : 1 + outputs.of(output);
      const pair = outputNumber * operations.length + inputNumber;
      let number = classes.get(pair);
      if (number === undefined) {
        number = this.classes.push(output === undefined ? { input } : { input, output }) - 1;
        classes.set(pair, number);
        inputOf.push(inputNumber);
      }
      this.classOf[index] = number;
    }
    this.inputOf = inputOf;
    this.observes = this.classes.map(({ input, output }) => {
      return output !== undefined && model.observes?.(input, output) === true;
    });
  }

  /** The number of the state before the first operation. */
  initial(): number {
    return this.numberOf(this.model.init());
  }

  /** Where a finished operation leads, or {@link NO_STATE}. */
  step(state: number, operationClass: number): number {
    const row = item(this.rows, state);
    const known = at(row, operationClass);
    if (known !== NOT_ASKED) return known;
    const { input, output } = item(this.classes, operationClass);
    const next = output === undefined ? illegal : this.model.step(item(this.states, state), input, output);
    const number = next === illegal ? NO_STATE : this.numberOf(next);
    row[operationClass] = number;
    return number;
  }

  /** Where an operation with unknown output may lead, each state once, without the one it starts from. */
  open(state: number, operationClass: number): readonly number[] {
    const row = item(this.rows, state);
    const known = at(row, operationClass);
    if (known !== NOT_ASKED) return item(this.outcomes, known);
    const next = new Set<number>();
    for (const outcome of this.model.open(
      item(this.states, state),
      item(this.classes, operationClass).input,
    )) {
      next.add(this.numberOf(outcome));
    }
    next.delete(state);
    row[operationClass] = next.size === 0 ? 0 : this.outcomes.push([...next]) - 1;
    return [...next];
  }

  /** The state behind a number, in the model's words. */
  describe(state: number): string {
    const description = this.descriptions.get(state) ?? this.model.describeState(item(this.states, state));
    this.descriptions.set(state, description);
    return description;
  }

  private numberOf(state: S): number {
    const key = this.model.key(state);
    const known = this.numberOfKey.get(key);
    if (known !== undefined) return known;
    const number = this.states.push(state) - 1;
    this.numberOfKey.set(key, number);
    this.rows.push(new Int32Array(this.classes.length).fill(NOT_ASKED));
    return number;
  }
}
