import { useId, type ReactNode } from 'react';
import type { ScenarioEntry } from './scenarios.ts';
import styles from './styles.module.css';
import type { Choice, ProgramControl } from './useProgram.ts';

/** Which run, apart from its faults. */
export interface ChosenRun {
  readonly scenario: string;
  readonly caseIndex: number;
  readonly seed: number;
}

interface Props {
  readonly exercise: string;
  readonly exercises: readonly { readonly id: string; readonly title: string }[];
  readonly onExercise: (id: string) => void;
  readonly program: ProgramControl;
  readonly scenarios: readonly ScenarioEntry[] | undefined;
  readonly run: ChosenRun | undefined;
  readonly onRun: (run: ChosenRun) => void;
}

const SEED_MAX = 0xffff_ffff;

/** Exercise, program and scenario. */
export default function Chooser(props: Props): ReactNode {
  const { exercise, exercises, onExercise, program, scenarios, run, onRun } = props;
  const { choice, hasDraft, hasNaive, edited, linked, revealed, choose } = program;
  const entry = scenarios?.find(({ id }) => id === run?.scenario);
  const isKnown = optionsOf(program).some((one) => one === choice);
  return (
    <div className={styles.chooser}>
      <Field label="Exercise">
        {(id) => (
          <select id={id} value={exercise} onChange={(event) => onExercise(event.target.value)}>
            {exercises.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Program">
        {(id) => (
          <select
            id={id}
            value={choice}
            onChange={(event) => {
              const next = optionsOf(program).find((one) => one === event.target.value);
              if (next !== undefined) choose(next);
            }}
          >
            {hasDraft ? <option value="draft">Your draft</option> : null}
            {edited === undefined ? null : <option value="edited">As you changed it here</option>}
            {hasNaive ? <option value="naive">A naive program</option> : null}
            {linked === undefined ? null : <option value="link">The program of the link</option>}
            <option value="starter">
              {hasDraft ? 'The starter' : 'The starter (you have no draft here)'}
            </option>
            {isKnown ? null : (
              <option value={choice}>
                {choice === 'solution' ? 'The reference solution' : 'A wrong program'}
              </option>
            )}
            {revealed?.solution === undefined ? null : (
              <option value="solution">The reference solution</option>
            )}
            {revealed === undefined || revealed.mutants.length === 0 ? null : (
              <optgroup label="Wrong programs, by what their author believes">
                {revealed.mutants.map(({ name, about }) => (
                  <option key={name} value={`mutant-${name}`}>
                    {about}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        )}
      </Field>
      {run === undefined || scenarios === undefined ? null : (
        <>
          <Field label="Scenario">
            {(id) => (
              <select
                id={id}
                value={run.scenario}
                onChange={(event) => onRun({ ...run, scenario: event.target.value, caseIndex: 0 })}
              >
                {scenarios
                  .filter(({ visible, id: own }) => visible || own === run.scenario)
                  .map(({ id: own, title, visible }) => (
                    <option key={own} value={own}>
                      {visible ? title : `Hidden: ${title}`}
                    </option>
                  ))}
              </select>
            )}
          </Field>
          {entry === undefined || entry.cases < 2 ? null : (
            <Field label={`Case, of ${entry.cases}`}>
              {(id) => (
                <Whole
                  id={id}
                  value={run.caseIndex + 1}
                  min={1}
                  max={entry.cases}
                  onChange={(value) => onRun({ ...run, caseIndex: value - 1 })}
                />
              )}
            </Field>
          )}
          <Field label="Seed">
            {(id) => (
              <Whole
                id={id}
                value={run.seed}
                min={0}
                max={SEED_MAX}
                onChange={(seed) => onRun({ ...run, seed })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  );
}

/** What may be chosen, as far as it is here. */
function optionsOf({ hasDraft, hasNaive, edited, linked, revealed }: ProgramControl): Choice[] {
  return [
    ...(hasDraft ? (['draft'] as const) : []),
    ...(edited === undefined ? [] : (['edited'] as const)),
    ...(hasNaive ? (['naive'] as const) : []),
    ...(linked === undefined ? [] : (['link'] as const)),
    'starter',
    ...(revealed?.solution === undefined ? [] : (['solution'] as const)),
    ...(revealed?.mutants ?? []).map(({ name }) => `mutant-${name}` as const),
  ];
}

function Field({
  label,
  children,
}: {
  readonly label: string;
  readonly children: (id: string) => ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

function Whole({
  id,
  value,
  min,
  max,
  onChange,
}: {
  readonly id: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}): ReactNode {
  return (
    <input
      id={id}
      type="number"
      inputMode="numeric"
      value={value}
      min={min}
      max={max}
      onChange={({ target: { valueAsNumber } }) => {
        if (Number.isSafeInteger(valueAsNumber) && valueAsNumber >= min && valueAsNumber <= max)
          onChange(valueAsNumber);
      }}
    />
  );
}

/** The way to the programs that give something away: fetched only when somebody asks for them. */
export function Reveal({ program }: { readonly program: ProgramControl }): ReactNode {
  const { choice, revealing, reveal } = program;
  const wants = choice === 'solution' || choice.startsWith('mutant-');
  if (revealing === 'open' || (revealing === 'none' && !wants)) return null;
  if (revealing === 'none')
    return <p className={styles.problem}>This site was built without solutions. Choose another program.</p>;
  const what =
    choice === 'solution' ? 'the reference solution' : 'a wrong program that shows a misconception';
  return (
    <div className={styles.reveal} role="group" aria-label="Other programs">
      <p>
        {revealing === 'failed'
          ? 'They could not be fetched. Check your connection.'
          : wants
            ? `This link is about ${what}. To run it is to see what it does.`
            : 'The reference solution and wrong programs can be run here too. What you find yourself stays longer.'}
      </p>
      <button type="button" className={styles.button} disabled={revealing === 'loading'} onClick={reveal}>
        {revealing === 'failed'
          ? 'Try again'
          : revealing === 'loading'
            ? 'Fetching…'
            : wants
              ? 'Fetch and run it'
              : 'Offer them'}
      </button>
    </div>
  );
}
