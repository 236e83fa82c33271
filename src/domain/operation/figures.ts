import type { Priority } from '../messages/priority.ts';

/** What an operator watches, as it is on disk at one moment. */
export interface Figures {
  /** Messages that are not sent yet, by priority. */
  readonly unsent: readonly {
    readonly state: 'queued' | 'sending';
    readonly priority: Priority;
    readonly messages: number;
    /** When the oldest of them was due, ms since the epoch; undefined if none is due yet. */
    readonly oldestDueAt: number | undefined;
  }[];
  /** People by the answer that counts, of alerts whose question is open. */
  readonly answers: readonly { readonly meaning: string; readonly people: number }[];
  /** Alerts that go out and wait, since a part of their audience was removed. */
  readonly audienceGone: number;
}

export interface FiguresRepository {
  figures(nowMs: number): Promise<Figures>;
}
