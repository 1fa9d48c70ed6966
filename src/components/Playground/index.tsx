import { useEffect, useState, type ReactNode } from 'react';
import { useLive } from '../../hooks/useLive.ts';
import styles from './styles.module.css';

const loadPlayground = () => import('./live.ts');

/** Runs under faults that one chooses by hand. As HTML it is a line of words; what makes it live is loaded at once. */
export default function PlaygroundShell(): ReactNode {
  const { Part: Playground, failed } = useLive(loadPlayground, true);
  const [fragment, setFragment] = useState<string>();
  useEffect(() => {
    const look = (): void => setFragment(location.hash);
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
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
