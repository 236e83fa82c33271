import type { ReactNode } from 'react';
import { Problem } from '../../api/problem.ts';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { Light } from '../light.tsx';
import { ProblemNote } from './problem-note.tsx';

interface Props {
  readonly error: unknown;
  /** Whether what is wrong with this field is said beside the field. */
  readonly isShown: (path: string) => boolean;
}

/** What is wrong with a whole form: one sentence if each wrong field says it itself, else all of it. */
export const FormProblem = ({ error, isShown }: Props): ReactNode => {
  const say = useWords(commonWords);
  const isAllShown =
    error instanceof Problem && error.errors.length > 0 && error.errors.every(({ path }) => isShown(path));
  return isAllShown ? (
    <div role="alert">
      <Light tone="bad">{say('wrongFields')}</Light>
    </div>
  ) : (
    <ProblemNote error={error} />
  );
};
