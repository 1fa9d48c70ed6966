import programs, { type Programs } from '@generated/partial-failure-exercises/default/programs.js';
import { useState, type ReactNode } from 'react';
import { decodeReplay, isCaseReplay, TokenError, type RunReplay } from '../../grader/replay-token.ts';
import { useStoredDrafts } from '../../hooks/useDraft.ts';
import { readLink, type PlaygroundLink } from './link.ts';
import styles from './styles.module.css';
import Table from './Table.tsx';

/** What the playground begins with. */
interface Start {
  readonly link?: PlaygroundLink;
  readonly replay?: RunReplay;
  readonly exercise: Programs;
  /** Why a link could not be followed. */
  readonly problem?: string;
}

/** Exercises whose programs run on nodes: others have no runs. */
const playable = programs.filter(({ exercise }) => exercise.kind === 'nodes');

/** What somebody sees who has not begun any: the smallest run that goes wrong. */
const FIRST = 'no-reply';

/** Waits for the drafts. */
export default function Playground({ fragment }: { readonly fragment: string }): ReactNode {
  const drafts = useStoredDrafts();
  return drafts === undefined ? null : <Chosen fragment={fragment} drafts={drafts} />;
}

interface ChosenProps {
  readonly fragment: string;
  readonly drafts: ReadonlyMap<string, string>;
}

/** Chooses the exercise; the rest is its {@link Table}. */
function Chosen({ fragment, drafts }: ChosenProps): ReactNode {
  const [start, setStart] = useState(() => startOf(fragment, drafts));
  if (start === undefined) return <p>This site has no exercise whose programs run on nodes.</p>;
  const { exercise: chosen, link, replay, problem } = start;
  const onExercise = (id: string): void => {
    const next = playable.find(({ exercise }) => exercise.id === id);
    if (next !== undefined) setStart({ exercise: next });
  };
  return (
    <div className={styles.playground}>
      {problem === undefined ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Table
        key={chosen.exercise.id}
        programs={chosen}
        draft={drafts.get(chosen.exercise.id)}
        exercises={playable.map(({ exercise: { id, title } }) => ({ id, title }))}
        onExercise={onExercise}
        link={link}
        replay={replay}
      />
    </div>
  );
}

function startOf(fragment: string, drafts: ReadonlyMap<string, string>): Start | undefined {
  const first = playable.find(({ exercise }) => exercise.id === FIRST) ?? playable[0];
  const usual = playable.find(({ exercise }) => drafts.has(exercise.id)) ?? first;
  if (usual === undefined) return undefined;
  if (!/^#?run=/.test(fragment)) return { exercise: usual };
  const bad = (problem: string): Start => ({ exercise: usual, problem });
  const link = readLink(fragment);
  if (link === undefined) return bad('This link is cut or changed. Copy the whole of it.');
  try {
    const replay = decodeReplay(link.token);
    const exercise = playable.find((one) => one.exercise.id === replay.exercise);
    if (exercise === undefined || isCaseReplay(replay))
      return bad(`This site has no exercise ${replay.exercise} whose programs run on nodes.`);
    const { version } = exercise.exercise;
    if (version !== replay.exerciseVersion)
      return bad(
        `This link is of version ${replay.exerciseVersion} of ${replay.exercise}; here is version ${version}.`,
      );
    return { exercise, link, replay };
  } catch (error) {
    if (error instanceof TokenError) return bad(error.message);
    throw error;
  }
}
