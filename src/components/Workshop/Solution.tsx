import CodeBlock from '@theme/CodeBlock';
import { useState, type ReactNode } from 'react';
import styles from './styles.module.css';

type State =
  { readonly at: 'closed' | 'asked' | 'loading' | 'failed' } | { readonly at: 'open'; readonly code: string };

interface Props {
  readonly id: string;
  readonly load: () => Promise<string>;
  /** Puts it into the editor. */
  readonly onTake: (code: string) => void;
}

/** The reference solution: fetched only when somebody asked for it twice. */
export default function Solution({ id, load, onTake }: Props): ReactNode {
  const [state, setState] = useState<State>({ at: 'closed' });
  const fetchIt = (): void => {
    setState({ at: 'loading' });
    load().then(
      (code) => setState({ at: 'open', code }),
      () => setState({ at: 'failed' }),
    );
  };
  const close = (): void => setState({ at: 'closed' });

  return (
    <div className={styles.solution}>
      {state.at === 'closed' ? (
        <button type="button" className={styles.quiet} onClick={() => setState({ at: 'asked' })}>
          Show a solution
        </button>
      ) : state.at === 'open' ? (
        <>
          <div className={styles.solutionHead}>
            <span>One solution of several.</span>
            <button type="button" className={styles.quiet} onClick={() => onTake(state.code)}>
              Copy it into the editor
            </button>
            <button type="button" className={styles.quiet} onClick={close}>
              Hide it
            </button>
          </div>
          <CodeBlock language="ts" title={`solutions/${id}.ts`}>
            {state.code}
          </CodeBlock>
        </>
      ) : (
        <div className={styles.ask} role="group" aria-label="Show a solution">
          <p>
            {state.at === 'failed'
              ? 'The solution could not be fetched. Check your connection.'
              : 'What you find yourself stays longer. The hints lead there in steps. Show the whole solution?'}
          </p>
          <button type="button" className={styles.quiet} onClick={fetchIt} disabled={state.at === 'loading'}>
            {state.at === 'failed' ? 'Try again' : state.at === 'loading' ? 'Fetching…' : 'Show it'}
          </button>
          <button type="button" className={styles.quiet} onClick={close}>
            Not yet
          </button>
        </div>
      )}
    </div>
  );
}
