import type { Page, Paged } from '../../kernel/page.ts';
import type { AlertActor } from '../alerts/alert.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { CapOutcome } from './cap-outcome.ts';
import type { CapRecord } from './cap-repository.ts';
import type { PhoneCodes } from './trigger-repositories.ts';

export type CapTaken =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'known';
      /** Of the record; undefined for what left none. */
      readonly id: number | undefined;
      /** It came before: this is what was made of it. */
      readonly again: boolean;
      readonly outcome: CapOutcome;
    };

export type CapApplied =
  | { readonly kind: 'applied'; readonly outcome: CapOutcome }
  | { readonly kind: 'unknown' }
  /** Nothing of it waits, or it can't be taken as things are now. */
  | { readonly kind: 'notWaiting'; readonly reason: string };

export interface FeedView {
  readonly url: string;
  /** When it was last read to its end, ms since the epoch; undefined: never since the start. */
  readonly readAt: number | undefined;
  /** What is wrong with it now. */
  readonly trouble: string | undefined;
  /** Alerts that were taken from it since the start. */
  readonly taken: number;
  /** And those that were refused. */
  readonly refused: number;
}

/** Alerts from and for other systems. */
export interface CapService {
  /** @param by the id of who handed it in, an author of what it makes; undefined: a feed gave it */
  take(octets: Uint8Array, source: string, by?: string): Promise<CapTaken>;
  apply(id: number, actor: AlertActor): Promise<CapApplied>;
  messages(page: Page): Promise<Paged<CapRecord>>;
  message(id: number): Promise<CapRecord | undefined>;
  feeds(): readonly FeedView[];
  /** The alert as CAP; undefined: there is none of that id. */
  document(alert: number): Promise<string | undefined>;
  /** The newest that went out, as an Atom feed. */
  feed(): Promise<string>;
}

export const triggerResults = ['launched', 'waiting', 'known', 'held', 'ignored', 'refused'] as const;

/** What was made of one event. */
export interface TriggerOutcome {
  /**
   * `launched`; `waiting`: an alert was made, and somebody has to look at it; `known`: it came before; `held`: by the
   * storm brake; `ignored`: no rule is for it; `refused`: nothing can be made of it.
   */
  readonly result: (typeof triggerResults)[number];
  readonly alert: number | undefined;
  readonly reason: string | undefined;
}

export type TriggerTaken =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly TriggerOutcome[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Since the start. */
export interface TriggerView {
  readonly name: string;
  readonly counts: Readonly<Record<TriggerOutcome['result'], number>>;
  /** ms since the epoch. */
  readonly lastAt: number | undefined;
}

/** What the brake has held. */
export interface BrakeView {
  /** It would hold the next one, whatever it is. */
  readonly on: boolean;
  /** Since the start. */
  readonly held: { readonly perMinute: number; readonly identical: number };
  /** ms since the epoch. */
  readonly lastHeldAt: number | undefined;
}

/** Events of other programs, and texts of authorised phones. */
export interface TriggersService {
  /** @param by the id of who handed it in, an author of what it makes */
  take(name: string, body: unknown, by: string): Promise<TriggerTaken>;
  list(): readonly TriggerView[];
  brake(): BrakeView;
  /** Codes in the place of those the phone had; undefined: the phone is not one that may launch. */
  issueCodes(phone: Msisdn, count: number): Promise<readonly string[] | undefined>;
  phones(): Promise<readonly PhoneCodes[]>;
}
