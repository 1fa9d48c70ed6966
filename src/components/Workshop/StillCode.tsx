import CodeBlock from '@theme/CodeBlock';
import type { ReactNode } from 'react';
import styles from './styles.module.css';

interface Props {
  readonly id: string;
  readonly code: string;
  /** The live workshop could not be loaded. */
  readonly failed: boolean;
}

/** The starter as readable code: before the editor is there, and where there is no JavaScript. */
export default function StillCode({ id, code, failed }: Props): ReactNode {
  const command = `npx partial-failure grade my-program.ts --exercise ${id}`;
  return (
    <div className={styles.still}>
      <CodeBlock language="ts" title={`${id}.ts`}>
        {code}
      </CodeBlock>
      <noscript>
        <p className={styles.note}>
          The editor needs JavaScript. Without it, write your program in a file and grade it on the command
          line: <code>{command}</code>
        </p>
      </noscript>
      {failed ? (
        <p className={styles.note} role="status">
          The editor could not be loaded. Check your connection and reload the page, or grade on the command
          line: <code>{command}</code>
        </p>
      ) : null}
    </div>
  );
}
