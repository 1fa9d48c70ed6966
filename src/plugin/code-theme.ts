import type { PrismTheme } from 'prism-react-renderer';

/** How code is coloured in the lessons: few colours, from the site's tokens, so that one theme serves light and dark. */
export const codeTheme: PrismTheme = {
  plain: { color: 'var(--pf-ink)', backgroundColor: 'var(--pf-panel)' },
  styles: [
    { types: ['comment', 'prolog'], style: { color: 'var(--pf-ink-soft)', fontStyle: 'italic' } },
    { types: ['punctuation', 'operator'], style: { color: 'var(--pf-ink-soft)' } },
    { types: ['keyword', 'builtin', 'tag'], style: { color: 'var(--pf-accent)' } },
    {
      types: ['string', 'template-string', 'char', 'attr-value', 'inserted'],
      style: { color: 'var(--pf-passed)' },
    },
    { types: ['number', 'boolean', 'constant'], style: { color: 'var(--pf-fault)' } },
    { types: ['deleted'], style: { color: 'var(--pf-violation)' } },
  ],
};
