import type { ReactNode } from 'react';
import type { Sentence } from '../../../grader/report.ts';
import styles from '../result.module.css';
import { instant } from './words.ts';

interface Props {
  readonly story: readonly Sentence[];
  readonly goTo: (line: number) => void;
}

const TONES: Record<Sentence['tone'], { glyph: string; word: string } | undefined> = {
  plain: undefined,
  fault: { glyph: '✕', word: 'Fault: ' },
  violation: { glyph: '⚑', word: 'Violation: ' },
};

/** A run in numbered sentences. One that belongs to a line of the program leads there. */
export default function Story({ story, goTo }: Props): ReactNode {
  if (story.length === 0) return null;
  return (
    <ol className={styles.story}>
      {story.map((sentence, index) => {
        const { atMs, node, line, text, tone } = sentence;
        const mark = TONES[tone];
        return (
          <li key={index} data-tone={tone}>
            <span className={styles.when}>
              <time>{instant(atMs)}</time>
              {node === '' ? null : <span className={styles.node}>{node}</span>}
            </span>
            <span className={styles.told}>
              {mark === undefined ? null : (
                <>
                  <span className={styles.glyph} aria-hidden="true">
                    {mark.glyph}
                  </span>
                  <span className={styles.unseen}>{mark.word}</span>
                </>
              )}
              {line > 0 ? (
                <button type="button" className={styles.sentenceLink} onClick={() => goTo(line)}>
                  {text} <span className={styles.lineTag}>line {line}</span>
                </button>
              ) : (
                text
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
