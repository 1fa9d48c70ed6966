import CodeBlock from '@theme/CodeBlock';
import { useState, type ReactNode } from 'react';
import styles from './styles.module.css';

interface Props {
  readonly id: string;
  readonly load: () => Promise<string>;
}

/** What runs on the nodes, to be read. */
export default function Program({ id, load }: Props): ReactNode {
  const [code, setCode] = useState<string>();
  const [failed, setFailed] = useState(false);
  const fetchIt = (): void => {
    setFailed(false);
    load().then(setCode, () => setFailed(true));
  };
  return (
    <details
      className={styles.more}
      onToggle={(event) => {
        if (event.currentTarget.open && code === undefined) fetchIt();
      }}
    >
      <summary>The program on the nodes</summary>
      {code !== undefined ? (
        <CodeBlock language="ts" title={`src/labs/${id}/program.ts`}>
          {code}
        </CodeBlock>
      ) : (
        <p role="status">{failed ? 'It could not be fetched. Check your connection.' : 'Fetching…'}</p>
      )}
    </details>
  );
}
