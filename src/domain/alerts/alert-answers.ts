import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** One person of an alert, and what they answered last; `silent`: nothing. */
export interface PersonAnswer {
  readonly number: Msisdn;
  /** Of the contact with this number. */
  readonly name: string | undefined;
  readonly meaning: string;
  readonly text: string | undefined;
  /** ms since the epoch. */
  readonly at: number | undefined;
  readonly inboxId: number | undefined;
}

export interface AnswerCounts {
  /** Who may have read the alert, or has answered it. */
  readonly people: number;
  /** Without `silent`. */
  readonly byMeaning: Readonly<Record<string, number>>;
  readonly silent: number;
}

/** What people answered to alerts: each person counts once, with the last answer that is more than a text. */
export interface AlertAnswerRepository {
  answerCounts(alert: number): Promise<AnswerCounts>;
  /**
   * Help first, then what somebody has to read, then the safe, then the silent; by number in each.
   *
   * @param meaning only those with this one
   */
  listAnswers(alert: number, meaning: string | undefined, page: Page): Promise<Paged<PersonAnswer>>;
  /** Which of these numbers have answered the alert. */
  answered(alert: number, numbers: readonly Msisdn[]): Promise<ReadonlySet<string>>;
  /** Whether anybody may have read the alert, and said nothing. */
  hasSilent(alert: number): Promise<boolean>;
}
