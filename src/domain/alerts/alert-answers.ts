import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** The last answer of one person to an alert. The meaning `silent` stands for no answer. */
export interface PersonAnswer {
  readonly number: Msisdn;
  /** The name of the contact with this number. */
  readonly name: string | undefined;
  readonly meaning: string;
  readonly text: string | undefined;
  /** When the answer came, ms since the epoch; undefined if there is none. */
  readonly at: number | undefined;
  readonly inboxId: number | undefined;
}

export interface AnswerCounts {
  /** People who may have read the alert, or have answered it. */
  readonly people: number;
  /** People by the meaning of their answer, without the silent ones. */
  readonly byMeaning: Readonly<Record<string, number>>;
  readonly silent: number;
}

/**
 * Answers to alerts. Each person counts once, with the last answer whose meaning is known; an answer without one counts
 * only if there is no other.
 */
export interface AlertAnswerRepository {
  answerCounts(alert: number): Promise<AnswerCounts>;
  /**
   * Calls for help first, then answers that somebody has to read, then "safe", then the silent; ordered by number
   * within each.
   * @param meaning only answers with this meaning
   */
  listAnswers(alert: number, meaning: string | undefined, page: Page): Promise<Paged<PersonAnswer>>;
  /** Those of these numbers that have answered the alert. */
  answered(alert: number, numbers: readonly Msisdn[]): Promise<ReadonlySet<string>>;
  /** Whether anybody may have read the alert and hasn't answered. */
  hasSilent(alert: number): Promise<boolean>;
}
