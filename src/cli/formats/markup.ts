/** HTML that is safe by the way it is made: what is put into it is text, unless it was made here. */
import { written } from '../output.ts';
import { xmlText } from './xml-text.ts';

/** HTML that may stand in a page. Made by {@link html} and {@link drawn} alone. */
export class Markup {
  readonly html: string;
  /** @param html holds no text of others that has not been escaped */
  constructor(html: string) {
    this.html = html;
  }
}

/** What can be put into HTML. Strings are text, whosever they are. */
export type Piece = string | number | Markup | readonly Markup[];

/** HTML with pieces in it, in text or between quotation marks: ``html`<td class="${kind}">${name}</td>` ``. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const made = literals.map((literal, i) => {
    const piece = pieces[i];
    // How deep the template stands in our source is nothing to a page.
    return literal.replace(/\s*\n\s*/g, '\n') + (piece === undefined ? '' : textOf(piece));
  });
  return new Markup(made.join(''));
}

/** A picture of `diagram/svg`, which has escaped what it was given. */
export function drawn(svg: string): Markup {
  return new Markup(svg.split('\n').map(written).join('\n'));
}

/** No HTML. */
export const NOTHING = new Markup('');

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.html;
  if (typeof piece === 'string' || typeof piece === 'number') return xmlText(written(String(piece)));
  return piece.map((one) => one.html).join('\n');
}
