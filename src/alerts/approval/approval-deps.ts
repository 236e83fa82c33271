import type { HoldOf } from '../../domain/access/hold.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { ApprovalRepository } from '../../domain/alerts/approval.ts';
import type { Officers } from '../../domain/alerts/approvers.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { AlertService } from '../desk/alert-service.ts';
import type { DraftReviewDeps } from '../preview/draft-review.ts';
import type { NotDone } from './answer-replies.ts';
import type { Language } from './approval-texts.ts';

/** What is counted for the metrics. */
export type ApprovalCount =
  | 'paged'
  | 'overdue'
  /** The roster gives nobody who can be paged, or there is nobody at all. */
  | 'noDuty'
  | 'approved'
  | 'returned'
  | 'delegated'
  /** A text with a code from a phone that nobody has paged. */
  | 'stranger'
  /** Somebody who has a part in it has just made the officer one. */
  | 'held'
  | NotDone;

/** An SMS about an approval. */
export interface ApprovalSms {
  readonly to: Msisdn;
  readonly text: string;
  readonly from: string | undefined;
  readonly priority: Priority;
  readonly validForMs: number;
  readonly reference: string;
}

/** What the approval clock, and the answers to it, are given by the gateway. */
export interface ApprovalDeps extends DraftReviewDeps {
  readonly repository: ApprovalRepository;
  readonly alerts: Pick<AlertRepository, 'getAlert' | 'alertLog' | 'waves'>;
  readonly service: Pick<
    AlertService,
    'launch' | 'approve' | 'returnToAuthor' | 'reject' | 'previewCorrection' | 'totals'
  >;
  readonly officers: Officers;
  /** The clocks by which SMS give times: an IANA name. */
  readonly timeZone: string;
  readonly holdOf: HoldOf;
  /** The language of SMS to phones that belong to no user. */
  readonly phoneLanguage: Language;
  /** Prepares a message for the store; undefined, and logged, if no route can carry it. */
  prepare(sms: ApprovalSms): Promise<NewMessage | undefined>;
  /** Called when these messages were stored. */
  queued(messages: readonly NewMessage[]): void;
  /** Called when an event was committed and is to be published. */
  announce(): void;
  count(what: ApprovalCount): void;
  readonly clock: Clock;
  readonly log: Log;
}
