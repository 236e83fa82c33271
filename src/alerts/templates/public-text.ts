import { type Alert, endOf, type Wave } from '../../domain/alerts/alert.ts';
import { prepareTexts } from './prepare.ts';

type Said = Pick<Alert['draft'], 'content' | 'values'> & Partial<Pick<Wave, 'startedAt' | 'validUntil'>>;

/** The text of the alert without personal values, for documents such as CAP; the title if no text can be made. */
export const publicTextOf =
  ({ draft, updatedAt }: Alert, timeZone: string) =>
  ({ content, values, startedAt = updatedAt, validUntil }: Said, language: string): string => {
    const until = { at: endOf(draft, startedAt, validUntil), readAt: startedAt, timeZone };
    const prepared = prepareTexts(content, values, { exercise: draft.kind === 'exercise', until });
    if (prepared.kind === 'unfit') return draft.title;
    return prepared.textFor({ name: undefined, language, attributes: {} }, false).text;
  };
