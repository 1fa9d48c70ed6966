import type { ReactNode } from 'react';

const ICONS = {
  back: 'M10 3L4.5 8L10 13M12 3V13',
  forward: 'M6 3L11.5 8L6 13M4 3V13',
  play: 'M5 3L12.5 8L5 13Z',
  pause: 'M5 3V13M11 3V13',
  closer: 'M8 3V13M3 8H13',
  farther: 'M3 8H13',
} as const;

/** A small drawn icon; its button has the words. */
export default function Icon({ name }: { readonly name: keyof typeof ICONS }): ReactNode {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={ICONS[name]}
        fill={name === 'play' ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
