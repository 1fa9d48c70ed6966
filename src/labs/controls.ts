/** What a reader can set in a lab, as data; how it becomes part of an address and comes back. */

/** A number of something: of equal steps, or one of a few stops in ascending order. */
export type Slider = {
  readonly kind: 'slider';
  readonly label: string;
  /** Written after the number: `s`. */
  readonly unit: string;
  readonly initial: number;
} & (
  | { readonly min: number; readonly max: number; readonly step: number }
  | { readonly stops: readonly number[] }
);

/** A number from 1 to `max` that stands for a draw; a button takes the next one, and after the last the first. */
export interface Lot {
  readonly kind: 'lot';
  /** What the button says: “Draw again”. */
  readonly label: string;
  readonly max: number;
  readonly initial: number;
}

/** Yes or no. */
export interface Switch {
  readonly kind: 'switch';
  readonly label: string;
  readonly initial: boolean;
}

/** One of a few. */
export interface Choice<T extends string = string> {
  readonly kind: 'choice';
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly initial: T;
  /** All of it stands in one line. */
  readonly inline?: true;
}

export type Control = Slider | Lot | Switch | Choice;

/** The kind of control that sets a value of a type. */
export type ControlOf<T> = [T] extends [number]
  ? Slider | Lot
  : [T] extends [boolean]
    ? Switch
    : [T] extends [string]
      ? Choice<T>
      : never;

export type Value = number | boolean | string;

/** What the controls of a lab are set to, by name. */
export type Values = Readonly<Record<string, Value>>;

export type Controls = Readonly<Record<string, Control>>;

/** What the controls stand at before anybody touches them. */
export function initialValues(controls: Controls): Values {
  return Object.fromEntries(Object.entries(controls).map(([name, { initial }]) => [name, initial]));
}

/** Everything that a slider can be set to. */
export function positionsOf(slider: Slider): readonly number[] {
  if ('stops' in slider) return slider.stops;
  const { min, max, step } = slider;
  // A tenth has no exact half; what is written must not show it.
  return Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => short(min + i * step));
}

/** The position of a slider that is nearest to a number. */
export function nearestPosition(slider: Slider, wanted: number): number {
  const positions = positionsOf(slider);
  return positions.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}

function short(value: number): number {
  return Number(value.toPrecision(12));
}

/**
 * Values from texts by name, as an address has them. What is missing or makes no sense is as at first; numbers are
 * brought to the nearest step within the range.
 */
export function readValues(controls: Controls, text: (name: string) => string | null): Values {
  return Object.fromEntries(
    Object.entries(controls).map(([name, control]) => [name, valueOf(control, text(name))]),
  );
}

/** The values that are not as at first, as texts. */
export function writeValues(controls: Controls, values: Values): [name: string, text: string][] {
  return Object.entries(controls).flatMap(([name, { kind, initial }]): [string, string][] => {
    const value = values[name];
    if (value === undefined || value === initial) return [];
    return [[name, kind === 'switch' ? (value === true ? 'on' : 'off') : String(value)]];
  });
}

function valueOf(control: Control, text: string | null): Value {
  if (text === null) return control.initial;
  switch (control.kind) {
    case 'switch':
      return text === 'on' || (text !== 'off' && control.initial);
    case 'choice':
      return control.options.find(({ value }) => value === text)?.value ?? control.initial;
    case 'slider':
      return NUMBER.test(text) ? nearestPosition(control, Number(text)) : control.initial;
    case 'lot':
      return NUMBER.test(text)
        ? Math.max(1, Math.min(control.max, Math.round(Number(text))))
        : control.initial;
  }
}

const NUMBER = /^-?\d+(\.\d+)?$/;
