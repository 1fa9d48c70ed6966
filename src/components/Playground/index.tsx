import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import styles from './styles.module.css';

type Live = ComponentType<{ readonly fragment: string }>;

/** Runs under faults that one chooses by hand. As HTML it is a line of words; what makes it live is loaded at once. */
export default function PlaygroundShell(): ReactNode {
  const [Playground, setPlayground] = useState<Live>();
  const [failed, setFailed] = useState(false);
  const [fragment, setFragment] = useState<string>();
  useEffect(() => {
    const look = (): void => setFragment(location.hash);
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  useEffect(() => {
    let left = false;
    import('./live.ts').then(
      ({ default: loaded }) => {
        if (!left) setPlayground(() => loaded);
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, []);
  if (Playground !== undefined && fragment !== undefined)
    return <Playground key={fragment} fragment={fragment} />;
  return (
    <p className={styles.quiet} role="status">
      {failed ? 'The playground could not be loaded. Check your connection and reload the page.' : 'Loading…'}
      <noscript> It needs JavaScript: the programs run in your browser.</noscript>
    </p>
  );
}
