import type { Alert } from '../../domain/alerts/alert.ts';
import { prepareTexts } from './prepare.ts';

/** A text of the alert as it goes to somebody of whom nothing is known. */
export const publicTextOf =
  ({ draft }: Alert) =>
  (said: Pick<Alert['draft'], 'content' | 'values'>, language: string): string => {
    const prepared = prepareTexts(said.content, said.values, { exercise: draft.kind === 'exercise' });
    if (prepared.kind === 'unfit') return draft.title;
    return prepared.textFor({ name: undefined, language, attributes: {} }, false).text;
  };
