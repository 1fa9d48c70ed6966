import pictures from '@generated/partial-failure-hero/default/hero.js';
import { useId, useState, type ReactNode } from 'react';
import styles from './styles.module.css';

/**
 * One run of the course: a lock holder that is paused, and what storage makes of its late write. What it shows and the
 * switch stand beside the picture, below the words that the page opens with.
 */
export default function HeroDiagram({ children }: { readonly children: ReactNode }): ReactNode {
  const [checked, setChecked] = useState(false);
  const id = useId();
  const { svg, told } = checked ? pictures.checked : pictures.unchecked;
  return (
    <div className={styles.opening}>
      <div className={styles.words}>{children}</div>
      <div className={styles.caption}>
        <label className={styles.switch}>
          <input
            type="checkbox"
            checked={checked}
            aria-describedby={id}
            onChange={(event) => setChecked(event.target.checked)}
          />
          The storage checks tokens
        </label>
        <p id={id} className={styles.outcome} aria-live="polite">
          {told}
        </p>
      </div>
      {/* Drawn by src/diagram when the site was built. */}
      <div className={styles.picture} dangerouslySetInnerHTML={{ __html: svg }} />
    </div>
  );
}
