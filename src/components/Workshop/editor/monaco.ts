/** The real editor: a chunk of its own, about 2 MB, loaded where there is a keyboard. */
import { editor, KeyCode, KeyMod, MarkerSeverity, Range } from 'monaco-editor/editor';
import './features.ts';
import type { ModuleTypes } from '../data.ts';
import type { EditorHandle, EditorProps } from './handle.ts';
import { isMac } from '../platform.ts';
import { addTypes, configureLanguage, uriOf } from './language.ts';
import { followTheme } from './theme.ts';
import { provideWorkers } from './workers.ts';

const MARKS = 'grader';
const HEIGHT_MIN_PX = 300;
const HEIGHT_MAX_PX = 620;

/** A place for an editor, and how to leave it. */
export interface Mounted {
  readonly handle: EditorHandle;
  dispose(): void;
}

/** Puts an editor into `container`, which it makes as high as the program, within bounds. */
export function mountEditor(
  container: HTMLElement,
  props: EditorProps,
  types: Promise<ModuleTypes>,
): Mounted {
  provideWorkers();
  configureLanguage();
  followTheme();
  void types.then((texts) => addTypes(props.exercise, texts));

  const uri = uriOf(props.id);
  const model = editor.getModel(uri) ?? editor.createModel(props.initial, 'typescript', uri);
  if (model.getValue() !== props.initial) model.setValue(props.initial);
  // Suggestions may be wider and higher than the editor. Within the workshop, so that they show in full screen too.
  const overflow = document.createElement('div');
  overflow.className = 'monaco-editor';
  (container.closest('section') ?? document.body).append(overflow);
  const fontFamily = getComputedStyle(container).getPropertyValue('--pf-mono').trim();
  const widget = editor.create(container, {
    model,
    theme: 'partial-failure',
    ariaLabel: `${props.label}. Press Control${isMac() ? ' Shift' : ''} M to let Tab leave the editor.`,
    automaticLayout: true,
    contextmenu: true,
    fixedOverflowWidgets: true,
    overflowWidgetsDomNode: overflow,
    folding: true,
    fontFamily,
    fontLigatures: false,
    fontSize: 13.5,
    lineHeight: 21,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    overviewRulerBorder: false,
    padding: { top: 12, bottom: 12 },
    renderLineHighlightOnlyWhenFocus: true,
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    stickyScroll: { enabled: false },
    tabSize: 2,
    wordBasedSuggestions: 'off',
    wordWrap: 'on',
    wrappingIndent: 'indent',
  });
  void document.fonts.load(`14px ${fontFamily}`).then(() => editor.remeasureFonts());

  const fit = (): void => {
    const height = Math.min(HEIGHT_MAX_PX, Math.max(HEIGHT_MIN_PX, widget.getContentHeight()));
    container.style.setProperty('--editor-height', `${height}px`);
  };
  widget.onDidContentSizeChange(fit);
  fit();
  const shown = widget.createDecorationsCollection();
  model.onDidChangeContent(() => {
    shown.clear();
    props.onChange(model.getValue());
  });
  widget.onDidFocusEditorText(props.onFocus);
  widget.addAction({
    id: 'partial-failure.run',
    label: 'Run',
    keybindings: [KeyMod.CtrlCmd | KeyCode.Enter],
    contextMenuGroupId: 'navigation',
    run: props.onRun,
  });

  return {
    handle: {
      text: () => model.getValue(),
      replace(text) {
        widget.pushUndoStop();
        widget.executeEdits('reset', [{ range: model.getFullModelRange(), text }]);
        widget.pushUndoStop();
        widget.setPosition({ lineNumber: 1, column: 1 });
      },
      goTo(line, column = model.getLineFirstNonWhitespaceColumn(Math.min(line, model.getLineCount())) || 1) {
        const lineNumber = Math.min(Math.max(1, line), model.getLineCount());
        widget.setPosition({ lineNumber, column });
        widget.revealLineInCenterIfOutsideViewport(lineNumber);
        widget.focus();
      },
      mark(marks) {
        editor.setModelMarkers(
          model,
          MARKS,
          marks
            .filter(({ kind, line }) => kind === 'error' && line <= model.getLineCount())
            .map(({ line, column, message }) => ({
              severity: MarkerSeverity.Error,
              message,
              startLineNumber: line,
              startColumn: column ?? (model.getLineFirstNonWhitespaceColumn(line) || 1),
              endLineNumber: line,
              endColumn: model.getLineMaxColumn(line),
            })),
        );
        shown.set(
          marks
            .filter(({ line }) => line <= model.getLineCount())
            .map(({ line, kind, message }) => ({
              range: new Range(line, 1, line, 1),
              options: {
                isWholeLine: true,
                className: `pf-line-${kind}`,
                linesDecorationsClassName: `pf-margin-${kind}`,
                hoverMessage: { value: plainMarkdown(message) },
              },
            })),
        );
      },
      focus: () => widget.focus(),
    },
    dispose() {
      widget.dispose();
      model.dispose();
      overflow.remove();
    },
  };
}

/** Text of a report in a hover that would read it as Markdown. */
function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&');
}
