import Link from '@docusaurus/Link';
import { useHistory } from '@docusaurus/router';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { useEffect, type ReactNode } from 'react';
import styles from './styles.module.css';

/**
 * The way to the page of the search, by Ctrl or Command with K too. The plugin's own bar would put its program on every
 * page, and its list of answers is not accessible; its page is.
 */
export default function SearchBar(): ReactNode {
  const history = useHistory();
  const address = useBaseUrl('/search');
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      history.push(address);
    };
    document.addEventListener('keydown', open);
    return () => {
      document.removeEventListener('keydown', open);
    };
  }, [history, address]);
  return (
    <Link to="/search" className={styles.link ?? ''} aria-label="Search" aria-keyshortcuts="Control+K Meta+K">
      <svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16">
        <circle cx="6.5" cy="6.5" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="m10.2 10.2 4.3 4.3" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <span className={styles.word}>Search</span>
    </Link>
  );
}
