import type { NodeId } from '../../api.ts';
import type { GlyphName } from '../../diagram/glyphs.ts';
import type { TraceEvent } from '../../sim/trace.ts';

/** Where something may be done: at an event, or on a lane from an instant on, maybe to another. */
export type Place =
  | { readonly kind: 'event'; readonly event: TraceEvent }
  | {
      readonly kind: 'lane';
      readonly node: NodeId;
      readonly fromUs: number;
      /** Absent for a single instant. */
      readonly untilUs?: number;
    };

/** Something that may be done there. */
export interface Action {
  readonly label: string;
  readonly glyph: GlyphName;
  /** A warning, in a few words. */
  readonly note?: string;
  act(): void;
}

/** What a host offers to do in the picture. */
export interface Actions {
  /** Names the menu, and the button that opens it: "What can go wrong here". */
  readonly title: string;
  at(place: Place): readonly Action[];
}
