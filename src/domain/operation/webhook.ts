import type { Change, Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { AuditNote } from './audit.ts';
import type { EventData, EventType, TocsinEvent } from './events.ts';

/** What an admin decides about a webhook. */
export interface WebhookDefinition {
  readonly name: string;
  /** An https URL; http only where private addresses are allowed. */
  readonly url: string;
  /** The types of events that the webhook asks for, or the beginning of types, such as `alert`. */
  readonly events: readonly string[];
  readonly enabled: boolean;
}

/** A program that is told of events. */
export interface Webhook extends WebhookDefinition {
  readonly id: number;
  /** Why the gateway disabled the webhook. */
  readonly disabledReason: string | undefined;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly version: number;
  /** The number of deliveries that wait. */
  readonly waiting: number;
  /** The number of events of messages that were left out because too many deliveries waited. */
  readonly skipped: number;
}

export type DeliveryState = 'waiting' | 'delivered' | 'failed';

/** The delivery of one event to one webhook. Times in ms since the epoch. */
export interface Delivery {
  readonly id: number;
  readonly webhook: number;
  readonly type: string;
  readonly at: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** While the delivery waits, its next attempt is not made before this time. */
  readonly dueAt: number;
  /** The result of the last attempt, in words. */
  readonly outcome: string | undefined;
  readonly finishedAt: number | undefined;
}

/** A delivery that is due. */
export interface DueDelivery {
  readonly id: number;
  readonly webhook: number;
  readonly url: string;
  /** The secret with which deliveries are signed, beginning with `whsec_`. */
  readonly secret: string;
  /** The delivery is given up a day after this time, ms since the epoch. */
  readonly since: number;
  readonly attempts: number;
  readonly event: { readonly type: string; readonly at: number; readonly data: EventData };
}

/** The result of an attempt. */
export interface Attempted {
  readonly id: number;
  readonly at: number;
  readonly outcome: string;
  /** Undefined if the delivery is tried again, at `dueAt`. */
  readonly state: 'delivered' | 'failed' | undefined;
  readonly dueAt: number;
}

export type WebhookChange = Exclude<Change<Webhook>, { readonly kind: 'taken' }>;

export interface WebhookRepository {
  createWebhook(definition: WebhookDefinition, secret: string, note: Noted): Promise<Webhook>;
  getWebhook(id: number): Promise<Webhook | undefined>;
  /** Oldest first. */
  listWebhooks(page: Page): Promise<Paged<Webhook>>;
  replaceWebhook(
    id: number,
    definition: WebhookDefinition,
    version: number | undefined,
    note: Noted,
  ): Promise<WebhookChange>;
  /** Deletes the webhook with all its deliveries. */
  removeWebhook(id: number, version: number | undefined, note: Noted): Promise<Removal>;
  /** Called when the gateway itself disables a webhook. False if it was disabled or deleted before. */
  disableWebhook(id: number, reason: string): Promise<boolean>;
  /** Adds a delivery even if the webhook doesn't ask for the event or is disabled; undefined if it is deleted. */
  addDelivery(webhook: number, event: TocsinEvent): Promise<Delivery | undefined>;
  getDelivery(webhook: number, id: number): Promise<Delivery | undefined>;
  /** Newest first. */
  listDeliveries(webhook: number, state: DeliveryState | undefined, page: Page): Promise<Paged<Delivery>>;
  /**
   * Lets a delivery wait again, to be tried at once and for another day; undefined if it doesn't exist or is waiting.
   */
  replayDelivery(webhook: number, id: number, nowMs: number): Promise<Delivery | undefined>;
  /** Due deliveries of enabled webhooks, at most `ofEach` for each webhook, longest due first. */
  dueDeliveries(nowMs: number, ofEach: number): Promise<readonly DueDelivery[]>;
  /** When the first delivery after `afterMs` is due; undefined if there is none. */
  nextDelivery(afterMs: number): Promise<number | undefined>;
  keepAttempts(attempts: readonly Attempted[]): Promise<void>;
  /** Gives up deliveries that have waited since before `sinceMs`; false if none is left. */
  giveUpDeliveries(sinceMs: number, nowMs: number): Promise<boolean>;
}

/** An audit note without its subject, which is added later, since a new webhook has no id before. */
export type Noted = Omit<AuditNote, 'subject'>;

/** Events that were stored in the commit of the step that caused them, until they are published. */
export interface HappeningRepository {
  addHappening(event: TocsinEvent): Promise<void>;
  /** Takes the oldest events out, in one commit with a delivery for each webhook that asks for them. */
  takeHappenings(limit: number): Promise<readonly TocsinEvent[]>;
  /** Sets the types of message events that are stored from now on. If there is none, messages cost nothing more. */
  followMessages(types: readonly EventType[]): Promise<void>;
  /** The types that enabled webhooks ask for. */
  askedByWebhooks(): Promise<readonly string[]>;
}
