import type { Alert } from '../../domain/alerts/alert.ts';
import { prepareTexts } from './prepare.ts';

/** The text of the alert without personal values, for documents such as CAP; the title if no text can be made. */
export const publicTextOf =
  ({ draft }: Alert) =>
  (said: Pick<Alert['draft'], 'content' | 'values'>, language: string): string => {
    const prepared = prepareTexts(said.content, said.values, { exercise: draft.kind === 'exercise' });
    if (prepared.kind === 'unfit') return draft.title;
    return prepared.textFor({ name: undefined, language, attributes: {} }, false).text;
  };
