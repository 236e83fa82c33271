import type { Page, Paged } from '../../kernel/page.ts';
import type { CaseState } from '../inbound/help-case.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** The answer to an alert that counts for one person; its meaning is `silent` if the person gave none. */
export interface PersonAnswer {
  readonly number: Msisdn;
  /** The name of the contact with this number. */
  readonly name: string | undefined;
  readonly meaning: string;
  readonly text: string | undefined;
  /** When the answer came, ms since the epoch; undefined if there is none. */
  readonly at: number | undefined;
  readonly inboxId: number | undefined;
  /** The newest case of this person in this alert. */
  readonly case:
    | { readonly id: number; readonly state: CaseState; readonly holder: string | undefined }
    | undefined;
}

export interface AnswerCounts {
  /** People who may have read the alert, or have answered it. */
  readonly people: number;
  /** People by the meaning of their answer, without the silent ones. */
  readonly byMeaning: Readonly<Record<string, number>>;
  readonly silent: number;
}

/** How a survey divides the time since `from`, ms since the epoch: the last of `most` slots has no end. */
export interface AnswerSlots {
  readonly from: number;
  readonly slotMs: number;
  readonly most: number;
}

/** The number of people for whose answer all these fields are the same. */
export interface SurveyCount {
  readonly meaning: string;
  readonly language: string | undefined;
  /** The slot in which the answer came, from 0. */
  readonly slot: number;
  readonly people: number;
}

/**
 * The answers to alerts. Each person counts once, with their last answer whose meaning is known. An answer without a
 * known meaning (`other`) counts only if the person gave no other one.
 */
export interface AlertAnswerRepository {
  answerCounts(alert: number): Promise<AnswerCounts>;
  /** `byMeaning` of the counts alone, which costs no look at the silent people. */
  answersByMeaning(alert: number): Promise<AnswerCounts['byMeaning']>;
  /**
   * Lists calls for help first, then answers that somebody has to read (`other`), then other meanings, then `safe`,
   * then silent people. Each of these groups is ordered by number.
   * @param meaning only answers with this meaning
   */
  listAnswers(alert: number, meaning: string | undefined, page: Page): Promise<Paged<PersonAnswer>>;
  /** The number in the last of the next `rows` answers after the number `after`; undefined if no answer follows. */
  endOfAnswers(alert: number, after: string, rows: number): Promise<string | undefined>;
  /** The answers that count of the numbers in (after, until]. */
  countSurvey(
    alert: number,
    after: string,
    until: string,
    slots: AnswerSlots,
  ): Promise<readonly SurveyCount[]>;
  /** How many people's answer that counts has this meaning now. */
  answeredWith(alert: number, meaning: string): Promise<number>;
  /** Finds which of `numbers` have answered the alert. */
  answered(alert: number, numbers: readonly Msisdn[]): Promise<ReadonlySet<string>>;
  /** Whether there is anybody who may have read the alert and hasn't answered it. */
  hasSilent(alert: number): Promise<boolean>;
}
