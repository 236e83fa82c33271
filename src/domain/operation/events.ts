import type { State } from '../messages/state.ts';

/** What became of messages: many, so only for who asks for just that. */
export const messageEventTypes = [
  'message.delivered',
  'message.undelivered',
  'message.failed',
  'message.expired',
  'message.unconfirmed',
  'message.uncertain',
  'message.suppressed',
  'message.cancelled',
] as const satisfies readonly `message.${State}`[];

/** Everything that others are told. A word of the API: never reworded, only added to. */
export const eventTypes = [
  'alert.created',
  'alert.edited',
  'alert.submitted',
  'alert.approved',
  'alert.returned',
  'alert.rejected',
  'alert.discarded',
  'alert.scheduled',
  'alert.launched',
  'alert.paused',
  'alert.resumed',
  'alert.stopped',
  'alert.updateProposed',
  'alert.updateRejected',
  'alert.updated',
  'alert.cancelled',
  'alert.resent',
  'alert.completed',
  'alert.expired',
  'alert.held',
  'alert.abridged',
  'alert.audienceGone',
  'alert.progress',
  'launch.missed',
  'launch.refused',
  'launch.interrupted',
  'answer.received',
  'answer.help',
  'inbox.received',
  'optout.received',
  'optin.received',
  'route.up',
  'route.degraded',
  'route.down',
  'route.disabled',
  'feed.up',
  'feed.down',
  'drill.passed',
  'drill.failed',
  'drill.missed',
  'webhook.disabled',
  'webhook.test',
  ...messageEventTypes,
] as const;

export type EventType = (typeof eventTypes)[number];

export type EventData = Readonly<Record<string, unknown>>;

/** Something that happened. */
export interface TocsinEvent {
  readonly type: EventType;
  /** ms since the epoch. */
  readonly at: number;
  readonly data: EventData;
}

/** Tells others, each at least once: webhooks from the disk, who looks on at the time from memory. */
export interface Events {
  /** Resolves when it is on disk for every webhook that asks for it. */
  publish(type: EventType, data: EventData): Promise<void>;
}

/**
 * Whether somebody asked for events of this type, by types or by what they begin with: `alert` is everything that
 * begins with `alert.`.
 */
export const asksFor = (asked: readonly string[], type: string): boolean =>
  asked.some((one) => one === type || type.startsWith(`${one}.`));

/** All but what is only for who looks on at the time: how far an alert has come is another thing each second. */
export const webhookEventTypes = eventTypes.filter((type) => type !== 'alert.progress');

/** Whether this asks for any of these. */
export const isAskable = (asked: string, types: readonly EventType[]): boolean =>
  types.some((type) => asksFor([asked], type));

/** An event with its place among all that this run of the gateway has told, from 1. */
export interface NumberedEvent extends TocsinEvent {
  readonly serial: number;
}

/** Who looks on. */
export interface Onlooker {
  /** Types of events, or what they begin with. */
  readonly asked: readonly string[];
  take(numbered: NumberedEvent): void;
  /** No more comes. */
  end(reason: string): void;
}

export interface Joined {
  /** What the onlooker has missed, oldest first. */
  readonly past: readonly NumberedEvent[];
  /** More was missed than is known. */
  readonly gap: boolean;
  leave(): void;
}

/** Tells events to those who look on at the time. */
export interface Onlookers {
  /** Names this run of the gateway: serials begin anew with each. */
  readonly run: string;
  /**
   * @param after the serial of the last event that the onlooker had, 0 if that was of another run; undefined: it begins
   * now
   * @returns undefined if there are too many, or none is taken any more
   */
  join(onlooker: Onlooker, after: number | undefined): Joined | undefined;
  /** Everybody is told why, and nobody joins any more. */
  end(reason: string): void;
}
