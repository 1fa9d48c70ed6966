import type { ReactNode } from 'react';
import { GLYPHS, type GlyphName } from '../../diagram/glyphs.ts';

/** One of the course's glyphs, in the colour of the text around it. Words stand beside it. */
export default function Glyph({
  name,
  className,
}: {
  readonly name: GlyphName;
  readonly className?: string | undefined;
}): ReactNode {
  const { d, solid } = GLYPHS[name];
  return (
    <svg
      className={className}
      width="1em"
      height="1em"
      viewBox="-8 -8 16 16"
      fill={solid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={solid ? 1.2 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={d} />
    </svg>
  );
}
