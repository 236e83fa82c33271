import type { Message } from '../../../src/domain/messages/message.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import type { MessagesTable } from '../../../src/store/tables/message-tables.ts';
import { DUE_AT, type fields, type MessageView, type NotThere, type There } from './every-field.ts';

// The fields and columns of a message that nobody gives it when it is accepted. The types demand each that is not in the
// table of every-field.ts.

type Fields = (typeof fields)[keyof typeof fields];
type UsualFields = (typeof fields)[Exclude<keyof typeof fields, 'suppressed'>];
type UsualColumn = UsualFields['column'][0];
type InView = Extract<Fields['view'], readonly unknown[]>[0];
type InMessage = Extract<Fields['message'], string>;
type InClaim = Extract<Fields['claimed'], string>;

/** Fields that no message has that was sent by `POST /v1/messages`. */
export const notOfThisMessage = {
  alert: {
    why: 'only a message of an alert has one: test/unit/http/v1/message-view.test.ts shows such messages',
  },
} as const satisfies { readonly [K in keyof Message]?: NotThere };

/** Fields that a message gets on its way: a value that it has at the end of the way, and not before. */
export const ofItsWay = {
  state: { value: 'undelivered', view: ['state', 'undelivered'] },
  route: { value: 'carrier-b', view: ['route', 'carrier-b'] },
  possibleDuplicate: { value: true, view: ['possibleDuplicate', true] },
  sentAt: { value: DUE_AT + 30_000, view: ['sentAt', '2026-01-01T07:15:30.000Z'] },
  finalAt: { value: DUE_AT + 40_000, view: ['finalAt', '2026-01-01T07:15:40.000Z'] },
} as const satisfies {
  readonly [K in Exclude<keyof Message, InMessage | keyof typeof notOfThisMessage>]: {
    readonly value: Exclude<Message[K], undefined>;
    readonly view: There<MessageView>;
  };
};

/** Fields of the view that come from none of the fields above. */
export const notOfThisView = {
  alert: notOfThisMessage.alert,
  wave: notOfThisMessage.alert,
} as const satisfies {
  readonly [K in Exclude<
    keyof MessageView,
    InView | (typeof ofItsWay)[keyof typeof ofItsWay]['view'][0]
  >]: NotThere;
};

/** Fields that a message has once it is claimed: here by its first attempt. */
export const ofItsClaim = {
  attempt: { value: 1 },
  concatReference: { why: 'the claim draws it, so its value is not known beforehand' },
  rest: {
    why: 'parts of an attempt have left before: test/unit/store/queue/rest-of-parts.test.ts has such claims',
  },
} as const satisfies {
  readonly [K in Exclude<keyof Claimed, InClaim>]: { readonly value: Claimed[K] } | NotThere;
};

const LATER = 'a message gets it on its way';
const OF_ALERTS = 'only a message of an alert has it';

/** Columns that are the same for every message that `POST /v1/messages` accepts, and why. */
export const sameColumns = {
  state: 'every accepted message is queued',
  possible_duplicate: LATER,
  attempt: LATER,
  route: LATER,
  claimed_at: LATER,
  node: LATER,
  avoid_route: LATER,
  avoid_until: LATER,
  concat_reference: LATER,
  reserved_for: LATER,
  reserved_until: LATER,
  rest: LATER,
  sent_at: LATER,
  final_at: LATER,
  carrier: LATER,
  carrier_ref: LATER,
  receipt_state: LATER,
  receipt_at: LATER,
  receipt_reason: LATER,
  receipt_evidence: LATER,
  reason: 'a message has it that is suppressed, or on its way',
  alert: OF_ALERTS,
  wave: OF_ALERTS,
  short: OF_ALERTS,
} as const satisfies Record<Exclude<keyof MessagesTable, UsualColumn>, string>;
