import { useCallback, useId, useRef, useState, type ReactNode } from 'react';
import { useLive } from '../../hooks/useLive.ts';
import type { EditorHandle } from '../Workshop/editor/handle.ts';
import type { TryItData } from './data.ts';
import Code from './Code.tsx';
import styles from './styles.module.css';

const loadOutcome = () => import('./live.ts');

interface Props {
  /** Name of a folder in `exercises/`, and of a program in its folder `tryit`. */
  readonly exercise: string;
  readonly program: string;
  readonly title: string;
  /** Put in at build time, see `src/plugin/exercises.ts`. */
  readonly data?: TryItData;
  /** What to look for, in a sentence or two. */
  readonly children: ReactNode;
}

/**
 * A small workshop in the middle of a lesson: a naive program, one button, and the run that breaks it. As HTML it can be
 * read; the simulator comes with the first click, the editor with the wish to change something.
 */
export default function TryIt({ exercise, program, title, data, children }: Props): ReactNode {
  if (data === undefined) {
    throw new Error(
      `<TryIt exercise="${exercise}" program="${program}"> has no data. Is workshopData among the remark plugins?`,
    );
  }
  const name = useId();
  const given = useRef<HTMLDetailsElement>(null);
  const handle = useRef<EditorHandle>(undefined);
  const [editing, setEditing] = useState(false);
  const [changed, setChanged] = useState(false);
  const [near, setNear] = useState(false);
  const [asked, setAsked] = useState<{ readonly source: string; readonly times: number }>();
  const wanted = useRef<{ readonly line: number; readonly column: number | undefined }>(undefined);
  const { Part: Outcome, failed } = useLive(loadOutcome, near || asked !== undefined);

  const run = useCallback(() => {
    const own = handle.current?.text() ?? data.code;
    const source = data.given === undefined ? own : `${own.trimEnd()}\n\n${data.given.code}`;
    setChanged(false);
    setAsked((before) => ({ source, times: (before?.times ?? 0) + 1 }));
  }, [data]);
  const goTo = useCallback(
    (line: number, column?: number) => {
      const lines = (handle.current?.text() ?? data.code).trimEnd().split('\n').length;
      if (line > lines) {
        given.current?.setAttribute('open', '');
        given.current?.scrollIntoView({ block: 'nearest' });
      } else if (handle.current === undefined) {
        wanted.current = { line, column };
        setEditing(true);
      } else {
        handle.current.goTo(line, column);
      }
    },
    [data],
  );
  const onReady = useCallback((ready: EditorHandle) => {
    handle.current = ready;
    if (wanted.current === undefined) ready.focus();
    else ready.goTo(wanted.current.line, wanted.current.column);
    wanted.current = undefined;
  }, []);

  return (
    <section className={styles.tryIt} aria-labelledby={name} data-tryit={program}>
      <header className={styles.head}>
        <h3 id={name} className={styles.title}>
          <span className={styles.kind}>Try it</span> {title}
        </h3>
        <div className={styles.about}>{children}</div>
      </header>
      <Code data={data} editing={editing} onReady={onReady} onChange={() => setChanged(true)} onRun={run} />
      {data.given === undefined ? null : (
        <details ref={given} className={styles.given}>
          <summary>{data.given.title}</summary>
          <pre>
            <code>{data.given.code}</code>
          </pre>
        </details>
      )}
      <div className={styles.bar}>
        <button
          type="button"
          className={styles.run}
          onClick={run}
          onPointerEnter={() => setNear(true)}
          onFocus={() => setNear(true)}
        >
          Run
        </button>
        {editing ? null : (
          <button type="button" className={styles.quiet} onClick={() => setEditing(true)}>
            Change the program
          </button>
        )}
        <noscript>
          <p>
            Running it needs JavaScript. On the command line:{' '}
            <code>{`npx partial-failure grade exercises/${exercise}/tryit/${program}.ts --exercise ${exercise}`}</code>
          </p>
        </noscript>
        {failed ? (
          <p role="status">The simulator could not be loaded. Check your connection and reload the page.</p>
        ) : null}
      </div>
      {Outcome === undefined ? (
        asked === undefined || failed ? null : (
          <p className={styles.waiting} role="status">
            Loading the simulator…
          </p>
        )
      ) : (
        <Outcome data={data} asked={asked} changed={changed} goTo={goTo} />
      )}
    </section>
  );
}
