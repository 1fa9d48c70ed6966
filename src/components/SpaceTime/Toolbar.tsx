import { useId, type ReactNode } from 'react';
import Icon from './icons.tsx';
import { moveFocus } from './roving.ts';
import styles from './styles.module.css';

interface Props {
  /** Number of the chosen event among those shown, from 1; 0: none. */
  readonly position: number;
  readonly count: number;
  readonly words: string;
  readonly playing: boolean;
  readonly onStep: (by: number) => void;
  readonly onPosition: (position: number) => void;
  readonly onPlay: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Back, forward, play; through time; closer and farther. */
export default function Toolbar(props: Props): ReactNode {
  const { position, count, words, playing, onStep, onPosition, onPlay, onZoom, onFit } = props;
  const id = useId();
  return (
    <div className={styles.bar}>
      <div className={styles.tools} role="toolbar" aria-label="Steps" tabIndex={-1} onKeyDown={moveFocus}>
        <button
          type="button"
          className={styles.tool}
          aria-label="Step back"
          aria-disabled={position <= 1}
          onClick={() => onStep(-1)}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          className={styles.tool}
          aria-label="Step forward"
          tabIndex={-1}
          aria-disabled={position >= count}
          onClick={() => onStep(1)}
        >
          <Icon name="forward" />
        </button>
        <button
          type="button"
          className={styles.tool}
          aria-label={playing ? 'Stop playing' : 'Play'}
          tabIndex={-1}
          onClick={onPlay}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
      </div>
      <div className={styles.moment}>
        <label className={styles.unseen} htmlFor={id}>
          Event
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={count}
          value={position}
          aria-valuetext={words}
          onChange={(event) => onPosition(Number(event.target.value))}
        />
        <output className={styles.number} aria-hidden="true">
          {position === 0 ? count : `${position} / ${count}`}
        </output>
      </div>
      <div className={styles.tools} role="toolbar" aria-label="Zoom" tabIndex={-1} onKeyDown={moveFocus}>
        <button type="button" className={styles.tool} aria-label="Zoom out" onClick={() => onZoom(1 / 1.4)}>
          <Icon name="farther" />
        </button>
        <button
          type="button"
          className={styles.tool}
          aria-label="Zoom in"
          tabIndex={-1}
          onClick={() => onZoom(1.4)}
        >
          <Icon name="closer" />
        </button>
        <button type="button" className={styles.tool} tabIndex={-1} onClick={onFit}>
          Fit
        </button>
      </div>
    </div>
  );
}
