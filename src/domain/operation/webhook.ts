import type { Change, Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { AuditNote } from './audit.ts';
import type { EventData, EventType, TocsinEvent } from './events.ts';

/** What an admin decides of a webhook. */
export interface WebhookDefinition {
  readonly name: string;
  /** https, or http where private addresses are allowed. */
  readonly url: string;
  /** Types of events, or what they begin with. */
  readonly events: readonly string[];
  readonly enabled: boolean;
}

/** Somebody else's program that is told what happens. */
export interface Webhook extends WebhookDefinition {
  readonly id: number;
  /** Why the gateway disabled it by itself. */
  readonly disabledReason: string | undefined;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly version: number;
  /** Deliveries not yet made. */
  readonly waiting: number;
  /** Events of messages that were left out because too many waited. */
  readonly skipped: number;
}

export type DeliveryState = 'waiting' | 'delivered' | 'failed';

/** One event on its way to one webhook. Times in ms since the epoch. */
export interface Delivery {
  readonly id: number;
  readonly webhook: number;
  readonly type: string;
  readonly at: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Not before, while it waits. */
  readonly dueAt: number;
  /** What the last attempt came to, in words. */
  readonly outcome: string | undefined;
  readonly finishedAt: number | undefined;
}

/** A delivery as it goes out. */
export interface DueDelivery {
  readonly id: number;
  readonly webhook: number;
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** Deliveries are given up a day after that, ms since the epoch. */
  readonly since: number;
  readonly attempts: number;
  readonly event: { readonly type: string; readonly at: number; readonly data: EventData };
}

/** What an attempt came to. */
export interface Attempted {
  readonly id: number;
  readonly at: number;
  readonly outcome: string;
  /** Undefined: it is tried again at `dueAt`. */
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
  /** With all its deliveries. */
  removeWebhook(id: number, version: number | undefined, note: Noted): Promise<Removal>;
  /** By the gateway itself; false if it was disabled, or is gone. */
  disableWebhook(id: number, reason: string): Promise<boolean>;
  /** For this webhook alone, whatever it asks for, and also if it is disabled; undefined: it is gone. */
  addDelivery(webhook: number, event: TocsinEvent): Promise<Delivery | undefined>;
  getDelivery(webhook: number, id: number): Promise<Delivery | undefined>;
  /** Newest first. */
  listDeliveries(webhook: number, state: DeliveryState | undefined, page: Page): Promise<Paged<Delivery>>;
  /** Waiting once more, at once and for another day; undefined: there is none, or it waits already. */
  replayDelivery(webhook: number, id: number, nowMs: number): Promise<Delivery | undefined>;
  /** Of webhooks that are enabled, at most so many of each, the longest due first. */
  dueDeliveries(nowMs: number, ofEach: number): Promise<readonly DueDelivery[]>;
  /** When the first that is due later, of those webhooks, will be; undefined: there is none. */
  nextDelivery(afterMs: number): Promise<number | undefined>;
  keepAttempts(attempts: readonly Attempted[]): Promise<void>;
  /** Gives up what waits since before `sinceMs`; false: nothing left. */
  giveUpDeliveries(sinceMs: number, nowMs: number): Promise<boolean>;
}

/** Who did it; the subject, which has an id only then, is added. */
export type Noted = Omit<AuditNote, 'subject'>;

/** What happened and was kept in one commit with what made it happen, until it is passed on. */
export interface HappeningRepository {
  addHappening(event: TocsinEvent): Promise<void>;
  /** The oldest, taken out in one commit with a delivery for each webhook that asks for it. */
  takeHappenings(limit: number): Promise<readonly TocsinEvent[]>;
  /** Of which messages' ends happenings are made from now on: their types. None costs nothing. */
  followMessages(types: readonly EventType[]): Promise<void>;
  /** What the webhooks that are enabled ask for. */
  askedByWebhooks(): Promise<readonly string[]>;
}
