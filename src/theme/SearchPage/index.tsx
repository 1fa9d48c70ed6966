import Head from '@docusaurus/Head';
import Link from '@docusaurus/Link';
import { useHistory, useLocation } from '@docusaurus/router';
import useBaseUrl from '@docusaurus/useBaseUrl';
import useIsBrowser from '@docusaurus/useIsBrowser';
import Layout from '@theme/Layout';
import { fetchIndexesByWorker, searchByWorker, type SearchResult } from '@theme/searchByWorker';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Passage } from './passage.tsx';
import styles from './styles.module.css';

/** More than anybody reads; a longer question finds less. */
const LIMIT = 40;

interface Answer {
  readonly question: string;
  readonly results: readonly SearchResult[];
}

/** How many passages were found, in words; empty while nothing was asked or the answer is under way. */
function count(question: string, answer: Answer | undefined): string {
  if (question === '') return '';
  if (answer?.question !== question) return 'Searching…';
  const found = answer.results.length;
  if (found === 0) return 'Nothing found. Fewer or shorter words find more.';
  if (found === LIMIT) return `The first ${LIMIT} passages`;
  return found === 1 ? '1 passage' : `${found} passages`;
}

function Search(): ReactNode {
  const home = useBaseUrl('/');
  const history = useHistory();
  const { pathname, search } = useLocation();
  // The page was made without a question.
  const isBrowser = useIsBrowser();
  const asked = (isBrowser && new URLSearchParams(search).get('q')) || '';
  const [answer, setAnswer] = useState<Answer>();
  const question = asked.trim();

  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    void fetchIndexesByWorker(home, '');
  }, [home]);
  useEffect(() => {
    if (question === '') return;
    let wanted = true;
    void searchByWorker(home, '', question, LIMIT).then((results) => {
      if (wanted) setAnswer({ question, results });
    });
    return () => {
      wanted = false;
    };
  }, [home, question]);

  // While an answer is under way the one before stays, so that the page does not jump with each letter.
  const results = question === '' ? [] : (answer?.results ?? []);
  return (
    <main className={styles.page}>
      <h1>Search</h1>
      <input
        type="search"
        aria-label="Search"
        className={styles.field}
        value={asked}
        autoComplete="off"
        ref={field}
        onChange={({ target }) => {
          const query = target.value === '' ? '' : `?${new URLSearchParams({ q: target.value })}`;
          history.replace(pathname + query);
        }}
      />
      <p role="status" className={styles.count}>
        {count(question, answer)}
      </p>
      <ol className={styles.results}>
        {results.map((result) => {
          const { document, page } = result;
          const isPassage = document.s !== undefined;
          return (
            <li key={`${result.type}:${document.i}`}>
              <Link to={document.u + (document.h ?? '')} className={styles.title ?? ''}>
                {isPassage ? document.s : <Passage result={result} />}
              </Link>
              {page !== false && page.t !== document.s && <span className={styles.where}>{page.t}</span>}
              {isPassage && (
                <p>
                  <Passage result={result} />
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </main>
  );
}

/** What the course says about some words: headings and passages, found in the browser by an index made with the site. */
export default function SearchPage(): ReactNode {
  return (
    <Layout title="Search">
      <Head>
        <meta name="robots" content="noindex, follow" />
      </Head>
      <Search />
    </Layout>
  );
}
