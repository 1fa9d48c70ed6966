import { useCallback, useMemo, useRef, useState, type RefObject } from 'react';
import type { Orientation } from '../../diagram/layout.ts';
import { FIRST_FILTER, type Filter } from '../../diagram/model.ts';

/** How a run is looked at. Shared by pictures beside each other, so that they are seen alike and scroll together. */
export interface View {
  readonly filter: Filter;
  readonly orientation: Orientation;
  /** `undefined` until the reader zooms: then the run decides. */
  readonly zoom: number | undefined;
  /** The boxes in which the pictures scroll. */
  readonly scrollers: RefObject<Set<HTMLElement>>;
  setFilter(filter: Filter): void;
  setOrientation(orientation: Orientation): void;
  /** Multiplies what it is, or `first` when the reader has not zoomed yet. */
  zoomBy(factor: number, first: number): void;
}

const ZOOM = { min: 0.02, max: 40 } as const;

/** A view of its own. */
export function useView(firstOrientation: Orientation = 'down'): View {
  const [filter, setFilter] = useState<Filter>(FIRST_FILTER);
  const [orientation, setOrientation] = useState<Orientation>(firstOrientation);
  const [zoom, setZoom] = useState<number>();
  const scrollers = useRef(new Set<HTMLElement>());
  const zoomBy = useCallback(
    (factor: number, first: number) =>
      setZoom((now) => Math.max(ZOOM.min, Math.min(ZOOM.max, (now ?? first) * factor))),
    [],
  );
  return useMemo(
    () => ({ filter, orientation, zoom, scrollers, setFilter, setOrientation, zoomBy }),
    [filter, orientation, zoom, zoomBy],
  );
}
