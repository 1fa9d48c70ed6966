import { editor } from 'monaco-editor/editor';

/** A colour of the site's tokens, as `#rrggbb`. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--pf-${name}`).trim();
}

const isDark = (): boolean => document.documentElement.dataset['theme'] === 'dark';

function defineTheme(): void {
  const colour = (name: string): string => token(name).replace('#', '');
  editor.defineTheme('partial-failure', {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: true,
    // As in src/plugin/code-theme.ts, so that code looks the same before and after.
    rules: [
      { token: '', foreground: colour('ink') },
      { token: 'comment', foreground: colour('ink-soft'), fontStyle: 'italic' },
      { token: 'keyword', foreground: colour('accent') },
      { token: 'type', foreground: colour('ink') },
      { token: 'delimiter', foreground: colour('ink-soft') },
      { token: 'string', foreground: colour('passed') },
      { token: 'regexp', foreground: colour('passed') },
      { token: 'number', foreground: colour('fault') },
    ],
    colors: {
      'editor.background': token('raised'),
      'editor.foreground': token('ink'),
      'editorLineNumber.foreground': token('ink-soft'),
      'editorLineNumber.activeForeground': token('ink'),
      'editorCursor.foreground': token('ink'),
      'editor.selectionBackground': token('lease-soft'),
      'editor.inactiveSelectionBackground': token('panel'),
      'editor.lineHighlightBackground': token('panel'),
      'editor.lineHighlightBorder': token('panel'),
      'editorIndentGuide.background1': token('rule'),
      'editorBracketHighlight.foreground1': token('ink-soft'),
      'editorBracketHighlight.foreground2': token('ink-soft'),
      'editorBracketHighlight.foreground3': token('ink-soft'),
      'editorError.foreground': token('violation'),
      'editorWarning.foreground': token('fault'),
      'editorWidget.background': token('paper'),
      'editorWidget.foreground': token('ink'),
      'editorWidget.border': token('rule'),
      'editorSuggestWidget.background': token('paper'),
      'editorSuggestWidget.foreground': token('ink'),
      'editorSuggestWidget.border': token('rule'),
      'editorSuggestWidget.selectedBackground': token('lease-soft'),
      'editorSuggestWidget.selectedForeground': token('ink'),
      'editorSuggestWidget.highlightForeground': token('accent'),
      'editorSuggestWidget.focusHighlightForeground': token('accent'),
      'editorHoverWidget.background': token('paper'),
      'editorHoverWidget.border': token('rule'),
      focusBorder: token('accent'),
    },
  });
}

let following = false;

/** Gives all editors of the page the site's colours, and keeps to them when its theme changes. */
export function followTheme(): void {
  if (following) return;
  following = true;
  const apply = (): void => {
    defineTheme();
    editor.setTheme('partial-failure');
  };
  apply();
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}
