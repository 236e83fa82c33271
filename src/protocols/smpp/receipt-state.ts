import type { RouteReceipt } from '../../domain/routes/route.ts';

type State = RouteReceipt['state'];

interface Meaning {
  readonly state: State;
  /** To whoever asks why it wasn't delivered, or not yet. */
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
/** Not final: the carrier doesn't know what became of it, so neither do we. */
const unknown = meaning('intermediate', 'the carrier does not know what became of it');
const unreadable = meaning('intermediate', 'the receipt names no state that can be read');

/** message_state (5.2.28, SKIPPED from 5.0), with the word that a receipt's text has for it (appendix B). */
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

/** Whether SMPP has a word for this message_state. */
export const isNamedState = (messageState: number): boolean => byNumber[messageState] !== undefined;

/** Whether a receipt's text that has this for `stat` says something. */
export const isStateWord = (stat: string | undefined): boolean =>
  stat !== undefined && (byWord.has(stat) || /^[0-9]$/.test(stat));

export interface ReceiptState extends Meaning {
  /** As it came; undefined if none did. */
  readonly word: string | undefined;
}

/** What a receipt says, by its TLV where that can be read, else by its text. */
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
