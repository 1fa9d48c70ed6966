import CodeBlock from '@theme/CodeBlock';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { useLive } from '../../hooks/useLive.ts';
import type { ModuleTypes } from '../Workshop/data.ts';
import type { EditorHandle } from '../Workshop/editor/handle.ts';
import styles from './styles.module.css';

const loadEditor = () => import('../Workshop/editor/live.ts');
const nothing = (): void => undefined;

interface Props {
  readonly exercise: string;
  readonly source: string;
  /** The line that was pointed at; 0: none. */
  readonly line: number;
  readonly loadTypes: () => Promise<ModuleTypes>;
  /** Runs the program as it was changed. */
  readonly onRun: (text: string) => void;
  readonly details: RefObject<HTMLDetailsElement | null>;
}

/** The program that runs: to be read, and on wish to be changed and run as changed. */
export default function ProgramText({ exercise, source, line, loadTypes, onRun, details }: Props): ReactNode {
  const [editing, setEditing] = useState<{ readonly initial: string }>();
  const { Part: CodeEditor, failed } = useLive(loadEditor, editing !== undefined);
  const handle = useRef<EditorHandle>(undefined);
  const run = (): void => {
    if (handle.current !== undefined) onRun(handle.current.text());
  };
  const still = (
    <CodeBlock language="ts" showLineNumbers metastring={line > 0 ? `{${line}}` : ''}>
      {source}
    </CodeBlock>
  );
  return (
    <details className={styles.code} ref={details}>
      <summary>The program</summary>
      {editing === undefined || CodeEditor === undefined ? (
        still
      ) : (
        <CodeEditor
          key={editing.initial}
          id={`playground-${exercise}`}
          exercise={exercise}
          label="The program of the playground"
          initial={editing.initial}
          loadTypes={loadTypes}
          meanwhile={still}
          onChange={nothing}
          onFocus={nothing}
          onRun={run}
          onReady={(ready) => {
            handle.current = ready;
          }}
        />
      )}
      <p className={styles.buttons}>
        {editing === undefined ? (
          <button type="button" className={styles.button} onClick={() => setEditing({ initial: source })}>
            Change it
          </button>
        ) : (
          <>
            <button type="button" className={styles.button} onClick={run}>
              Run it as changed
            </button>
            <button type="button" className={styles.button} onClick={() => setEditing(undefined)}>
              Close the editor
            </button>
          </>
        )}
      </p>
      {failed ? (
        <p role="alert">The editor could not be loaded. Check your connection and reload the page.</p>
      ) : null}
    </details>
  );
}
