import { z } from 'zod';
import type { Owner } from '../../../domain/access/token.ts';
import type { Message, TimelineEntry } from '../../../domain/messages/message.ts';
import { formatMessageId } from '../../../domain/messages/message-id.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { states } from '../../../domain/messages/state.ts';
import { author } from '../../resource/author.ts';

const time = () => z.iso.datetime().meta({ examples: ['2026-12-01T07:00:00.000Z'] });

export const messageView = z
  .strictObject({
    id: z.string().meta({ examples: ['0dkq1v2w000'] }),
    to: z.string().meta({ examples: ['+33639980001'] }),
    from: z.string().nullable().meta({ description: 'null: the sender of the route.' }),
    text: z.string().meta({ description: 'The text, exactly as it is sent.' }),
    state: z.enum(states),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why the message is in this state, if it is not delivered.' }),
    priority: z.enum(priorities),
    encoding: z.enum(['gsm7', 'ucs2']),
    flash: z.boolean().meta({ description: 'The phone shows it at once and does not store it.' }),
    parts: z.int().min(1).max(255),
    reference: z.string().nullable(),
    route: z.string().nullable().meta({ description: 'The route that has it, or had it last.' }),
    possibleDuplicate: z
      .boolean()
      .meta({ description: 'Whether the message was sent again after a carrier or modem had not answered.' }),
    alert: z.int().nullable().meta({ description: 'The alert that it belongs to.' }),
    wave: z.int().nullable().meta({
      description: 'The wave of the alert: 1 is the first, then come updates, cancels and resends.',
    }),
    createdAt: time(),
    validUntil: time(),
    sentAt: time().nullable(),
    finalAt: time().nullable(),
    owner: author.meta({
      description:
        'Who sent it: a user, or the token of a system; for messages of the gateway itself, its part.',
    }),
  })
  .meta({ id: 'Message' });

type MessageView = z.output<typeof messageView>;

const timelineEntry = z
  .strictObject({
    at: time(),
    from: z.enum(states).nullable(),
    to: z.enum(states),
    route: z.string().nullable(),
    part: z.int().nullable(),
    reason: z.string().nullable(),
    evidence: z
      .string()
      .nullable()
      .meta({ description: 'The evidence as it was received: a status code, a receipt, a CMS error.' }),
  })
  .meta({ id: 'TimelineEntry' });

export const messageWithTimeline = messageView
  .extend({ timeline: z.array(timelineEntry) })
  .meta({ id: 'MessageWithTimeline' });

// A cache of formatted seconds: many times in an answer are of one second. The number of slots is a prime, so that
// times that are whole minutes, hours or days apart have different slots.
const slots = Array.from({ length: 61 }, () => ({ second: Number.NaN, text: '' }));

/** A time as `2026-12-01T07:00:00.000Z`. @param ms since the epoch, not negative */
export const iso = (ms: number): string => {
  const second = Math.floor(ms / 1000);
  const slot = slots[second % slots.length];
  if (slot === undefined) return new Date(ms).toISOString();
  if (slot.second !== second) {
    slot.second = second;
    slot.text = new Date(second * 1000).toISOString().slice(0, 20);
  }
  return `${slot.text}${String(ms - second * 1000).padStart(3, '0')}Z`;
};

const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

export const viewMessage = (message: Message, owner: Owner): MessageView => ({
  id: formatMessageId(message.id),
  to: message.to,
  from: message.from ?? null,
  text: message.text,
  state: message.state,
  reason: message.reason ?? null,
  priority: message.priority,
  encoding: message.encoding,
  flash: message.flash,
  parts: message.parts,
  reference: message.reference ?? null,
  route: message.route ?? null,
  possibleDuplicate: message.possibleDuplicate,
  alert: message.alert?.id ?? null,
  wave: message.alert?.wave ?? null,
  createdAt: iso(message.createdAt),
  validUntil: iso(message.validUntil),
  sentAt: isoOrNull(message.sentAt),
  finalAt: isoOrNull(message.finalAt),
  owner: { kind: owner.kind, id: owner.id, name: owner.name },
});

/** The views of a page; each owner is looked up once. */
export const viewMessages = async (
  messages: readonly Message[],
  tokens: { ownerOf(owner: string): Promise<Owner> },
): Promise<MessageView[]> => {
  const ids = [...new Set(messages.map(({ owner }) => owner))];
  const owners = new Map(await Promise.all(ids.map(async (id) => [id, await tokens.ownerOf(id)] as const)));
  return messages.map((one) =>
    viewMessage(one, owners.get(one.owner) ?? { kind: 'system', id: one.owner, name: one.owner }),
  );
};

const quoted = (text: string | null): string => (text === null ? 'null' : JSON.stringify(text));

/** The JSON of a view, as JSON.stringify makes it, in half the time: every accepted message is answered with it. */
export const messageJson = (view: MessageView): string =>
  `{"id":"${view.id}","to":"${view.to}","from":${quoted(view.from)},"text":${quoted(view.text)},` +
  `"state":"${view.state}","reason":${quoted(view.reason)},"priority":"${view.priority}",` +
  `"encoding":"${view.encoding}","flash":${view.flash},"parts":${view.parts},` +
  `"reference":${quoted(view.reference)},` +
  `"route":${quoted(view.route)},"possibleDuplicate":${view.possibleDuplicate},"alert":${view.alert},"wave":${view.wave},"createdAt":"${view.createdAt}",` +
  `"validUntil":"${view.validUntil}","sentAt":${quoted(view.sentAt)},"finalAt":${quoted(view.finalAt)},` +
  `"owner":{"kind":"${view.owner.kind}","id":"${view.owner.id}","name":${quoted(view.owner.name)}}}`;

export const viewTimeline = (entries: readonly TimelineEntry[]): z.output<typeof timelineEntry>[] =>
  entries.map((entry) => ({
    at: iso(entry.at),
    from: entry.from ?? null,
    to: entry.to,
    route: entry.route ?? null,
    part: entry.part ?? null,
    reason: entry.reason ?? null,
    evidence: entry.evidence ?? null,
  }));
