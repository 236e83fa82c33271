import type { Page, Paged } from '../../kernel/page.ts';
import type { AlertKind } from '../alerts/alert.ts';

/**
 * How far the gateway is with a CAP message. `open`: begun, and to be taken up again after a crash; `waiting`: for an
 * operator to apply it; `done`.
 */
export const capStages = ['open', 'waiting', 'done'] as const;
type CapStage = (typeof capStages)[number];

/** A CAP message that came in and asked for something. */
export interface CapRecord {
  readonly id: number;
  readonly sender: string;
  readonly identifier: string;
  /** As it was written. */
  readonly sent: string;
  /** ms since the epoch. */
  readonly receivedAt: number;
  /** `post`, or the address of a feed. */
  readonly source: string;
  /** All of it. */
  readonly document: string;
  readonly stage: CapStage;
  /** The alerts that it made or is about. */
  readonly alerts: readonly number[];
  /** What was made of it, JSON; of an open one, what its taking up needs to know. */
  readonly outcome: string;
}

export type NewCapRecord = Omit<CapRecord, 'id'>;

export interface CapRepository {
  capMessage(sender: string, identifier: string): Promise<CapRecord | undefined>;
  capById(id: number): Promise<CapRecord | undefined>;
  /** Adds it, or puts it in the place of the one of that sender and identifier. Its id. */
  keepCap(record: NewCapRecord): Promise<number>;
  /** Oldest first. */
  openCaps(): Promise<readonly CapRecord[]>;
  /** Newest first. */
  listCaps(page: Page): Promise<Paged<CapRecord>>;
  /**
   * That a message was updated or cancelled, whether or not it has come: feeds give the newest first. An exercise ends
   * nothing but an exercise.
   */
  supersedeCap(sender: string, identifier: string, kind: AlertKind, by: string): Promise<void>;
  /** The identifier of the message that updated or cancelled this one. */
  capSupersededBy(sender: string, identifier: string, kind: AlertKind): Promise<string | undefined>;
}
