import { useMemo, type ReactNode } from 'react';
import { GLYPHS } from '../../diagram/glyphs.ts';
import { legendOf, type LegendEntry } from '../../diagram/legend.ts';
import type { Scene } from '../../diagram/scene.ts';
import styles from './styles.module.css';

/** What the signs mean: only those that this picture has. */
export default function Legend({ scene }: { readonly scene: Scene }): ReactNode {
  const { model } = scene;
  const entries = useMemo(() => legendOf(model), [model]);
  if (entries.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label="Signs in the picture">
      {entries.map(({ sign, means }) => (
        <li key={sign}>
          <svg
            className="pf-run"
            width="18"
            height="16"
            viewBox="-9 -8 18 16"
            aria-hidden="true"
            focusable="false"
          >
            <Sign sign={sign} />
          </svg>
          {means}
        </li>
      ))}
    </ul>
  );
}

function Sign({ sign }: { readonly sign: LegendEntry['sign'] }): ReactNode {
  switch (sign) {
    case 'hold':
      return <path className="hold" d="M-4 -7H4V7H-4Z" />;
    case 'operation':
      return <path className="operation" d="M-3 -7H3V7H-3Z" />;
    case 'break':
      return <path className="tear" d="M-8 -1L-4 -4L0 -1L4 -4L8 -1M-8 4L-4 1L0 4L4 1L8 4" />;
    case 'flag':
      return <path className="flag" d={GLYPHS.flag.d} />;
    default:
      return (
        <path
          className={`${GLYPHS[sign].solid ? 'solid' : 'line'} ${sign === 'error' ? 'violation' : 'fault'}`}
          d={GLYPHS[sign].d}
        />
      );
  }
}
