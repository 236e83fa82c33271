import type { InboundEffect, PhoneContext } from '../domain/inbound/inbound-repository.ts';
import type { InboxMessage } from '../domain/messages/message.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { Priority } from '../domain/messages/priority.ts';
import { toSender } from '../domain/messages/sender.ts';
import type { OptOutBrakeVerdict } from '../domain/people/held-opt-out.ts';
import { quote } from '../domain/text/quote.ts';
import { classify } from './classify.ts';
import { stopsAll, type Tongue } from './opt-out.ts';
import type { ReplyTexts } from './reply-texts.ts';

/** A message to send because of one from a phone: a reply, or a notification of the duty list. */
export interface OutgoingInput {
  readonly to: Msisdn;
  readonly text: string;
  readonly from: string | undefined;
  readonly priority: Priority;
  readonly validForMs: number;
  readonly reference: string;
  /** For a reply, the route of the phone's message: the phone then gets the reply from the number that it wrote to. */
  readonly route: string | undefined;
}

/** The effect of a message from a phone, with its reply. */
export interface Interpretation {
  readonly effect: InboundEffect;
  readonly reply: OutgoingInput | undefined;
}

export interface Interpreting {
  readonly texts: ReplyTexts;
  readonly keywords: ReadonlyMap<string, string>;
  /** Names by which people call the gateway's sender. */
  readonly names: readonly string[];
  readonly nowMs: number;
  /** What the brake says of an opt-out; undefined: it is carried out. */
  readonly brake?: OptOutBrakeVerdict | undefined;
}

// A person who writes to a short code expects a reply soon, not tomorrow.
const REPLY_VALID_MS = 4 * 3_600_000;
// A message that is older than this, because the gateway was down, still takes effect but gets no reply.
const ANSWERED_WITHIN_MS = 86_400_000;
const QUOTED_NAME = 40;
/** A cry within this time after the last alert is shown with that alert. */
const ABOUT_WITHIN_MS = 2 * 86_400_000;

const IN_INBOX: Interpretation = { effect: { kind: 'inbox' }, reply: undefined };

/** Interprets a message. A sender that is a name or short code can't opt out, answer, or get a reply. */
export const interpret = (
  message: InboxMessage,
  number: Msisdn | undefined,
  context: PhoneContext,
  with_: Interpreting,
): Interpretation => {
  if (number === undefined) return IN_INBOX;
  const { keywords, names, texts } = with_;
  const { question } = context;
  const reading = classify(message.text, { question, keywords: new Set(keywords.keys()), names });
  const say = (text: string): OutgoingInput | undefined => replyTo(message, number, text, with_.nowMs);
  switch (reading.kind) {
    case 'optOut': {
      const lists = stopsAll(message.text) ? [] : (context.alert?.lists ?? []);
      const effect = {
        kind: 'optOut',
        number,
        alert: context.alert?.id,
        lists: lists.map(({ id }) => id),
        ...(with_.brake && { brake: { verdict: with_.brake, route: message.route } }),
      } as const;
      if (with_.brake === 'held')
        return { effect, reply: say(texts('optOutHeld', spoken(reading.language, context))) };
      const named = lists.map(({ name }) => quote(name, QUOTED_NAME)).join(', ');
      const text = texts(lists.length === 0 ? 'optOut' : 'optOutOfLists', spoken(reading.language, context), {
        lists: named,
      });
      return { effect, reply: say(text) };
    }
    case 'optIn': {
      const text = texts('optIn', spoken(reading.language, context));
      return { effect: { kind: 'optIn', number }, reply: say(text) };
    }
    case 'answer': {
      const { alert, meaning } = reading;
      return { effect: { kind: 'answer', number, alert, meaning }, reply: undefined };
    }
    case 'keyword': {
      const reply = keywords.get(reading.word);
      return {
        effect: { kind: 'keyword', number, word: reading.word, cries: reading.cries },
        reply: reply === undefined ? undefined : say(reply),
      };
    }
    case 'help':
      return { effect: { kind: 'help', number, alert: recentAlert(context, message.at) }, reply: undefined };
    case 'inbox':
      return IN_INBOX;
  }
};

/** The alert that a cry may be about, although its question is closed or it has none. */
const recentAlert = ({ alert }: PhoneContext, atMs: number): number | undefined =>
  alert?.launchedAt !== undefined && atMs - alert.launchedAt < ABOUT_WITHIN_MS ? alert.id : undefined;

const spoken = (language: Tongue, context: PhoneContext): readonly (string | undefined)[] => [
  language,
  context.language,
];

/** Makes the reply to a message; undefined if the message is too old for one. */
export const replyTo = (
  message: InboxMessage,
  to: Msisdn,
  text: string,
  nowMs: number,
  priority: Priority = 'normal',
): OutgoingInput | undefined => {
  if (nowMs - message.at > ANSWERED_WITHIN_MS) return undefined;
  const written = message.to === undefined ? undefined : toSender(message.to)?.text;
  return {
    to,
    text,
    from: written,
    priority,
    validForMs: REPLY_VALID_MS,
    reference: `reply to inbox ${message.id}`,
    route: message.route,
  };
};
