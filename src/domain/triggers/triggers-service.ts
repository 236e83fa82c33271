import type { Page, Paged } from '../../kernel/page.ts';
import type { AlertActor } from '../alerts/alert.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditActor } from '../operation/audit.ts';
import type { CapOutcome } from './cap-outcome.ts';
import type { CapRecord } from './cap-repository.ts';
import type { PhoneCodes } from './trigger-repositories.ts';

export type CapTaken =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'known';
      /** The id of the stored CAP message; undefined if it was not stored. */
      readonly id: number | undefined;
      /** True if the message was received before; `outcome` is then the outcome of the first time. */
      readonly again: boolean;
      readonly outcome: CapOutcome;
    };

export type CapApplied =
  | { readonly kind: 'applied'; readonly outcome: CapOutcome }
  | { readonly kind: 'unknown' }
  /** No correction of the CAP message waits, or those that wait can't be applied now. */
  | { readonly kind: 'notWaiting'; readonly reason: string };

export interface FeedView {
  readonly url: string;
  /** When the feed was last read completely, ms since the epoch; undefined: not since the gateway started. */
  readonly readAt: number | undefined;
  /** What is wrong with the feed now. */
  readonly trouble: string | undefined;
  /** Alerts taken from the feed since the gateway started. */
  readonly taken: number;
  /** Alerts of the feed that were refused since the gateway started. */
  readonly refused: number;
}

/** Takes CAP alerts of other systems, and offers our alerts to other systems as CAP. */
export interface CapService {
  /**
   * @param by the id of who submitted the CAP message, an author of the alerts made from it; undefined: a feed
   * @param charset the charset of its Content-Type
   */
  take(octets: Uint8Array, source: string, by?: string, charset?: string): Promise<CapTaken>;
  apply(id: number, actor: AlertActor): Promise<CapApplied>;
  messages(page: Page): Promise<Paged<CapRecord>>;
  message(id: number): Promise<CapRecord | undefined>;
  feeds(): readonly FeedView[];
  /** The alert as a CAP document; undefined if it doesn't exist. */
  document(alert: number): Promise<string | undefined>;
  /** The newest alerts that were sent, as an Atom feed. */
  feed(): Promise<string>;
}

export const triggerResults = ['launched', 'waiting', 'known', 'held', 'ignored', 'refused'] as const;

/** The result of one event. */
export interface TriggerOutcome {
  /**
   * `launched`: an alert was launched; `waiting`: an alert was made and waits for an operator; `known`: the event came
   * before; `held`: the storm brake holds it; `ignored`: no rule matches; `refused`: no alert can be made of it.
   */
  readonly result: (typeof triggerResults)[number];
  readonly alert: number | undefined;
  readonly reason: string | undefined;
}

export type TriggerTaken =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly TriggerOutcome[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: string };

/** A trigger, with the results of its events since the gateway started. */
export interface TriggerView {
  readonly name: string;
  readonly counts: Readonly<Record<TriggerOutcome['result'], number>>;
  /** When the last event came, ms since the epoch. */
  readonly lastAt: number | undefined;
}

/** The state of the storm brake. */
export interface BrakeView {
  /** The brake would hold the next alert, whatever it is. */
  readonly on: boolean;
  /** The number of alerts held since the gateway started, by the limit that they were over. */
  readonly held: { readonly perMinute: number; readonly identical: number };
  /** ms since the epoch. */
  readonly lastHeldAt: number | undefined;
}

/** Takes events of other programs, and issues codes with which authorised phones launch alerts. */
export interface TriggersService {
  /** @param by the id of the client that sent the event, and that is an author of the alerts made from it */
  take(name: string, body: unknown, by: string): Promise<TriggerTaken>;
  /** Whether `take` acts once on what is in the body however often it is taken: all its events have an identity. */
  knowsAgain(name: string, body: unknown): boolean;
  list(): readonly TriggerView[];
  brake(): BrakeView;
  /**
   * Replaces the codes of a phone; undefined if the phone may not launch alerts.
   *
   * @param by who issues them, and is an author of what is launched with them
   */
  issueCodes(phone: Msisdn, count: number, by: AuditActor): Promise<readonly string[] | undefined>;
  phones(): Promise<readonly PhoneCodes[]>;
}
