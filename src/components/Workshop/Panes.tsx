import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { Group, Panel, Separator, useGroupRef, usePanelRef } from 'react-resizable-panels';
import styles from './panes.module.css';
import { useSizes } from './useSizes.ts';

/** One of the three regions. */
export type Pane = 'brief' | 'program' | 'result';

const NAMES: Record<Pane, string> = { brief: 'Brief', program: 'Program', result: 'Result' };
const PANES: readonly Pane[] = ['brief', 'program', 'result'];
/** From this width on the brief stands beside the program, and from the next on the result does. */
const BESIDE_PX = 800;
const ABREAST_PX = 1_400;

interface Props extends Readonly<Record<Pane, ReactNode>> {
  /** Of the exercise. */
  readonly id: string;
  readonly frame: RefObject<HTMLDivElement | null>;
  /** The one that is to be seen, where there is room for one. */
  readonly shown: Pane;
  readonly onShow: (pane: Pane) => void;
  /** There is something to read: the result gets the larger part, until the reader has chosen sizes. */
  readonly hasResult: boolean;
}

/**
 * Brief, program and result, each scrolling for itself: side by side with sizes that the reader chooses and this browser
 * remembers, or one at a time where the screen is small. All three stay what they are when that changes.
 */
export default function Panes({ id, frame, shown, onShow, hasResult, ...panes }: Props): ReactNode {
  const width = useWidth(frame);
  const mode = width < BESIDE_PX ? 'one' : width < ABREAST_PX ? 'beside' : 'abreast';
  const columns = useSizes('columns', id);
  const inner = useSizes('rows', id);
  const rows = useGroupRef();
  const brief = usePanelRef();
  const result = usePanelRef();
  useEffect(() => {
    if (!hasResult || mode === 'one') return;
    if (mode === 'beside' && inner.defaultLayout === undefined)
      rows.current?.setLayout({ [`${id}-program`]: 40, [`${id}-result`]: 60 });
    if (result.current?.isCollapsed() === true) result.current.expand();
  }, [id, hasResult, mode, inner.defaultLayout, rows, result]);
  useEffect(() => {
    if (mode !== 'one' && shown === 'brief' && brief.current?.isCollapsed() === true) brief.current.expand();
  }, [mode, shown, brief]);
  const hide = (pane: Pane): { 'data-hidden'?: true } =>
    mode === 'one' && shown !== pane ? { 'data-hidden': true } : {};
  return (
    <div className={styles.frame} ref={frame} data-mode={mode}>
      {mode === 'one' ? (
        <div className={styles.choice} role="group" aria-label="Show">
          {PANES.map((pane) => (
            <button key={pane} type="button" aria-pressed={shown === pane} onClick={() => onShow(pane)}>
              {NAMES[pane]}
            </button>
          ))}
        </div>
      ) : null}
      <Group
        className={styles.group}
        orientation="horizontal"
        disabled={mode === 'one'}
        defaultLayout={columns.defaultLayout}
        onLayoutChanged={columns.onLayoutChanged}
      >
        <Panel
          id={`${id}-brief`}
          className={styles.brief}
          panelRef={brief}
          collapsible
          minSize="15rem"
          defaultSize="36%"
          {...hide('brief')}
        >
          {panes.brief}
        </Panel>
        <Separator
          className={styles.upright}
          aria-label="Width of the brief; Enter hides it, and shows it again"
        />
        <Panel id={`${id}-work`} className={styles.work} minSize="20rem">
          <Group
            className={styles.group}
            groupRef={rows}
            orientation={mode === 'abreast' ? 'horizontal' : 'vertical'}
            disabled={mode === 'one'}
            defaultLayout={inner.defaultLayout}
            onLayoutChanged={inner.onLayoutChanged}
          >
            <Panel
              id={`${id}-program`}
              className={styles.program}
              minSize="12rem"
              defaultSize="64%"
              {...hide('program')}
            >
              {panes.program}
            </Panel>
            <Separator
              className={mode === 'abreast' ? styles.upright : styles.level}
              aria-label="Size of the program and of the result"
            />
            <Panel
              id={`${id}-result`}
              className={styles.result}
              panelRef={result}
              collapsible
              minSize="8rem"
              {...hide('result')}
            >
              {panes.result}
            </Panel>
          </Group>
        </Panel>
      </Group>
    </div>
  );
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const next = Math.round(entry?.contentRect.width ?? 0);
      if (next !== latest.current) setWidth((latest.current = next));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
