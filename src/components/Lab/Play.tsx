import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLabRun, type Made } from '../../hooks/useLabRun.ts';
import { useLive } from '../../hooks/useLive.ts';
import { initialValues, type Value } from '../../labs/controls.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import type { AnyLab, View } from '../../labs/lab.ts';
import type { RunSpec } from '../../labs/pictures.ts';
import { FIRST_SEED, valuesOf } from '../../labs/runs.ts';
import { useSelection } from '../SpaceTime/useSelection.ts';
import { addressOf, readAddress, readSeed, showAddress, type LabState } from './address.ts';
import ControlPanel from './ControlPanel.tsx';
import CopyLink from './CopyLink.tsx';
import Numbers from './Numbers.tsx';
import PictureFrame from './PictureFrame.tsx';
import Prediction, { type Guess } from './Prediction.tsx';
import Program from './Program.tsx';
import styles from './styles.module.css';
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

/** Predict once; from then on each setting shows its run at once, with the former one behind it. */
export default function Play({ id, title, lab, first, loadSource }: Props): ReactNode {
  const { controls, views, pictures = [] } = lab;
  const [set, setState] = useState<LabState>(() => ({
    values: readAddress(id, controls),
    seed: readSeed(id),
  }));
  const { values, seed } = set;
  const [guess, setGuess] = useState<Guess & { readonly made: Made | undefined }>();
  const [viewId, setViewId] = useState<string>();
  const { state, run, warm } = useLabRun(id);
  const [isWarm, setWarm] = useState(false);
  const diagram = useLive(loadDiagram, isWarm || state.phase !== 'idle');
  const selection = useSelection();
  const stage = useRef<HTMLDivElement>(null);
  const [without, setWithout] = useState<Made>();

  const before = views?.find((view) => view.before === true);
  const firstValues = initialValues(controls);
  const isFirst =
    addressOf(id, controls, set) === addressOf(id, controls, { values: firstValues, seed: FIRST_SEED });
  const { made, former } = state;
  // A run that was there before the question was answered tells only if it is the one that was asked about.
  const isTold =
    guess !== undefined && made !== undefined && (made !== guess.made || made.values === guess.values);
  const outcome = isTold ? made.result.outcome : undefined;

  // What gives nothing away is there at once.
  const isDrawn = isFirst && first !== undefined && !isTold;
  const isSeen = guess !== undefined || (before !== undefined && !isDrawn);
  useEffect(() => {
    if (isSeen) run({ values, seed });
  }, [isSeen, run, values, seed]);

  // Each run opens on what went wrong in it.
  const { choose } = selection;
  const harm = outcome?.harm ?? -1;
  useEffect(() => choose(harm), [choose, made, harm]);

  // On a narrow page the run is below the question.
  useEffect(() => {
    const top = stage.current?.getBoundingClientRect().top ?? 0;
    if (isTold && top > innerHeight * 0.45) stage.current?.scrollIntoView();
  }, [isTold]);

  const show = (next: LabState): void => {
    setState(next);
    showAddress(id, controls, next);
  };
  const change = (name: string, value: Value): void => show({ seed, values: { ...values, [name]: value } });
  const onOpen = (spec: RunSpec): void =>
    show({ seed: spec.seed ?? FIRST_SEED, values: valuesOf(spec, values) });
  const onNear = (): void => {
    warm();
    setWarm(true);
  };

  const question = lab.question(values);
  const guessed: Guess | undefined = guess && { ...guess, isHere: guess.values === values };
  const last = views?.[views.length - 1];
  const view = isTold ? (views?.find((one) => one.id === viewId) ?? last) : before;
  const isShown = made !== undefined && !isDrawn && (isTold || before !== undefined);
  const shownRun = useMemo(() => made && partOf(made, view), [made, view]);
  // The run before stays behind the one that is shown, until the reader has seen enough of it.
  const ghost = useMemo(
    () => (isTold && former !== undefined && without !== made ? partOf(former, view) : undefined),
    [isTold, former, without, made, view],
  );
  const frames = (leads: boolean): ReactNode =>
    isTold
      ? pictures
          .filter((picture) => (picture.leads === true) === leads)
          .map((picture) => (
            <PictureFrame
              key={picture.id}
              {...{ id, lab, picture, values, seed, made, former, selection, onOpen }}
            />
          ))
      : null;

  return (
    <div className={styles.frame} onPointerEnter={onNear} onFocusCapture={onNear}>
      <div className={styles.columns}>
        <div className={styles.asked}>
          <Prediction
            question={question}
            guess={guessed}
            outcome={outcome}
            onGuess={(choice) => setGuess({ choice, values, made, isHere: true })}
          />
        </div>
        <div ref={stage} className={styles.stage}>
          <h4 className={styles.unseen}>The run</h4>
          <Told
            question={question}
            guess={guessed}
            outcome={outcome}
            failure={state.phase === 'failed' ? state.message : undefined}
            onAgain={() => run({ values, seed })}
          />
          {frames(true)}
          {views === undefined || !(isShown || isDrawn) ? null : (
            <Views
              id={id}
              views={isTold ? views : views.filter((one) => one === before)}
              chosen={view?.id}
              onChoose={(chosen) => {
                choose(-1);
                setViewId(chosen);
              }}
            />
          )}
          {isDrawn ? (
            // By src/diagram, when the site was built.
            <div className={styles.drawn} dangerouslySetInnerHTML={{ __html: first }} />
          ) : null}
          {isShown && shownRun !== undefined && diagram.Part !== undefined ? (
            <div className={styles.picture}>
              <diagram.Part
                run={shownRun}
                behind={ghost}
                label={`A run of the lab: ${title}`}
                selection={selection}
              />
              {ghost === undefined ? null : (
                <p className={styles.note}>
                  Dimmed behind it: the run before.{' '}
                  <button type="button" className={styles.quiet} onClick={() => setWithout(made)}>
                    Remove
                  </button>
                </p>
              )}
            </div>
          ) : null}
          {isShown && diagram.failed ? (
            <p role="status">The picture could not be loaded. Check your connection and reload the page.</p>
          ) : null}
          {isShown || isDrawn || state.phase === 'failed' ? null : (
            <p className={styles.cover}>
              {state.phase === 'running'
                ? 'Running…'
                : 'The run appears here when you have said what you expect.'}
            </p>
          )}
        </div>
        <div className={styles.settings}>
          <ControlPanel
            id={id}
            controls={controls}
            idle={lab.idle?.(values)}
            values={values}
            onChange={change}
          />
        </div>
      </div>
      <footer className={styles.foot}>
        {frames(false)}
        {outcome?.tables.map((table) => (
          <Numbers key={table.caption} table={table} />
        ))}
        <Program id={id} load={loadSource} />
        <div className={styles.actions}>
          <CopyLink address={() => addressOf(id, controls, set)} />
          {isFirst ? null : (
            <button
              type="button"
              className={styles.quiet}
              onClick={() => show({ values: firstValues, seed: FIRST_SEED })}
            >
              Back to the first settings
            </button>
          )}
        </div>
      </footer>
    </div>
  );
}

/** What a view shows of a run. */
function partOf({ result: { run } }: Made, view: View | undefined): RecordedRun {
  return view === undefined ? run : view.of(run);
}
