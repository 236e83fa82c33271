import type { IdempotencyKey } from '../../kernel/idempotency-key.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type {
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
