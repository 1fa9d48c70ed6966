import { layOut } from '../diagram/layout.ts';
import { buildModel } from '../diagram/model.ts';
import type { RecordedRun } from '../diagram/recorded-run.ts';
import { createScene } from '../diagram/scene.ts';
import { toSvg } from '../diagram/svg.ts';

const ROOM = 720;
/** A picture that is at least so high is easy to read, in px. */
const ROOMY = 440;
/** A run with more events than this is no picture that anybody reads, and large. */
const EVENTS_MAX = 3000;

/**
 * A run as the site draws it, in colours that the page gives (`--pf-…`); `undefined` for one that is too long to draw.
 *
 * @param title names the picture
 * @param description says what is seen, for those who do not see it
 */
export function pictureOf(run: RecordedRun, title: string, description: string): string | undefined {
  if (run.events.length > EVENTS_MAX) return undefined;
  const model = buildModel(run);
  const { length } = layOut(model, { orientation: 'down', zoom: 1, room: ROOM });
  const zoom = Math.max(1, Math.min(2.2, ROOMY / length));
  const scene = createScene(model, { orientation: 'down', zoom, room: ROOM });
  return toSvg(scene, { title, description, token: (name) => `var(--pf-${name})` });
}
