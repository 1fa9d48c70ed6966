import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Action } from './actions.ts';
import Glyph from './Glyph.tsx';
import styles from './styles.module.css';

interface Props {
  readonly title: string;
  /** The place, in words. */
  readonly where: string;
  readonly actions: readonly Action[];
  /** Beside which point of the picture's box, in px. */
  readonly x: number;
  readonly y: number;
  /** `back`: the focus is to go back to where it was. */
  readonly onClose: (back: boolean) => void;
}

/** How far from the point, so that what was chosen is still seen. */
const GAP = 16;

/** What may be done at a place. The arrow keys go from item to item; Escape and Tab lead back. */
export default function Menu({ title, where, actions, x, y, onClose }: Props): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ readonly left: number; readonly top: number }>();
  const id = useId();
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const room = element.offsetParent?.clientWidth ?? 0;
    const right = x + GAP;
    const fits = right + element.offsetWidth <= room;
    setAt({
      left: fits ? right : Math.max(0, Math.min(x - GAP - element.offsetWidth, room - element.offsetWidth)),
      top: y + (fits ? -GAP : GAP),
    });
  }, [x, y]);
  useLayoutEffect(() => {
    if (at !== undefined) ref.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(ref.current?.querySelectorAll('button') ?? [])];
    const now = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose(true);
    } else if (next !== undefined) {
      event.preventDefault();
      items.at(next % items.length)?.focus();
    }
  };
  return (
    <div
      ref={ref}
      className={styles.menu}
      // Not hidden by `visibility`: what is hidden, or only now becomes visible, cannot take the focus.
      style={at ?? { opacity: 0 }}
      role="menu"
      tabIndex={-1}
      aria-label={`${title}: ${where}`}
      aria-describedby={id}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose(false);
      }}
    >
      <p id={id} className={styles.menuHead} role="presentation">
        {where}
      </p>
      {actions.map(({ label, glyph, note, act }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={styles.menuItem}
          onClick={() => {
            onClose(true);
            act();
          }}
        >
          <Glyph name={glyph} className={styles.menuGlyph} />
          <span>
            {label}
            {note === undefined ? null : <span className={styles.menuNote}>{note}</span>}
          </span>
        </button>
      ))}
    </div>
  );
}
