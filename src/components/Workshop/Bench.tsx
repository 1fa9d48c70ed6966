import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Draft } from '../../hooks/progress/drafts.ts';
import { withGrading } from '../../hooks/progress/record.ts';
import { change } from '../../hooks/progress/store.ts';
import { useDraft, useStoredDraft } from '../../hooks/useDraft.ts';
import { useGrading } from '../../hooks/useGrading.ts';
import type { Report } from '../../grader/report.ts';
import { useFullScreen } from '../../hooks/useFullScreen.ts';
import Brief from './Brief.tsx';
import type { WorkshopData } from './data.ts';
import EditorBar from './EditorBar.tsx';
import CodeEditor from './editor/CodeEditor.tsx';
import type { EditorHandle, Mark } from './editor/handle.ts';
import Panes, { type Pane } from './Panes.tsx';
import Result from './Result.tsx';
import RunBar from './RunBar.tsx';
import Solution from './Solution.tsx';
import StillCode from './StillCode.tsx';
import styles from './styles.module.css';

const DEFAULT_SEED = '1';

/** The editor, what runs its program, and what came of it, once the draft has been looked for. */
export default function Bench({ data }: { readonly data: WorkshopData }): ReactNode {
  const { id } = data.exercise;
  const stored = useStoredDraft(id);
  if (stored === undefined)
    return (
      <div className={styles.still}>
        <Brief data={data} />
        <StillCode id={id} code={data.starter} failed={false} />
      </div>
    );
  return <Work data={data} stored={stored} />;
}

function Work({ data, stored }: { readonly data: WorkshopData; readonly stored: Draft }): ReactNode {
  const { exercise, starter } = data;
  const { id } = exercise;
  const initial = stored.code ?? starter;
  const [changed, setChanged] = useState(false);
  const [replaced, setReplaced] = useState<string>();
  const [pane, setPane] = useState<Pane>('brief');
  const frame = useRef<HTMLDivElement>(null);
  const full = useFullScreen(frame);
  const [seed, setSeed] = useState(DEFAULT_SEED);
  const draft = useDraft(id, starter, stored);
  const { grading, run, stop, warm } = useGrading(exercise);
  const handle = useRef<EditorHandle>(undefined);
  const { save } = draft;

  const onReady = useCallback((ready: EditorHandle) => {
    handle.current = ready;
  }, []);
  const onChange = useCallback(
    (text: string) => {
      save(text);
      setChanged(true);
      setReplaced(undefined);
    },
    [save],
  );
  const onRun = useCallback(
    (withSeed = seed) => {
      setChanged(false);
      setPane('result');
      run(handle.current?.text() ?? initial, withSeed);
    },
    [run, initial, seed],
  );
  /** Puts another program into the editor; the one before can be had back. */
  const replace = (text: string): void => {
    const before = handle.current?.text();
    handle.current?.replace(text);
    setReplaced(before);
    setPane('program');
  };
  const onUndo = (): void => {
    if (replaced !== undefined) handle.current?.replace(replaced);
    setReplaced(undefined);
    handle.current?.focus();
  };
  const onOther = (): void => {
    if (draft.state.kind !== 'elsewhere') return;
    const { code = starter } = draft.state.draft;
    draft.acceptOther();
    handle.current?.replace(code);
    handle.current?.focus();
  };
  const onSeed = (next: string): void => {
    setSeed(next);
    onRun(next);
  };
  const goTo = useCallback((line: number, column?: number) => {
    setPane('program');
    // The editor takes no caret while it is hidden.
    requestAnimationFrame(() => handle.current?.goTo(line, column));
  }, []);
  const onHint = (hint?: number): void => {
    setPane('brief');
    requestAnimationFrame(() => openHint(id, hint));
  };

  const report = grading.phase === 'done' ? grading.report : undefined;
  useEffect(() => {
    handle.current?.mark(report === undefined ? [] : marksOf(report));
  }, [report]);
  useEffect(() => {
    if (report === undefined || (report.verdict !== 'pass' && report.verdict !== 'fail')) return;
    const { score, maxScore, seed: withSeed, verdict } = report;
    const record = { passed: verdict === 'pass', points: score ?? 0, maxPoints: maxScore, seed: withSeed };
    void change((progress) => withGrading(progress, id, record));
  }, [report, id]);

  return (
    <Panes
      id={id}
      frame={frame}
      shown={pane}
      onShow={setPane}
      hasResult={grading.phase === 'done'}
      brief={<Brief data={data} />}
      program={
        <>
          <EditorBar
            file={`${id}.ts`}
            draft={draft.state}
            onOwn={() => draft.keepOwn(handle.current?.text() ?? initial)}
            onOther={onOther}
            full={full}
            canUndo={replaced !== undefined}
            onReset={() => replace(starter)}
            onUndo={onUndo}
          />
          <CodeEditor
            id={id}
            exercise={id}
            label={`Your program for ${exercise.title}`}
            initial={initial}
            loadTypes={data.loadTypes}
            meanwhile={<StillCode id={id} code={initial} failed={false} />}
            onChange={onChange}
            onFocus={warm}
            onRun={onRun}
            onReady={onReady}
          />
          <RunBar
            grading={grading}
            seed={seed}
            onSeed={setSeed}
            onRun={() => onRun()}
            onStop={stop}
            onWarm={warm}
          />
        </>
      }
      result={
        <>
          <Result
            data={data}
            grading={grading}
            changed={changed}
            isStarter={draft.state.kind === 'starter'}
            onHint={data.hints.length > 0 ? onHint : undefined}
            goTo={goTo}
            onSeed={onSeed}
            onRun={() => onRun()}
          />
          {data.loadSolution === undefined ? null : (
            <Solution id={id} load={data.loadSolution} onTake={replace} />
          )}
        </>
      }
    />
  );
}

/** Opens the hint with this number, else the first that is still closed, or shows the last one, wherever the brief stands. */
function openHint(id: string, number?: number): void {
  const hints = [...document.querySelectorAll<HTMLDetailsElement>(`#exercise-${id} details[data-hint]`)];
  const wanted = number === undefined ? hints.find(({ open }) => !open) : hints[number - 1];
  const hint = wanted ?? hints.at(-1);
  if (hint === undefined) return;
  hint.open = true;
  hint.scrollIntoView({ block: 'center' });
  hint.querySelector('summary')?.focus({ preventScroll: true });
}

function marksOf(report: Report): Mark[] {
  const problems = report.problems.flatMap(({ line, column, message }): Mark[] =>
    line === undefined ? [] : [{ line, column, message, kind: 'error' }],
  );
  const [first] = report.failures;
  if (first === undefined || first.line === 0) return problems;
  return [...problems, { line: first.line, message: first.summary, kind: 'violation' }];
}
