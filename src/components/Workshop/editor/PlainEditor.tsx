import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import styles from '../styles.module.css';
import type { EditorHandle, EditorProps } from './handle.ts';

/** A plain text field: for touch, and for browsers in which the real editor does not load. */
export default function PlainEditor(props: EditorProps): ReactNode {
  const { label, initial, onChange, onFocus, onRun, onReady } = props;
  const ref = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const field = ref.current;
    if (field !== null) onReady(handleOf(field, onChange));
  }, [onReady, onChange]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    }
  };

  return (
    <textarea
      ref={ref}
      className={styles.plain}
      aria-label={label}
      defaultValue={initial}
      rows={Math.min(30, Math.max(14, initial.split('\n').length + 2))}
      wrap="off"
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      autoCorrect="off"
      onChange={(event) => onChange(event.target.value)}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    />
  );
}

function handleOf(field: HTMLTextAreaElement, onChange: (text: string) => void): EditorHandle {
  const offsetOf = (line: number): number =>
    field.value
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, text) => sum + text.length + 1, 0);
  return {
    text: () => field.value,
    replace(text) {
      field.value = text;
      onChange(text);
    },
    goTo(line) {
      const start = offsetOf(line);
      const end = field.value.indexOf('\n', start);
      field.focus();
      field.setSelectionRange(start, end < 0 ? field.value.length : end);
      const lines = field.value.split('\n').length;
      field.scrollTop = (field.scrollHeight * (line - 4)) / lines;
    },
    mark: () => undefined,
    focus: () => field.focus(),
  };
}
