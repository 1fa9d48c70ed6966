import type { GlyphName } from './glyphs.ts';
import type { Model } from './model.ts';

/** What a sign of the picture means. */
export interface LegendEntry {
  readonly sign: GlyphName | 'hold' | 'operation' | 'break';
  readonly means: string;
}

const MARKS: readonly (readonly [glyph: GlyphName, means: string])[] = [
  ['crash', 'crashed, down'],
  ['pause', 'paused'],
  ['clock', 'clock changed'],
  ['cut', 'network cut'],
  ['error', 'exception'],
];

/** The signs that this picture has, and no others. */
export function legendOf(model: Model): LegendEntry[] {
  const entries: LegendEntry[] = [];
  const fates = model.arrows.map(({ fate }) => fate);
  if (fates.some(({ end }) => end === 'lost' || end === 'stopped'))
    entries.push({ sign: 'lost', means: 'lost' });
  if (fates.some(({ late }) => late) || model.marks.some(({ shape }) => shape === 'late'))
    entries.push({ sign: 'late', means: 'late' });
  if (fates.some(({ copy }) => copy > 0)) entries.push({ sign: 'doubled', means: 'doubled' });
  if (fates.some(({ corrupted }) => corrupted)) entries.push({ sign: 'corrupted', means: 'corrupted' });
  for (const [sign, means] of MARKS)
    if (model.marks.some(({ shape }) => shape === sign)) entries.push({ sign, means });
  if (model.bands.some(({ kind }) => kind === 'operation'))
    entries.push({ sign: 'operation', means: 'operation' });
  if (model.bands.some(({ kind }) => kind === 'hold')) entries.push({ sign: 'hold', means: 'held' });
  if (model.violation !== undefined) entries.push({ sign: 'flag', means: 'violation' });
  if (model.survey.busy.length > 1) entries.push({ sign: 'break', means: 'time left out' });
  return entries;
}
