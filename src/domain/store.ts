import type { AlertAnswerBook } from './alert-answers.ts';
import type { AlertBook } from './alert-book.ts';
import type { ReportBook } from './alert-report.ts';
import type { AnswerBook } from './answer-book.ts';
import type { AudienceBook } from './audience.ts';
import type { AuditBook, AuditNote } from './audit.ts';
import type { DrillBook } from './drill.ts';
import type { InboundBook } from './inbound-book.ts';
import type { KeywordBooks } from './keyword.ts';
import type {
  InboxMessage,
  Message,
  MessageFilter,
  NewMessage,
  TimelineEntry,
  UnmatchedReceipt,
} from './message.ts';
import type { MessageId } from './message-id.ts';
import type { OptOutBook } from './opt-out.ts';
import type { PeopleBooks } from './people.ts';
import type { Priority } from './priority.ts';
import type {
  DeadlineBook,
  Inbox,
  InquiryBook,
  LaneStore,
  Queue,
  ReceiptBook,
  RouteLedger,
} from './queue.ts';
import type { RetentionBook } from './retention.ts';
import type { ScenarioBook } from './scenario.ts';
import type { ScheduleBook } from './schedule.ts';
import type { SimBook } from './sim-book.ts';
import type { TemplateBooks } from './template-desk.ts';
import type { TriggerBooks } from './trigger-books.ts';
import type { HappeningBook, WebhookBook } from './webhook.ts';

/**
 * What the store promises to everybody: a promise of a write resolves after the commit that holds it is synced, and
 * rejects with `TocsinError('storeUnavailable')` if it can't be written: then nothing of it was.
 */

/** A client's retry is recognised by its key, and by the digest of what it sent. */
export interface IdempotencyKey {
  readonly owner: string;
  readonly key: string;
  /** Of method, path and body. */
  readonly digest: string;
}

export type StoredOnce =
  | { readonly kind: 'stored' }
  | { readonly kind: 'repeated'; readonly id: MessageId }
  | { readonly kind: 'conflict' };

/** How far a batch with an idempotency key got before: lines up to `linesDone` are on disk. */
export interface BatchProgress {
  readonly linesDone: number;
  /** Digest over the lines done, to recognise another body under the same key. */
  readonly digest: string;
}

export interface MessageWriter {
  enqueue(messages: readonly NewMessage[]): Promise<void>;
  enqueueOnce(key: IdempotencyKey, message: NewMessage): Promise<StoredOnce>;
  /** `otherKind`: the key was used for something that is no batch. */
  batchProgress(owner: string, key: string): Promise<BatchProgress | 'otherKind' | undefined>;
  /** Stores the messages and the progress in one commit; false, and nothing, if another got there meanwhile. */
  enqueueBatch(
    owner: string,
    key: string,
    before: BatchProgress,
    after: BatchProgress,
    messages: readonly NewMessage[],
  ): Promise<boolean>;
  /** `tooLate` once a route has it, or part of it may be on its way. */
  cancel(
    id: MessageId,
    nowMs: number,
  ): Promise<
    | { readonly kind: 'cancelled'; readonly lane: number; readonly priority: Priority }
    | { readonly kind: 'tooLate' }
    | { readonly kind: 'unknown' }
  >;
}

export interface Page {
  /** 1 to 1000. */
  readonly limit: number;
  /** Opaque, from the page before. */
  readonly cursor: string | undefined;
}

export interface Paged<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export interface MessageReader {
  get(id: MessageId): Promise<Message | undefined>;
  timeline(id: MessageId): Promise<readonly TimelineEntry[]>;
  /** Newest first. */
  list(filter: MessageFilter, page: Page): Promise<Paged<Message>>;
  inbox(page: Page): Promise<Paged<InboxMessage>>;
  unmatchedReceipts(page: Page): Promise<Paged<UnmatchedReceipt>>;
  /** 0 in an empty store. */
  greatestId(): Promise<number>;
}

export const roles = ['sender', 'viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ms since the epoch. */
  readonly createdAt: number;
}

/** A token as stored: never its secret, only the SHA-256 of it. */
export interface StoredToken extends TokenInfo {
  readonly secretHash: Uint8Array;
}

/** `lastAdmin`: without it nobody could revoke the others any more, so it stays. */
export type TokenRemoval = 'removed' | 'unknown' | 'lastAdmin';

export interface TokenStore {
  addToken(token: StoredToken): Promise<void>;
  findToken(id: string): Promise<StoredToken | undefined>;
  /** Oldest first. */
  listTokens(page: Page): Promise<Paged<TokenInfo>>;
  /** In one commit with the note, which is kept only if it was removed. */
  removeToken(id: string, note: AuditNote): Promise<TokenRemoval>;
}

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
