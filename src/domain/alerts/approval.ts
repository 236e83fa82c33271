import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditNote } from '../operation/audit.ts';
import type { Alert, StepActor } from './alert.ts';

/** The owner of messages about approvals. Their texts hold codes, so no list of messages shows them whole. */
export const APPROVALS_OWNER = 'approvals';

/** What waits for approval: an alert that was submitted, or an update or a cancel of an alert that went out. */
export type WaitSubject = 'alert' | 'update' | 'cancel';

/** One wait for an approval. If the alert is returned and submitted again, another wait begins. */
export interface ApprovalWait {
  readonly id: number;
  readonly alert: number;
  readonly subject: WaitSubject;
  /** When it was submitted or proposed; tells this wait from an earlier one of the same alert. */
  readonly since: number;
  readonly deadline: number;
  /** Number of wrong codes that came for it. */
  readonly wrong: number;
  readonly overdueAt: number | undefined;
}

/**
 * How a page ended. `locked`: too many wrong codes; `changed`: the audience was not the one that was paged any more;
 * `void`: the wait ended otherwise.
 */
export type PageEnd = 'approved' | 'returned' | 'delegated' | 'locked' | 'changed' | 'void';

/** Whether the officer ended the page by an answer. */
export const isAnswer = (end: PageEnd | undefined): boolean =>
  end === 'approved' || end === 'returned' || end === 'delegated' || end === 'changed';

export interface HashedPageCode {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** A call to one officer to approve one thing. */
export interface ApprovalPage {
  readonly id: number;
  readonly wait: number;
  readonly alert: number;
  /** 1 or more: the number of the page among those of its wait. */
  readonly step: number;
  readonly user: string;
  readonly name: string;
  readonly phone: Msisdn;
  /** The hash of what is approved: of the review of the alert, or of the update. */
  readonly hash: string;
  readonly at: number;
  /** Until when the code works. */
  readonly until: number;
  /** Undefined: the page had no code, and is answered in the console. */
  readonly code: HashedPageCode | undefined;
  readonly wrong: number;
  readonly endedAt: number | undefined;
  readonly end: PageEnd | undefined;
  /** The SMS that ended it; undefined: it was ended otherwise. */
  readonly reference: string | undefined;
}

export type NewPage = Omit<ApprovalPage, 'id' | 'wrong' | 'endedAt' | 'end' | 'reference'> & {
  readonly message: MessageId;
};

type By = StepActor;

/** An SMS that answers a page. It is written in one commit with what it does. */
export interface PageAnswer {
  readonly page: number;
  readonly end: PageEnd;
  readonly reference: string;
  readonly by: By;
  /** For the log of the alert. */
  readonly detail: string;
}

/** Number of wrong codes that ends the pages to a phone, and of those that ends all codes of what waits. */
export const MOST_WRONG_OF_PHONE = 3;
export const MOST_WRONG_OF_WAIT = 10;

export interface WrongCode {
  readonly phone: Msisdn;
  readonly at: number;
  readonly note: AuditNote;
}

/** Who did something, and what the log says of it. */
interface Told {
  readonly by: By;
  readonly detail: string;
}

/** Somebody approves in another's place for a time. Times in ms since the epoch. */
export interface Delegation {
  readonly id: number;
  readonly from: By;
  readonly to: By;
  readonly since: number;
  readonly until: number;
}

export type Delegated = 'done' | 'gone' | 'taken';

/** An approval as the API shows it. */
export interface ApprovalView extends Pick<ApprovalWait, 'subject' | 'since'> {
  readonly deadline: number;
  readonly paged: readonly Pick<ApprovalPage, 'name' | 'at' | 'endedAt' | 'end'>[];
}

/** What the approval clock keeps. Promises of methods that write resolve after the commit. */
export interface ApprovalRepository {
  /** The alerts that wait for an approval, or of which an update does. */
  waitingAlerts(): Promise<readonly Alert[]>;
  /** The approved alerts that are launched by their approval. */
  alertsToLaunch(): Promise<readonly Alert[]>;
  openWaits(): Promise<readonly ApprovalWait[]>;
  /** What this wait is, or was, for. */
  subjectOf(wait: number): Promise<WaitSubject | undefined>;
  /** The last wait of the alert; undefined: its approval had no clock. */
  approvalOf(alert: number): Promise<ApprovalView | undefined>;
  /** The pages of a wait, oldest first. */
  pagesOf(wait: number): Promise<readonly ApprovalPage[]>;
  /** The newest pages to a phone, newest first; at most 20. */
  pagesTo(phone: Msisdn): Promise<readonly ApprovalPage[]>;
  /** Whether a code of any page works now. */
  isAnyCodeOpen(nowMs: number): Promise<boolean>;
  beginWait(wait: Pick<ApprovalWait, 'alert' | 'subject' | 'since' | 'deadline'>): Promise<void>;
  /** Stores the page, its message and its line in the log. False: the alert has changed, or the step was paged. */
  page(page: NewPage, message: NewMessage, log: Told): Promise<boolean>;
  /** Ends a page by an SMS that takes no step of the alert. */
  endPage(answer: PageAnswer, alert: number, atMs: number): Promise<boolean>;
  /**
   * Ends the page, and stores the one that takes its place. `gone`: the page has ended before, or nothing waits any
   * more; `taken`: another page has the step of the new one. Then nothing was done.
   */
  delegate(answer: PageAnswer, page: NewPage, message: NewMessage): Promise<Delegated>;
  /** Counts a wrong code for the pages of the phone and for what they ask. True: it has ended some pages. */
  countWrong(wrong: WrongCode): Promise<boolean>;
  /** Marks the wait as overdue, with its line in the log and messages. False: it was marked or has ended before. */
  overdue(wait: ApprovalWait, atMs: number, log: Told, messages: readonly NewMessage[]): Promise<boolean>;
  /** Ends the wait and its pages, with the messages that tell of it. False: it has ended before. */
  settle(wait: number, atMs: number, messages: readonly NewMessage[]): Promise<boolean>;
  /** Takes back that the approval launches the alert, with the reason in the log. False: the alert has changed. */
  holdBack(alert: number, version: number, atMs: number, log: Told): Promise<boolean>;
  /** Newest first. */
  delegations(page: Page): Promise<Paged<Delegation>>;
  delegation(id: number): Promise<Delegation | undefined>;
  /** The delegations that hold at this time. */
  delegationsAt(nowMs: number): Promise<readonly Delegation[]>;
  addDelegation(delegation: Omit<Delegation, 'id'>, nowMs: number): Promise<number>;
  removeDelegation(id: number): Promise<boolean>;
}
