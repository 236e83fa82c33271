import type { RouteReceipt } from '../../domain/routes/route.ts';

type State = RouteReceipt['state'];

interface Meaning {
  readonly state: State;
  /** Why the message isn't delivered, or not yet, in words for a user. */
  readonly words: string;
}

const meaning = (state: State, words: string): Meaning => ({ state, words });

const delivered = meaning('delivered', 'delivered');
const undelivered = meaning('undelivered', 'could not be delivered');
const expired = meaning('undelivered', 'not delivered before its validity ended');
const deleted = meaning('undelivered', 'deleted at the carrier');
const rejected = meaning('undelivered', 'rejected by the network or the phone');
const skipped = meaning('undelivered', 'left out by the carrier');
const enroute = meaning('intermediate', 'on its way');
const accepted = meaning('intermediate', 'taken over by the carrier, not delivered yet');
const scheduled = meaning('intermediate', 'waiting at the carrier');
/** UNKNOWN doesn't count as final: a later receipt may still tell what became of the message. */
const unknown = meaning('intermediate', 'the carrier does not know what became of it');
const unreadable = meaning('intermediate', 'the receipt names no state that can be read');

/**
 * Values of message_state in their order (3.4, 5.2.28; SKIPPED from 5.0), with the word for each in a receipt's text
 * (3.4, appendix B).
 */
const byNumber: readonly (readonly [string, Meaning])[] = [
  ['SCHEDULED', scheduled],
  ['ENROUTE', enroute],
  ['DELIVRD', delivered],
  ['EXPIRED', expired],
  ['DELETED', deleted],
  ['UNDELIV', undelivered],
  ['ACCEPTD', accepted],
  ['UNKNOWN', unknown],
  ['REJECTD', rejected],
  ['SKIPPED', skipped],
];

const byWord: ReadonlyMap<string, Meaning> = new Map([
  ...byNumber,
  ['DELIVERED', delivered],
  ['DELIVERD', delivered],
  ['DELIVER', delivered],
  ['UNDELIVERABLE', undelivered],
  ['UNDELIVERED', undelivered],
  ['UNDELIVRD', undelivered],
  ['UNDELIVD', undelivered],
  ['FAILED', undelivered],
  ['FAIL', undelivered],
  ['REJECTED', rejected],
  ['REJECT', rejected],
  ['ACCEPTED', accepted],
  ['BUFFERED', enroute],
  ['BUFFERD', enroute],
  ['EN_ROUTE', enroute],
  ['PENDING', enroute],
  ['SCHEDLD', scheduled],
]);

/** Whether SMPP defines this message_state. */
export const isNamedState = (messageState: number): boolean => byNumber[messageState] !== undefined;

/** Whether this `stat` field of a receipt's text is a known word or number. */
export const isStateWord = (stat: string | undefined): boolean =>
  stat !== undefined && (byWord.has(stat) || /^[0-9]$/.test(stat));

export interface ReceiptState extends Meaning {
  /** The state as the receipt wrote it; undefined if it names none. */
  readonly word: string | undefined;
}

/** The state that a receipt reports: its message_state TLV counts if it is known, else the `stat` field of its text. */
export const receiptState = (messageState: number | undefined, stat: string | undefined): ReceiptState => {
  const row = messageState === undefined ? undefined : byNumber[messageState];
  if (row !== undefined) return { word: row[0], ...row[1] };
  const numbered = stat !== undefined && /^[0-9]$/.test(stat) ? byNumber[Number(stat)] : undefined;
  const found = numbered?.[1] ?? (stat === undefined ? undefined : byWord.get(stat)) ?? unreadable;
  return {
    word: stat ?? (messageState === undefined ? undefined : `message_state ${messageState}`),
    ...found,
  };
};
