import type { Fault } from '../sim/fault.ts';
import type { TraceEvent } from '../sim/trace.ts';

/** The course's glyphs as paths about 0 0, some 12 px wide, so that no font can lack them. */

/** What a path is drawn with. */
export interface Glyph {
  readonly d: string;
  /** Filled; otherwise stroked. */
  readonly solid: boolean;
}

export const GLYPHS = {
  /** ✕ */
  lost: { d: 'M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5', solid: false },
  /** ⧖ */
  late: { d: 'M-4 -6H4L-4 6H4Z', solid: false },
  /** ⧉ */
  doubled: { d: 'M-5.5 -5.5H2V2H-5.5ZM-2 2V5.5H5.5V-2H2', solid: false },
  /** ⌁ */
  corrupted: { d: 'M-6 1.5H-2.5L0.5 -5.5L-0.5 5.5L2.5 -1.5H6', solid: false },
  /** ❚❚ */
  pause: { d: 'M-4.5 -5.5H-1.2V5.5H-4.5ZM1.2 -5.5H4.5V5.5H1.2Z', solid: true },
  /** ⏻ */
  crash: { d: 'M0 -6.5V-0.5M-3.4 -4.2A5.3 5.3 0 1 0 3.4 -4.2', solid: false },
  /** ↻ */
  restart: { d: 'M4.6 -1.8A5 5 0 1 0 4.6 2M5.4 -6V-1.6H1', solid: false },
  /** ⇤ */
  clock: { d: 'M-5.5 -5V5M6 0H-3.5M0.5 -4L-3.5 0L0.5 4', solid: false },
  /** A line that is cut through. */
  cut: { d: 'M-7 0H-2.5M2.5 0H7M-3.5 4L-0.5 -4M0.5 4L3.5 -4', solid: false },
  /** The line joined again. */
  healed: { d: 'M-7 0H7M-2.5 -3.5V3.5M2.5 -3.5V3.5', solid: false },
  /** ⚑ */
  flag: { d: 'M-4 7V-7L6 -3.5L-4 0', solid: true },
  /** An exception. */
  error: { d: 'M0 -6.5L6.5 5.5H-6.5ZM0 -2V2M0 3.2V4', solid: false },
} as const satisfies Readonly<Record<string, Glyph>>;

/** Name of a glyph. */
export type GlyphName = keyof typeof GLYPHS;

/** The glyph of a fault. */
export function glyphOfFault({ kind }: Pick<Fault, 'kind'>): GlyphName {
  switch (kind) {
    case 'drop':
    case 'burst-loss':
    case 'silence':
    case 'small-inbox':
      return 'lost';
    case 'corrupt':
    case 'equivocate':
    case 'forge':
    case 'replay':
      return 'corrupted';
    case 'partition':
      return 'cut';
    case 'delay':
    case 'slow-link':
    case 'slow-disk':
    case 'slow-node':
      return 'late';
    case 'duplicate':
      return 'doubled';
    case 'crash':
      return 'crash';
    case 'pause':
      return 'pause';
    case 'clock-step':
    case 'clock-rate':
    case 'leap-second':
    case 'no-sync':
      return 'clock';
  }
}

/** The glyph of an event that is a fault or comes from one; others have none. */
export function glyphOfEvent(event: TraceEvent | undefined): GlyphName | undefined {
  switch (event?.kind) {
    case 'lost':
      return 'lost';
    case 'partition':
    case 'slow-link':
    case 'slow-disk':
    case 'crash':
    case 'pause':
    case 'clock-step':
    case 'clock-rate':
    case 'burst-loss':
    case 'silence':
    case 'small-inbox':
    case 'slow-node':
    case 'leap-second':
    case 'no-sync':
      return glyphOfFault({ kind: event.kind });
    case 'corrupt':
    case 'lie':
      return 'corrupted';
    case 'heal':
      return 'healed';
    case 'error':
      return 'error';
    default:
      return undefined;
  }
}
