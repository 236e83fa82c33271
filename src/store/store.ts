import type { TokenStore } from '../domain/access/token.ts';
import type { AlertAnswerBook } from '../domain/alerts/alert-answers.ts';
import type { AlertBook } from '../domain/alerts/alert-book.ts';
import type { ReportBook } from '../domain/alerts/alert-report.ts';
import type { ScenarioBook } from '../domain/alerts/scenario.ts';
import type { ScheduleBook } from '../domain/alerts/schedule.ts';
import type { TemplateBooks } from '../domain/alerts/template-desk.ts';
import type { InboundBook } from '../domain/inbound/inbound-book.ts';
import type { KeywordBooks } from '../domain/inbound/keyword.ts';
import type { MessageReader, MessageWriter } from '../domain/messages/message-store.ts';
import type {
  DeadlineBook,
  Inbox,
  InquiryBook,
  LaneStore,
  Queue,
  ReceiptBook,
  RouteLedger,
} from '../domain/messages/queue.ts';
import type { AnswerBook } from '../domain/operation/answer-book.ts';
import type { AuditBook } from '../domain/operation/audit.ts';
import type { DrillBook } from '../domain/operation/drill.ts';
import type { RetentionBook } from '../domain/operation/retention.ts';
import type { HappeningBook, WebhookBook } from '../domain/operation/webhook.ts';
import type { AudienceBook } from '../domain/people/audience.ts';
import type { OptOutBook } from '../domain/people/opt-out.ts';
import type { PeopleBooks } from '../domain/people/people-books.ts';
import type { SimBook } from '../domain/routes/sim-book.ts';
import type { TriggerBooks } from '../domain/triggers/trigger-books.ts';

/**
 * What the store promises to everybody: a promise of a write resolves after the commit that holds it is synced, and
 * rejects with `TocsinError('storeUnavailable')` if it can't be written: then nothing of it was.
 */

/** All that lasts. Each user takes the part that it needs. */
export interface Store
  extends MessageWriter,
    MessageReader,
    Queue,
    DeadlineBook,
    InquiryBook,
    ReceiptBook,
    Inbox,
    LaneStore,
    RouteLedger,
    TokenStore,
    SimBook,
    AlertAnswerBook,
    AnswerBook,
    AudienceBook,
    InboundBook,
    KeywordBooks,
    AuditBook,
    HappeningBook,
    WebhookBook,
    OptOutBook,
    PeopleBooks,
    TemplateBooks,
    AlertBook {
  readonly triggers: TriggerBooks;
  readonly reports: ReportBook;
  readonly schedules: ScheduleBook;
  readonly drills: DrillBook;
  readonly retention: RetentionBook;
  readonly scenarios: ScenarioBook;
  /** Why the last write failed; undefined while the disk takes what it is given. */
  failedReason(): string | undefined;
  /** Resolves with the reason when the store has failed for good: only a new process can open it again. */
  readonly broken: Promise<string>;
  /** What was asked before is still done. */
  close(): Promise<void>;
}
