import type { State } from '../messages/state.ts';

/**
 * The types for final states of messages. There are many such events, so only those who ask for these types get them.
 */
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

/** All types of events. They are part of the API: never rename one, only add. */
export const eventTypes = [
  'alarm.raised',
  'alarm.acknowledged',
  'alarm.silenced',
  'alarm.unsilenced',
  'alarm.ended',
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
  'alert.cancelProposed',
  'alert.cancelRejected',
  'alert.endOffered',
  'alert.ended',
  'alert.resent',
  'alert.completed',
  'alert.expired',
  'alert.shortened',
  'alert.shortOffered',
  'alert.held',
  'alert.abridged',
  'alert.audienceGone',
  'alert.noted',
  'alert.paged',
  'alert.pageAnswered',
  'alert.delegated',
  'alert.approvalOverdue',
  'alert.tested',
  'alert.escalated',
  'alert.fulfilled',
  'alert.escalationExhausted',
  'alert.progress',
  'launch.missed',
  'launch.refused',
  'launch.interrupted',
  'answer.received',
  'answer.help',
  'case.opened',
  'case.cried',
  'case.saysSafe',
  'case.taken',
  'case.handed',
  'case.noted',
  'case.closed',
  'case.reclassified',
  'case.reopened',
  'inbox.received',
  'broadcast.received',
  'optout.received',
  'optin.received',
  'roster.handedOver',
  'route.up',
  'route.degraded',
  'route.down',
  'route.disabled',
  'feed.up',
  'feed.down',
  'drill.passed',
  'drill.failed',
  'drill.missed',
  'act.asked',
  'act.approved',
  'act.refused',
  'audit.head',
  'webhook.disabled',
  'webhook.test',
  ...messageEventTypes,
] as const;

export type EventType = (typeof eventTypes)[number];

export type EventData = Readonly<Record<string, unknown>>;

/** Something that happened in the gateway and that other programs can be told. */
export interface TocsinEvent {
  readonly type: EventType;
  /** ms since the epoch. */
  readonly at: number;
  readonly data: EventData;
}

/** Publishes events, each at least once: to webhooks from the store, to event streams from memory. */
export interface Events {
  /** Resolves when the event is on disk for every webhook that asks for it. */
  publish(type: EventType, data: EventData): Promise<void>;
}

/**
 * Whether `type` is one of the types asked for, or begins with one of them: `alert` stands for everything that begins
 * with `alert.`.
 */
export const asksFor = (asked: readonly string[], type: string): boolean =>
  asked.some((one) => one === type || type.startsWith(`${one}.`));

/** All types that webhooks can ask for. The progress of an alert changes every second, so only event streams get it. */
export const webhookEventTypes = eventTypes.filter((type) => type !== 'alert.progress');

/** Whether `asked` stands for any of these types. */
export const isAskable = (asked: string, types: readonly EventType[]): boolean =>
  types.some((type) => asksFor([asked], type));

/** An event and its position among all events since the gateway started, from 1. */
export interface NumberedEvent extends TocsinEvent {
  readonly serial: number;
}

/** A client of the event stream. */
export interface Onlooker {
  /** The id of the token that asks: no token may take every stream. */
  readonly of: string;
  /** The types of events that the client asked for, or the beginning of types, such as `alert`. */
  readonly asked: readonly string[];
  take(numbered: NumberedEvent): void;
  /** No more events will come. */
  end(reason: string): void;
}

export interface Joined {
  /** The events that the client has missed, oldest first. */
  readonly past: readonly NumberedEvent[];
  /** The client has missed more events than are kept. */
  readonly gap: boolean;
  /** The serial of the last event before those that `take` will get; 0 if this run had none yet. */
  readonly serial: number;
  leave(): void;
}

/** Publishes events to the clients of the event stream. */
export interface Onlookers {
  /** Identifies this run of the gateway. Serials begin at 1 in each run. */
  readonly run: string;
  /**
   * @param after the serial of the last event that the client got, -1 if it was of another run; undefined: only events
   * from now on
   * @returns undefined if there are too many clients, or the gateway is stopping
   */
  join(onlooker: Onlooker, after: number | undefined): Joined | undefined;
  /** Ends all streams with this reason. No client can join any more. */
  end(reason: string): void;
}
