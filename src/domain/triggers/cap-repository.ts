import type { Page, Paged } from '../../kernel/page.ts';
import type { AlertKind } from '../alerts/alert.ts';

/**
 * The progress of a CAP message. `open`: its handling has begun, and continues after a crash. `waiting`: an operator
 * has to apply the message. `done`: its handling is finished.
 */
export const capStages = ['open', 'waiting', 'done'] as const;
type CapStage = (typeof capStages)[number];

/** A received CAP message that asks for an alert, or for a change of one. */
export interface CapRecord {
  readonly id: number;
  readonly sender: string;
  readonly identifier: string;
  /** The text of the element `sent`. */
  readonly sent: string;
  /** When it was received, ms since the epoch. */
  readonly receivedAt: number;
  /** `post`, or the URL of a feed. */
  readonly source: string;
  /** The whole document. */
  readonly document: string;
  readonly stage: CapStage;
  /** The alerts that it made, or that it corrects. */
  readonly alerts: readonly number[];
  /** The outcome as JSON. For an open message it contains what is needed to continue. */
  readonly outcome: string;
}

export type NewCapRecord = Omit<CapRecord, 'id'>;

export interface CapRepository {
  capMessage(sender: string, identifier: string): Promise<CapRecord | undefined>;
  capById(id: number): Promise<CapRecord | undefined>;
  /** Adds a record, or replaces the one with the same sender and identifier. Resolves with its id. */
  keepCap(record: NewCapRecord): Promise<number>;
  /** Oldest first. */
  openCaps(): Promise<readonly CapRecord[]>;
  /** Newest first. */
  listCaps(page: Page): Promise<Paged<CapRecord>>;
  /**
   * Notes that a message was updated or cancelled, even if the message has not been received: feeds list the newest
   * messages first. A message that is an exercise updates or cancels only exercises.
   */
  supersedeCap(sender: string, identifier: string, kind: AlertKind, by: string): Promise<void>;
  /** The identifier of the message that updated or cancelled this one. */
  capSupersededBy(sender: string, identifier: string, kind: AlertKind): Promise<string | undefined>;
}
