import type { ReactNode } from 'react';
import { glyphOfEvent, type GlyphName } from '../../../diagram/glyphs.ts';
import type { RecordedRun } from '../../../diagram/recorded-run.ts';
import type { Sentence } from '../../../grader/report.ts';
import Glyph from '../../SpaceTime/Glyph.tsx';
import type { Selection } from '../../SpaceTime/useSelection.ts';
import styles from '../result.module.css';
import { instant } from './words.ts';

interface Props {
  readonly story: readonly Sentence[];
  readonly goTo: (line: number) => void;
  /** The run that it tells, where there is a diagram of it. */
  readonly run: RecordedRun | undefined;
  readonly selection: Selection;
}

const TONES: Record<Sentence['tone'], { glyph: GlyphName; word: string } | undefined> = {
  plain: undefined,
  fault: { glyph: 'lost', word: 'Fault: ' },
  violation: { glyph: 'flag', word: 'Violation: ' },
};

/**
 * A run in numbered sentences. Each is lit with its event in the diagram and chooses it; one that belongs to a line of
 * the program leads there.
 */
export default function Story({ story, goTo, run, selection }: Props): ReactNode {
  if (story.length === 0) return null;
  const { chosen, pointed, choose, point } = selection;
  return (
    <ol className={styles.story}>
      {story.map((sentence, index) => {
        const { atMs, node, line, tone } = sentence;
        const mark = TONES[tone];
        const seq = run?.told[index] ?? -1;
        const own = tone === 'fault' ? glyphOfEvent(run?.events[seq]) : undefined;
        const isChosen = seq >= 0 && seq === chosen;
        return (
          <li
            key={index}
            data-tone={tone}
            data-event={seq}
            data-lit={isChosen ? 'chosen' : seq >= 0 && seq === pointed ? 'pointed' : undefined}
            onPointerEnter={() => point(seq)}
            onPointerLeave={() => point(-1)}
          >
            <span className={styles.when}>
              <time>{instant(atMs)}</time>
              {node === '' ? null : <span className={styles.node}>{node}</span>}
            </span>
            <span className={styles.told}>
              {mark === undefined ? null : (
                <>
                  <Glyph name={own ?? mark.glyph} className={styles.glyph} />
                  <span className={styles.unseen}>{mark.word}</span>
                </>
              )}
              <span>
                <Words
                  sentence={sentence}
                  chosen={isChosen}
                  onChoose={seq < 0 ? undefined : () => choose(isChosen ? -1 : seq)}
                  onPoint={(on) => point(on ? seq : -1)}
                />{' '}
                {line > 0 ? (
                  <button type="button" className={styles.lineLink} onClick={() => goTo(line)}>
                    line {line}
                  </button>
                ) : null}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Words({
  sentence,
  chosen,
  onChoose,
  onPoint,
}: {
  readonly sentence: Sentence;
  readonly chosen: boolean;
  readonly onChoose: (() => void) | undefined;
  readonly onPoint: (on: boolean) => void;
}): ReactNode {
  if (onChoose === undefined) return sentence.text;
  return (
    <button
      type="button"
      className={styles.sentenceLink}
      aria-pressed={chosen}
      onClick={onChoose}
      onFocus={() => onPoint(true)}
      onBlur={() => onPoint(false)}
    >
      {sentence.text}
    </button>
  );
}
