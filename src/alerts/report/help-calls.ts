import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

/** A person who asked for help, and what became of the call. */
interface HelpCall {
  readonly number: Msisdn;
  readonly name: string | undefined;
  /** What the phone wrote. */
  readonly text: string | undefined;
  /** ms since the epoch. */
  readonly at: number | undefined;
}

export interface HelpCalls {
  /** The first of them, by number, at most `MOST`. */
  readonly items: readonly HelpCall[];
  /** All of them. */
  readonly people: number;
}

const MOST = 1000;

/** The people whose last answer to the alert asks for help. */
export const helpCalls = async (
  answers: Pick<AlertAnswerRepository, 'listAnswers'>,
  alert: number,
  { byMeaning }: { readonly byMeaning: Readonly<Record<string, number>> },
): Promise<HelpCalls> => {
  const people = byMeaning['help'] ?? 0;
  if (people === 0) return { items: [], people };
  const { items } = await answers.listAnswers(alert, 'help', { limit: MOST, cursor: undefined });
  return { items: items.map(({ number, name, text, at }) => ({ number, name, text, at })), people };
};
