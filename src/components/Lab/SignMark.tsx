import type { ReactNode } from 'react';
import { GLYPHS } from '../../diagram/glyphs.ts';
import type { Sign } from '../../labs/pictures.ts';
import styles from './Plot.module.css';

/** About 0 0, some 11 px wide. */
const SIGNS: Readonly<Record<Sign, { readonly d: string; readonly solid: boolean }>> = {
  well: { d: 'M-5 0.5L-1.5 4.5L5.5 -4', solid: false },
  waits: GLYPHS.late,
  refused: { d: 'M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0M-3.5 3.5L3.5 -3.5', solid: false },
  harm: GLYPHS.flag,
};

/** How a run ended, as a sign within a picture. */
export default function SignMark({ sign }: { readonly sign: Sign }): ReactNode {
  const { d, solid } = SIGNS[sign];
  return (
    <path
      d={d}
      fill={solid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={solid ? 1.2 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

/** The same as a picture of its own, beside words. */
export function SignIcon({ sign }: { readonly sign: Sign }): ReactNode {
  return (
    <svg viewBox="-8 -8 16 16" className={styles.icon} data-sign={sign} aria-hidden="true">
      <SignMark sign={sign} />
    </svg>
  );
}
