import { useColorMode } from '@docusaurus/theme-common';
import ColorModeToggle from '@theme/ColorModeToggle';
import type { ReactNode } from 'react';

/** Light or dark: each click changes what one sees. Until the first, the system decides. */
export default function NavbarColorModeToggle({
  className = '',
}: {
  readonly className?: string;
}): ReactNode {
  const { colorMode, setColorMode } = useColorMode();
  return (
    <ColorModeToggle
      className={className}
      respectPrefersColorScheme={false}
      value={colorMode}
      onChange={setColorMode}
    />
  );
}
