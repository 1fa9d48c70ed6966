import type { SearchResult } from '@theme/searchByWorker';
import type { ReactNode } from 'react';

/** How many characters of a passage are shown before and after what was found first. */
const BEFORE = 60;
const AFTER = 120;

/** Places and lengths of what was found in the text of a result, in order, none within another. */
function placesIn({ metadata }: SearchResult): [number, number][] {
  const all = Object.values(metadata)
    .flatMap((term) => term.t?.position ?? [])
    .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let end = 0;
  return all.filter(([start, length]) => {
    if (start < end) return false;
    end = start + length;
    return true;
  });
}

/** The text of a result around what was found first, whole words only, with what was found marked. */
export function Passage({ result }: { readonly result: SearchResult }): ReactNode {
  const text = result.document.t;
  const places = placesIn(result);
  const first = places[0]?.[0] ?? 0;
  const from = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1 || first;
  const last = text.lastIndexOf(' ', first + AFTER);
  const to = text.length <= first + AFTER || last <= first ? text.length : last;
  const pieces: ReactNode[] = [];
  let at = from;
  for (const [start, length] of places) {
    if (start < from || start + length > to) continue;
    pieces.push(text.slice(at, start), <mark key={start}>{text.slice(start, start + length)}</mark>);
    at = start + length;
  }
  return (
    <>
      {from > 0 && '… '}
      {pieces}
      {text.slice(at, to)}
      {to < text.length && ' …'}
    </>
  );
}
