import type { IdempotencyKey } from '../../kernel/idempotency-key.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type {
  AsideMessage,
  InboxFilter,
  InboxMessage,
  Message,
  MessageFilter,
  NewMessage,
  TimelineEntry,
  UnmatchedReceipt,
} from './message.ts';
import type { MessageId } from './message-id.ts';
import type { Priority } from './priority.ts';

export type StoredOnce =
  | { readonly kind: 'stored' }
  | { readonly kind: 'repeated'; readonly id: MessageId }
  | { readonly kind: 'conflict' };

/** The progress of a batch with an idempotency key: lines up to `linesDone` are on disk. */
export interface BatchProgress {
  readonly linesDone: number;
  /** A digest of the lines done. It tells a repeated request from one with the same key and another body. */
  readonly digest: string;
}

export interface MessageWriter {
  enqueue(messages: readonly NewMessage[]): Promise<void>;
  enqueueOnce(key: IdempotencyKey, message: NewMessage): Promise<StoredOnce>;
  /** `otherKind`: the key was used for a request that is not a batch. */
  batchProgress(owner: string, key: string): Promise<BatchProgress | 'otherKind' | undefined>;
  /**
   * Stores the messages and the progress in one commit. False if another request has changed the progress since
   * `before`; then nothing is stored.
   */
  enqueueBatch(
    owner: string,
    key: string,
    before: BatchProgress,
    after: BatchProgress,
    messages: readonly NewMessage[],
  ): Promise<boolean>;
  /** `tooLate` if a route has the message, or may have sent part of it. */
  cancel(
    id: MessageId,
    nowMs: number,
  ): Promise<
    | { readonly kind: 'cancelled'; readonly lane: number; readonly priority: Priority }
    | { readonly kind: 'tooLate' }
    | { readonly kind: 'unknown' }
  >;
}

/** Keeps what finds the messages to a number among millions. */
export interface NumberBlocks {
  /** Resolves with whether a block was written: not while there are too few new messages, or no room on the disk. */
  writeNextBlock(): Promise<boolean>;
  dropEmptyBlocks(): Promise<void>;
}

export interface MessageReader {
  get(id: MessageId): Promise<Message | undefined>;
  timeline(id: MessageId): Promise<readonly TimelineEntry[]>;
  /** Newest first. */
  list(filter: MessageFilter, page: Page): Promise<Paged<Message>>;
  /** Newest first. A page may be short though more follow, since a search looks at so many messages at a time. */
  inbox(page: Page, filter?: InboxFilter): Promise<Paged<InboxMessage>>;
  /** Messages that the inbox doesn't show, with the reason. */
  inboxAside(page: Page): Promise<Paged<AsideMessage>>;
  unmatchedReceipts(page: Page): Promise<Paged<UnmatchedReceipt>>;
  /** 0 if the store is empty. */
  greatestId(): Promise<number>;
}
