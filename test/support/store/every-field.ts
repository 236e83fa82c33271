import type { z } from 'zod';
import type { Message, NewMessage } from '../../../src/domain/messages/message.ts';
import { formatMessageId, idAt, type MessageId } from '../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { priorityCode } from '../../../src/domain/messages/priority.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import type { messageBody } from '../../../src/http/v1/messages/message-body.ts';
import type { messageWithTimeline } from '../../../src/http/v1/messages/message-view.ts';
import { encodingCode, uncertaintyCode } from '../../../src/store/rows/codes.ts';
import type { MessagesTable } from '../../../src/store/tables/message-tables.ts';

// A message whose every field has a value that is not its default. The types of this file demand an entry for each field
// of a message, wherever it is declared: a default is also what a field looks like that was dropped on the way.

export type MessageView = Omit<z.output<typeof messageWithTimeline>, 'timeline'>;
type Body = z.input<typeof messageBody>;

/** Why a field of a message is not in this place. */
export interface NotThere {
  readonly why: string;
}

/** A name under which a place has a field, and the value there. */
export type There<Place> = readonly [name: keyof Place, value: unknown];

interface FieldOf<Value> {
  readonly value: Value;
  /** The column, and its value in SQLite. */
  readonly column: readonly [keyof MessagesTable, number | string];
  readonly view: There<MessageView> | NotThere;
  readonly message: keyof Message | NotThere;
  readonly claimed: keyof Claimed | NotThere;
}

/** When the message is accepted. */
export const ACCEPTED_AT = Date.UTC(2026, 0, 1, 6, 30);
export const DUE_AT = ACCEPTED_AT + 2_700_000;
const VALID_UNTIL = DUE_AT + 5_400_000;
const ID = idAt(ACCEPTED_AT) as MessageId;

/** The one number that has opted out. */
export const OPTED_OUT = '+33639980018';
export const LANE = 7;
const OWNER = 'operator';

const to = toMsisdn('+33639980017');
if (to === undefined) throw new Error('the number of the message is none');

// Two parts of 66 units. The body has two invisible characters more, which would need a third part.
const TEXT = `\u{1F30A} Évacuez\r\nla zone ' " \\ % _ ; `.padEnd(132, 'à');

/** The body of the request. The schema of the API says which fields it has to have. */
export const body = {
  to: '06 39 98 00 17',
  text: `${TEXT.slice(0, 40)}\u00ad${TEXT.slice(40, 80)}\u200b${TEXT.slice(80)}`,
  from: '38002',
  priority: 'high',
  validFor: 'PT90M',
  sendAt: '2026-01-01T08:15:00+01:00',
  reference: "crue'; DROP TABLE messages; --",
  onUncertain: 'resend',
  transliterate: true,
  flash: true,
  routes: ['carrier-a', 'modem-1'],
} satisfies { readonly [K in keyof Required<Body>]: Exclude<Body[K], undefined> };

/** Each field of an accepted message: its value, and where it is found again. */
export const fields = {
  id: {
    value: ID,
    column: ['id', ID],
    view: ['id', formatMessageId(ID)],
    message: 'id',
    claimed: 'id',
  },
  to: { value: to, column: ['recipient', to], view: ['to', to], message: 'to', claimed: 'to' },
  from: {
    value: '38002',
    column: ['sender', '38002'],
    view: ['from', '38002'],
    message: 'from',
    claimed: 'from',
  },
  text: { value: TEXT, column: ['text', TEXT], view: ['text', TEXT], message: 'text', claimed: 'text' },
  priority: {
    value: 'high',
    column: ['priority', priorityCode('high')],
    view: ['priority', 'high'],
    message: 'priority',
    claimed: 'priority',
  },
  encoding: {
    value: 'ucs2',
    column: ['encoding', encodingCode('ucs2')],
    view: ['encoding', 'ucs2'],
    message: 'encoding',
    claimed: 'encoding',
  },
  flash: { value: true, column: ['flash', 1], view: ['flash', true], message: 'flash', claimed: 'flash' },
  parts: { value: 2, column: ['parts', 2], view: ['parts', 2], message: 'parts', claimed: 'parts' },
  lane: {
    value: LANE,
    column: ['lane', LANE],
    view: { why: 'it is a number of the plan that means nothing outside of the gateway' },
    message: { why: 'lists and reports need no lane; the queue reads it' },
    claimed: 'lane',
  },
  createdAt: {
    value: ACCEPTED_AT,
    column: ['created_at', ACCEPTED_AT],
    view: ['createdAt', '2026-01-01T06:30:00.000Z'],
    message: 'createdAt',
    claimed: { why: 'no route needs it' },
  },
  dueAt: {
    value: DUE_AT,
    column: ['due_at', DUE_AT],
    view: {
      why: 'it is when the next attempt is due; only before the first one is it what the sender asked',
    },
    message: 'dueAt',
    claimed: { why: 'a message that a route has is due' },
  },
  validUntil: {
    value: VALID_UNTIL,
    column: ['valid_until', VALID_UNTIL],
    view: ['validUntil', '2026-01-01T08:45:00.000Z'],
    message: 'validUntil',
    claimed: 'validUntil',
  },
  reference: {
    value: body.reference,
    column: ['reference', body.reference],
    view: ['reference', body.reference],
    message: 'reference',
    claimed: { why: 'it is for the sender alone; no route needs it' },
  },
  onUncertain: {
    value: 'resend',
    column: ['on_uncertain', uncertaintyCode('resend')],
    view: { why: 'the state and possibleDuplicate show what came of it' },
    message: { why: 'lists and reports need no decision for doubts; the send loop reads it' },
    claimed: 'onUncertain',
  },
  routes: {
    value: ['carrier-a', 'modem-1'],
    column: ['only_routes', '["carrier-a","modem-1"]'],
    view: { why: 'the route that has the message is shown' },
    message: { why: 'the lane stands for the routes; `unsentIn` reads them after a change of the plan' },
    claimed: { why: 'the lane stands for the routes' },
  },
  owner: {
    value: OWNER,
    column: ['owner', OWNER],
    view: ['owner', { kind: 'system', id: OWNER, name: OWNER }],
    message: 'owner',
    claimed: { why: 'no route needs it' },
  },
  // Only a message that is never sent has it: a second message, to the number that has opted out.
  suppressed: {
    value: 'has opted out',
    column: ['reason', 'has opted out'],
    view: ['reason', 'has opted out'],
    message: 'reason',
    claimed: { why: 'a suppressed message is given to no route' },
  },
} as const satisfies {
  readonly [K in keyof Required<NewMessage>]: FieldOf<Exclude<NewMessage[K], undefined>>;
};
