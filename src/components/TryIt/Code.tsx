import CodeBlock from '@theme/CodeBlock';
import type { ReactNode } from 'react';
import { useLive } from '../../hooks/useLive.ts';
import type { EditorHandle } from '../Workshop/editor/handle.ts';
import type { TryItData } from './data.ts';
import styles from './styles.module.css';

const loadEditor = () => import('../Workshop/editor/live.ts');
const nothing = (): void => undefined;

interface Props {
  readonly data: TryItData;
  /** The reader wants to change it. */
  readonly editing: boolean;
  readonly onReady: (handle: EditorHandle) => void;
  readonly onChange: () => void;
  readonly onRun: () => void;
}

/** The program: to be read, and once it is wanted, in an editor. */
export default function Code({ data, editing, onReady, onChange, onRun }: Props): ReactNode {
  const { exercise, name, code, loadTypes } = data;
  const { Part: CodeEditor, failed } = useLive(loadEditor, editing);
  const still = (
    <CodeBlock language="ts" showLineNumbers>
      {code}
    </CodeBlock>
  );
  return (
    <div className={styles.code}>
      {CodeEditor === undefined ? (
        still
      ) : (
        <CodeEditor
          id={`try-${exercise.id}-${name}`}
          exercise={exercise.id}
          label={`The program ${name}`}
          initial={code}
          loadTypes={loadTypes}
          meanwhile={still}
          onChange={onChange}
          onFocus={nothing}
          onRun={onRun}
          onReady={onReady}
        />
      )}
      {failed ? (
        <p className={styles.waiting} role="status">
          The editor could not be loaded. Check your connection and reload the page.
        </p>
      ) : null}
    </div>
  );
}
