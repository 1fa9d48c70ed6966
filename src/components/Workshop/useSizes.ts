import { useCallback, useMemo, useState } from 'react';
import type { GroupProps, Layout } from 'react-resizable-panels';

/** Sizes of a group's panes, as the reader left them in this browser: the same in all workshops. */
export function useSizes(
  group: string,
  exercise: string,
): Required<Pick<GroupProps, 'onLayoutChanged'>> & Pick<GroupProps, 'defaultLayout'> {
  const key = `partial-failure:${group}`;
  const prefix = `${exercise}-`;
  const [kept] = useState(() => read(key));
  const defaultLayout = useMemo(() => kept && renamed(kept, (pane) => prefix + pane), [kept, prefix]);
  const onLayoutChanged = useCallback<NonNullable<GroupProps['onLayoutChanged']>>(
    (layout, { isUserInteraction }) => {
      if (isUserInteraction)
        write(
          key,
          renamed(layout, (pane) => pane.slice(prefix.length)),
        );
    },
    [key, prefix],
  );
  return { defaultLayout, onLayoutChanged };
}

function renamed(layout: Layout, next: (pane: string) => string): Layout {
  return Object.fromEntries(Object.entries(layout).map(([pane, size]) => [next(pane), size]));
}

/** Panes are named by their exercise in the page, and by what they are where they are kept. */
function read(key: string): Layout | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof value !== 'object' || value === null) return undefined;
    const sizes = Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return Object.fromEntries(sizes);
  } catch {
    return undefined;
  }
}

function write(key: string, layout: Layout): void {
  try {
    localStorage.setItem(key, JSON.stringify(layout));
  } catch {
    // Where the browser keeps nothing, they last as long as the page.
  }
}
