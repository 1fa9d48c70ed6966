import type { Mutant, Programs } from '@generated/partial-failure-exercises/default/programs.js';
import { useState } from 'react';
import type { PlaygroundLink, ProgramName } from './link.ts';

/** Which program is chosen: the draft, that of the link, what was written here, or one of the course's. */
export type Choice = 'draft' | 'link' | 'edited' | Exclude<ProgramName, 'own'>;

/** The course's programs that give something away. */
export interface Revealed {
  readonly solution: string | undefined;
  readonly mutants: readonly Mutant[];
}

/** The program under test, and what else there is. */
export interface ProgramControl {
  readonly choice: Choice;
  /** Its text; `undefined` while it is behind a wish, or has not been allowed to run. */
  readonly source: string | undefined;
  readonly hasDraft: boolean;
  readonly hasNaive: boolean;
  /** The program as it was changed here; absent until it was. */
  readonly edited: string | undefined;
  /** The program that was chosen last; that which is being changed, where one is. */
  readonly base: Choice;
  /** Runs a changed program. The draft of the exercise stays as it is. */
  edit(text: string): void;
  /** The program that a link has brought. */
  readonly linked: string | undefined;
  /** It may run: somebody has looked at it. */
  readonly isAllowed: boolean;
  allow(): void;
  /** Absent until they were asked for. */
  readonly revealed: Revealed | undefined;
  /** `none`: this site has nothing to reveal. */
  readonly revealing: 'none' | 'closed' | 'loading' | 'failed' | 'open';
  choose(choice: Choice): void;
  /** Fetches the solution and the wrong programs. */
  reveal(): void;
}

/** Keeps the choice of program. A draft is read once, as the page is opened: the playground does not change it. */
export function useProgram(
  { starter, naive, loadSolution, loadMutants }: Programs,
  draft: string | undefined,
  link: PlaygroundLink | undefined,
): ProgramControl {
  const linked = link?.code === draft || link?.code === starter ? undefined : link?.code;
  const [choice, choose] = useState<Choice>(() => firstChoice(link, draft, starter, naive !== undefined));
  const [edited, setEdited] = useState<string>();
  const [base, setBase] = useState(choice);
  const [isAllowed, setAllowed] = useState(false);
  const [revealed, setRevealed] = useState<Revealed>();
  const [state, setState] = useState<'closed' | 'loading' | 'failed'>('closed');
  const reveal = (): void => {
    setState('loading');
    Promise.all([loadSolution?.(), loadMutants?.()]).then(
      ([solution, mutants = []]) => setRevealed({ solution, mutants }),
      () => setState('failed'),
    );
  };
  return {
    choice,
    source: sourceOf(choice, {
      draft,
      starter,
      edited,
      naive: naive?.code,
      linked: isAllowed ? linked : undefined,
      revealed,
    }),
    hasDraft: draft !== undefined,
    hasNaive: naive !== undefined,
    edited,
    base,
    edit: (text) => {
      setEdited(text);
      choose('edited');
    },
    linked,
    isAllowed,
    allow: () => setAllowed(true),
    revealed,
    revealing:
      revealed !== undefined
        ? 'open'
        : loadSolution === undefined && loadMutants === undefined
          ? 'none'
          : state,
    choose: (next) => {
      setBase(next);
      choose(next);
    },
    reveal,
  };
}

function firstChoice(
  link: PlaygroundLink | undefined,
  draft: string | undefined,
  starter: string,
  hasNaive: boolean,
): Choice {
  if (link === undefined) return draft !== undefined ? 'draft' : hasNaive ? 'naive' : 'starter';
  if (link.program === 'naive') return hasNaive ? 'naive' : 'starter';
  if (link.program !== 'own') return link.program;
  return link.code === draft ? 'draft' : link.code === starter ? 'starter' : 'link';
}

function sourceOf(
  choice: Choice,
  texts: {
    readonly draft: string | undefined;
    readonly starter: string;
    readonly edited: string | undefined;
    readonly naive: string | undefined;
    readonly linked: string | undefined;
    readonly revealed: Revealed | undefined;
  },
): string | undefined {
  switch (choice) {
    case 'draft':
      return texts.draft;
    case 'link':
      return texts.linked;
    case 'starter':
      return texts.starter;
    case 'edited':
      return texts.edited;
    case 'naive':
      return texts.naive;
    case 'solution':
      return texts.revealed?.solution;
    default:
      return texts.revealed?.mutants.find(({ name }) => `mutant-${name}` === choice)?.code;
  }
}
