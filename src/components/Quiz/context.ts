import { createContext } from 'react';
import type { QuizAnswer } from '../../hooks/progress/record.ts';

/** A quiz, as its questions know it. */
export interface QuizContext {
  answerOf(question: string): QuizAnswer | undefined;
  /** `undefined` opens the question again. */
  answer(question: string, answer: QuizAnswer | undefined): void;
}

/** A question, as its parts know it. */
export interface QuestionContext {
  /** Names its choices' inputs, and is the id of its text. */
  readonly id: string;
  readonly right: readonly number[];
  readonly chosen: readonly number[];
  readonly isAnswered: boolean;
  choose(index: number): void;
}

export const InQuiz = createContext<QuizContext | undefined>(undefined);
export const InQuestion = createContext<QuestionContext | undefined>(undefined);
