import MDXComponents from '@theme-original/MDXComponents';
import Figure from '../components/Figure/index.tsx';
import Term from '../components/Glossary/Term.tsx';
import Lab from '../components/Lab/index.tsx';
import Question, { Choice, Prompt, Why } from '../components/Quiz/Question.tsx';
import Quiz from '../components/Quiz/index.tsx';
import Source from '../components/Source/index.tsx';
import TryIt from '../components/TryIt/index.tsx';
import Workshop from '../components/Workshop/index.tsx';

/** What every lesson may use without importing it. */
export default {
  ...MDXComponents,
  Choice,
  Figure,
  Lab,
  Prompt,
  Question,
  Quiz,
  Source,
  Term,
  TryIt,
  Why,
  Workshop,
};
