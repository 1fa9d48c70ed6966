import { html, Markup, type Piece } from './markup.ts';
import { STYLE_SHEET } from './html-style.ts';
import type { Result, Results } from './results.ts';
import { VERDICT_WORDS } from './tell.ts';

const MARKS = { pass: '✓', fail: '✗', invalid: '!', error: '?' } as const;

/** A whole page that refers to nothing elsewhere. The policy in it keeps a browser from loading or running anything. */
export function page(title: string, body: Piece, { version, seed }: Results): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE_SHEET)}
        </style>
      </head>
      <body>
        ${body}
        <footer>
          Graded with Partial Failure ${version}, seed ${seed}. The same submission, version and seed give the
          same grade.
        </footer>
      </body>
    </html> `.html;
}

/** The verdict as a mark and a word, never by colour alone. */
export function verdictMark({ verdict }: Pick<Result, 'verdict'>): Markup {
  return html`<span class="verdict ${verdict}">${MARKS[verdict]} ${VERDICT_WORDS[verdict]}</span>`;
}

/** A heading with a table below, or nothing where there are no rows. */
export function table(
  heading: string,
  caption: string,
  columns: readonly (string | { readonly number: string })[],
  rows: readonly Markup[],
): Markup {
  if (rows.length === 0) return new Markup('');
  const heads = columns.map((column) =>
    typeof column === 'string'
      ? html`<th scope="col">${column}</th>`
      : html`<th scope="col" class="number">${column.number}</th>`,
  );
  return html`<h2>${heading}</h2>
    <div class="scroll">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}
