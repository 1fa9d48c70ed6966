import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLabRun } from '../../hooks/useLabRun.ts';
import { useLive } from '../../hooks/useLive.ts';
import { initialValues, type Value, type Values } from '../../labs/controls.ts';
import type { AnyLab } from '../../labs/lab.ts';
import { useSelection } from '../SpaceTime/useSelection.ts';
import { addressOf, readAddress, showAddress } from './address.ts';
import ControlPanel from './ControlPanel.tsx';
import CopyLink from './CopyLink.tsx';
import Numbers from './Numbers.tsx';
import Prediction, { type Guess } from './Prediction.tsx';
import Program from './Program.tsx';
import styles from './styles.module.css';
import Sweep from './Sweep.tsx';
import Told from './Told.tsx';
import Views from './Views.tsx';

/** The diagram comes when there is going to be a run: the page itself is light. */
const loadDiagram = () => import('../SpaceTime/index.tsx');

interface Props {
  readonly id: string;
  readonly title: string;
  readonly lab: AnyLab;
  /** Drawn beforehand: what may be seen of the run with the first settings before the question is answered. */
  readonly first: string | undefined;
  readonly loadSource: () => Promise<string>;
}

/** Set, predict, run, look; and again with other values. */
export default function Play({ id, title, lab, first, loadSource }: Props): ReactNode {
  const { controls, views, sweep } = lab;
  const [values, setValues] = useState<Values>(() => readAddress(id, controls));
  const [guess, setGuess] = useState<Guess & { readonly values: Values }>();
  const [viewId, setViewId] = useState<string>();
  const { state, run, warm } = useLabRun(id);
  const [isWarm, setWarm] = useState(false);
  const [isSweepOpen, setSweepOpen] = useState(false);
  const diagram = useLive(loadDiagram, isWarm || state.phase !== 'idle');
  const selection = useSelection();
  const stage = useRef<HTMLDivElement>(null);
  const before = views?.find((view) => view.before === true);

  const isFirst = addressOf(id, controls, values) === addressOf(id, controls, initialValues(controls));

  const { result } = state;
  const revealed = state.phase === 'done' && state.values === values && guess?.values === values;

  // What gives nothing away is there at once.
  const hasFirst = isFirst && first !== undefined;
  const isDrawn = hasFirst && !revealed;
  useEffect(() => {
    if (before !== undefined && !hasFirst) run(values);
  }, [before, hasFirst, run, values]);

  // On a narrow page the run is below what can be set.
  useEffect(() => {
    const top = stage.current?.getBoundingClientRect().top ?? 0;
    if (revealed && top > innerHeight * 0.7) stage.current?.scrollIntoView();
  }, [revealed]);

  const set = (next: Values): void => {
    setValues(next);
    showAddress(id, controls, next);
  };
  const change = (name: string, value: Value): void => set({ ...values, [name]: value });
  const onGuess = (choice: string | undefined): void => {
    selection.choose(-1);
    setViewId(undefined);
    setGuess({ choice, values });
    if (state.values !== values || state.phase === 'failed') run(values);
  };
  const onChoose = (x: number): void => {
    if (sweep === undefined) return;
    const next = { ...values, [sweep.over]: x };
    set(next);
    selection.choose(-1);
    setViewId(undefined);
    setGuess({ choice: undefined, values: next });
    run(next);
  };
  const onNear = (): void => {
    warm();
    setWarm(true);
  };
  const onView = (chosen: string): void => {
    selection.choose(-1);
    setViewId(chosen);
  };

  const question = lab.question(values);
  const guessed = guess?.values === values ? guess : undefined;
  const outcome = revealed ? result?.outcome : undefined;
  const last = views?.[views.length - 1];
  const view = revealed ? (views?.find((one) => one.id === viewId) ?? last) : before;
  const slider = sweep && controls[sweep.over];
  const isShown = result !== undefined && !isDrawn && (revealed || before !== undefined);

  return (
    <div className={styles.frame} onPointerEnter={onNear} onFocusCapture={onNear}>
      <div className={styles.columns}>
        <div className={styles.desk}>
          <Prediction
            question={question}
            guess={guessed}
            outcome={outcome}
            isAgain={guess !== undefined}
            onGuess={onGuess}
          />
          <ControlPanel
            id={id}
            controls={controls}
            idle={lab.idle?.(values)}
            values={values}
            onChange={change}
          />
        </div>
        <div ref={stage} className={styles.stage} data-run={isShown ? 'shown' : 'hidden'}>
          <h4 className={styles.unseen}>The run</h4>
          <Told
            question={question}
            guess={guessed}
            outcome={outcome}
            failure={state.phase === 'failed' ? state.message : undefined}
          />
          {views === undefined || !(isShown || isDrawn) ? null : (
            <Views
              id={id}
              views={revealed ? views : views.filter((one) => one === before)}
              chosen={view?.id}
              onChoose={onView}
            />
          )}
          {isDrawn ? (
            // By src/diagram, when the site was built.
            <div className={styles.drawn} dangerouslySetInnerHTML={{ __html: first }} />
          ) : null}
          {result === undefined || isDrawn || diagram.Part === undefined ? null : (
            <div className={styles.picture}>
              <diagram.Part
                run={view === undefined ? result.run : view.of(result.run)}
                label={`A run of the lab: ${title}`}
                selection={selection}
              />
            </div>
          )}
          {isShown && diagram.failed ? (
            <p role="status">The picture could not be loaded. Check your connection and reload the page.</p>
          ) : null}
          {isShown || isDrawn ? null : (
            <p className={styles.cover}>
              {state.phase === 'running'
                ? 'Running…'
                : 'The run appears here when you have said what you expect.'}
            </p>
          )}
        </div>
      </div>
      <footer className={styles.foot}>
        {sweep === undefined || slider?.kind !== 'slider' || guessed === undefined ? null : (
          <Sweep
            id={id}
            sweep={sweep}
            slider={slider}
            values={values}
            isOpen={isSweepOpen}
            onToggle={setSweepOpen}
            onChoose={onChoose}
          />
        )}
        {revealed
          ? result?.outcome.tables.map((table) => <Numbers key={table.caption} table={table} />)
          : null}
        <Program id={id} load={loadSource} />
        <div className={styles.actions}>
          <CopyLink address={() => addressOf(id, controls, values)} />
          {isFirst ? null : (
            <button type="button" className={styles.quiet} onClick={() => set(initialValues(controls))}>
              Back to the first settings
            </button>
          )}
        </div>
      </footer>
    </div>
  );
}
