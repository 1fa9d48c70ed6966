import { useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { SKETCH_SIZE } from '../../diagram/sketch.ts';
import type { ManyState } from '../../hooks/useMany.ts';
import type { Values } from '../../labs/controls.ts';
import type { Sketch } from '../../diagram/sketch.ts';
import type { RunSpec, Tiles } from '../../labs/pictures.ts';
import { FIRST_SEED, valuesOf } from '../../labs/runs.ts';
import Numbers from './Numbers.tsx';
import styles from './Plot.module.css';
import { tableOfTiles, tellTiles, tilesOf, type Tile } from './points.ts';
import { SignIcon } from './SignMark.tsx';

interface Props {
  readonly tiles: Tiles;
  readonly values: Values;
  readonly seed: number;
  readonly many: ManyState;
  readonly onOpen: (spec: RunSpec) => void;
}

/** Several runs at a glance. One stop for the Tab key; the arrow keys go from tile to tile. */
export default function TilesPicture({ tiles: picture, values, seed, many, onOpen }: Props): ReactNode {
  const tiles = tilesOf(picture, many.runs, many.ends);
  const [stop, setStop] = useState(0);
  const { columns, rows } = picture;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const by = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns?.length ?? 4,
      ArrowUp: -(columns?.length ?? 4),
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(tiles.length - 1, Math.min(stop, tiles.length - 1) + by));
    setStop(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <figure className={styles.plot} data-complete={many.isComplete}>
      <ul className={styles.key}>
        {picture.ends
          .filter(({ id }) => many.ends.some(({ end }) => end === id))
          .map(({ id, label, sign }) => (
            <li key={id}>
              <SignIcon sign={sign} />
              <span>
                <b>{many.ends.filter(({ end }) => end === id).length}</b> {label}
              </span>
            </li>
          ))}
      </ul>
      <div
        className={styles.tiles}
        data-grid={columns !== undefined}
        style={
          columns === undefined
            ? undefined
            : ({
                '--columns': columns.length,
                '--head': rows === undefined ? '0px' : 'max-content',
              } as CSSProperties)
        }
        role="toolbar"
        tabIndex={-1}
        aria-label={`${picture.title}. ${tellTiles(picture, many.ends)}`}
        onKeyDown={onKeyDown}
      >
        {columns === undefined ? null : (
          <>
            <span />
            {columns.map((name) => (
              <span key={name} className={styles.heading} aria-hidden="true">
                {name}
              </span>
            ))}
          </>
        )}
        {tiles.map((tile, index) => (
          <TileWithHead
            key={tile.name}
            head={
              columns !== undefined && index % columns.length === 0
                ? (rows?.[index / columns.length] ?? '')
                : undefined
            }
          >
            <button
              type="button"
              className={styles.tile}
              data-sign={tile.end.sign}
              tabIndex={index === Math.min(stop, tiles.length - 1) ? 0 : -1}
              aria-pressed={tile.runs.some(({ spec }) => isOf(spec, values, seed))}
              aria-label={labelOf(tile)}
              title={labelOf(tile)}
              onFocus={() => setStop(index)}
              onClick={() => onOpen(tile.opens)}
            >
              <Face tile={tile} sketch={picture.sketch === true ? sketchOf(tile, many) : undefined} />
            </button>
          </TileWithHead>
        ))}
      </div>
      <figcaption>Choose one to see its run.</figcaption>
      <Numbers of={picture.title} table={tableOfTiles(picture, tiles)} />
    </figure>
  );
}

/** A tile, after the heading of its row where one begins. */
function TileWithHead({
  head,
  children,
}: {
  readonly head: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <>
      {head === undefined ? null : (
        <span className={styles.heading} aria-hidden="true">
          {head}
        </span>
      )}
      {children}
    </>
  );
}

function Face({ tile, sketch }: { readonly tile: Tile; readonly sketch: Sketch | undefined }): ReactNode {
  return (
    <>
      {sketch === undefined ? null : (
        <svg
          viewBox={`0 0 ${SKETCH_SIZE.across} ${SKETCH_SIZE.along}`}
          className={styles.sketch}
          aria-hidden="true"
        >
          <path className={styles.lanes} d={sketch.lanes} />
          <path className={styles.arrows} d={sketch.arrows} />
          <path className={styles.faults} d={sketch.faults} />
        </svg>
      )}
      <span className={styles.mark}>
        <SignIcon sign={tile.end.sign} />
        {tile.runs.length > 1 ? `${tile.share}/${tile.runs.length}` : ''}
      </span>
    </>
  );
}

function labelOf({ name, end, runs, share }: Tile): string {
  return runs.length > 1 ? `${name}: ${end.label}, ${share}/${runs.length}` : `${name}: ${end.label}`;
}

function sketchOf(tile: Tile, { runs, ends }: ManyState): Sketch | undefined {
  return ends[runs.indexOf(tile.opens)]?.sketch;
}

/** Whether a run is the one that is shown. */
function isOf(spec: RunSpec, values: Values, seed: number): boolean {
  const there = valuesOf(spec, values);
  return (
    (spec.seed ?? FIRST_SEED) === seed && Object.keys(there).every((name) => there[name] === values[name])
  );
}
