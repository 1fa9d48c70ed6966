/** Which runs the pictures of a lab ask for. Nothing here makes one: pages know this without the simulator. */
import { positionsOf, type Values } from './controls.ts';
import type { AnyLab } from './lab.ts';
import type { ManyPicture, RunSpec } from './pictures.ts';

/** The seed of a lab's run. Even, so that what happens at one instant keeps its order. */
export const FIRST_SEED = 2;

/**
 * The runs that a picture of many shows, in order.
 *
 * @throws Error for an id that no such picture has
 */
export function runsOf(lab: AnyLab, id: string, values: Values): readonly RunSpec[] {
  const picture = pictureOf(lab, id);
  if (picture.kind === 'tiles') return picture.runs(values);
  const { over, seeds = 1 } = picture;
  const slider = lab.controls[over];
  if (slider?.kind !== 'slider')
    throw new Error(`The picture "${id}" sweeps over "${over}", which is no slider.`);
  return (picture.positions ?? positionsOf(slider)).flatMap((x) =>
    Array.from({ length: seeds }, (_, index): RunSpec => ({
      values: { [over]: x },
      seed: FIRST_SEED * (index + 1),
    })),
  );
}

/** What the controls stand at in a run of a picture. */
export function valuesOf(spec: RunSpec, values: Values): Values {
  const changed = Object.entries(spec.values ?? {}).filter(([, value]) => value !== undefined);
  return { ...values, ...(Object.fromEntries(changed) as Values) };
}

/** The picture of many runs that has an id. */
export function pictureOf(lab: AnyLab, id: string): ManyPicture {
  const picture = lab.pictures?.find((one) => one.id === id);
  if (picture === undefined || picture.kind === 'strip')
    throw new Error(`The lab has no picture "${id}" of many runs.`);
  return picture;
}
