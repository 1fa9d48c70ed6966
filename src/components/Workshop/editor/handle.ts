/** What a workshop asks of an editor, whichever it is. */
export interface EditorHandle {
  text(): string;
  /** Replaces everything, in a way that the editor's own undo takes back. */
  replace(text: string): void;
  /** Shows a line, from 1, and puts the caret there. */
  goTo(line: number, column?: number): void;
  /** Marks places; those of before are gone. */
  mark(marks: readonly Mark[]): void;
  focus(): void;
}

/** A place in the program, and what is to be said of it. */
export interface Mark {
  readonly line: number;
  readonly column?: number | undefined;
  readonly message: string;
  /** `error` keeps the program from running; `violation` is where a run broke a property. */
  readonly kind: 'error' | 'violation';
}

/** What every editor is given. */
export interface EditorProps {
  /** Names the file; every editor of a page has its own. */
  readonly id: string;
  /** Whose contract it is written against. */
  readonly exercise: string;
  readonly label: string;
  readonly initial: string;
  readonly onChange: (text: string) => void;
  readonly onFocus: () => void;
  readonly onRun: () => void;
  readonly onReady: (handle: EditorHandle) => void;
}
