import type { Entry, Message } from '../../api/messages.ts';
import type { Tone } from './tone.ts';

type AnswerKey =
  | 'answerDelivered'
  | 'answerSent'
  | 'answerSentInPart'
  | 'answerSending'
  | 'answerQueued'
  | 'answerQueuedInDoubt'
  | 'answerUndelivered'
  | 'answerUndeliveredByCode'
  | 'answerFailed'
  | 'answerExpired'
  | 'answerUnconfirmed'
  | 'answerUnconfirmedInPart'
  | 'answerUncertain'
  | 'answerSuppressed'
  | 'answerCancelled';

type NoteKey = 'noteDuplicate' | 'noteByRecipient' | 'noteEarlier';

/** The answer to "was this person warned?", before it is put into words. */
export interface Answer {
  readonly key: AnswerKey;
  readonly tone: Tone;
  /** When it became so, ISO 8601. */
  readonly at: string;
  /** Undefined: no route is named. */
  readonly route: string | undefined;
  readonly reason: string | undefined;
  /** What must be said beside it, so that the answer is not taken for more than it is. */
  readonly notes: readonly NoteKey[];
}

type Asked = Pick<
  Message,
  'state' | 'reason' | 'route' | 'possibleDuplicate' | 'createdAt' | 'validUntil' | 'sentAt' | 'finalAt'
>;

const MEANING: Readonly<Record<Message['state'], readonly [AnswerKey, Tone]>> = {
  queued: ['answerQueued', 'waiting'],
  sending: ['answerSending', 'waiting'],
  sent: ['answerSent', 'waiting'],
  delivered: ['answerDelivered', 'good'],
  undelivered: ['answerUndelivered', 'bad'],
  failed: ['answerFailed', 'bad'],
  expired: ['answerExpired', 'bad'],
  unconfirmed: ['answerUnconfirmed', 'warn'],
  uncertain: ['answerUncertain', 'warn'],
  suppressed: ['answerSuppressed', 'bad'],
  cancelled: ['answerCancelled', 'bad'],
};

/** Of a receipt that was matched by its recipient, since no message has the id that it names. */
export const BY_RECIPIENT = /^no answer came; the receipt is for the only unanswered message/;
const IN_DOUBT = /^uncertain: /;
/** A carrier that says only that it failed, with codes: they would say the same twice, and explain nothing. */
const BY_CODE = /^could not be delivered(?: \([^)]*\))?$/;

/** Of a long message, some parts may have their receipts while others have none. */
const IN_PART: Readonly<Partial<Record<Message['state'], AnswerKey>>> = {
  sent: 'answerSentInPart',
  unconfirmed: 'answerUnconfirmedInPart',
};

/** The last change into this state: the route that says so stands in it. */
const lastInto = (timeline: readonly Entry[], state: string): Entry | undefined =>
  timeline.findLast(({ from, to }) => to === state && from !== to);

const atOf = (
  { state, createdAt, validUntil, sentAt, finalAt }: Asked,
  timeline: readonly Entry[],
): string => {
  if (state === 'queued') return validUntil;
  if (state === 'sending') return lastInto(timeline, 'sending')?.at ?? createdAt;
  // What is known of a message without a receipt is when it was taken.
  if (state === 'unconfirmed' || state === 'sent') return sentAt ?? finalAt ?? createdAt;
  return finalAt ?? createdAt;
};

/** What the gateway knows of a message, as the answer to the question whether the person was warned. */
export const answerOf = (message: Asked, timeline: readonly Entry[] = []): Answer => {
  const { state, reason, possibleDuplicate } = message;
  const wasInDoubt = timeline.some((entry) => IN_DOUBT.test(entry.reason ?? ''));
  const [whole, tone] = MEANING[state];
  const isInPart = timeline.some((entry) => entry.reason === 'receipt: delivered');
  const isByCode = state === 'undelivered' && BY_CODE.test(reason ?? '');
  const key = isByCode ? 'answerUndeliveredByCode' : isInPart ? (IN_PART[state] ?? whole) : whole;
  const isOpenInDoubt = state === 'queued' && (wasInDoubt || possibleDuplicate);
  const notes: NoteKey[] = [];
  if (possibleDuplicate) notes.push('noteDuplicate');
  const isByRecipient = timeline.some((entry) => BY_RECIPIENT.test(entry.reason ?? ''));
  if ((state === 'delivered' || state === 'undelivered') && isByRecipient) notes.push('noteByRecipient');
  if (['undelivered', 'failed', 'sent', 'unconfirmed'].includes(state) && wasInDoubt)
    notes.push('noteEarlier');
  return {
    key: isOpenInDoubt ? 'answerQueuedInDoubt' : key,
    tone: isOpenInDoubt ? 'warn' : tone,
    at: atOf(message, timeline),
    route: lastInto(timeline, state)?.route ?? message.route ?? undefined,
    reason: reason ?? undefined,
    notes,
  };
};

/** How good the news of a state are, the best first: of several waves of an alert, the best counts for the person. */
const ORDER: readonly Message['state'][] = [
  'delivered',
  'sent',
  'unconfirmed',
  'uncertain',
  'sending',
  'queued',
  'undelivered',
  'failed',
  'expired',
  'suppressed',
  'cancelled',
];

/** The message that answers for a person who has several of one alert; undefined: there is none. */
export const bestOf = <One extends Pick<Message, 'state'>>(messages: readonly One[]): One | undefined =>
  messages.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0];
