import { z } from 'zod';
import { handlings } from '../../../domain/inbound/handling.ts';
import {
  type CaseWithHistory,
  caseActions,
  caseOutcomes,
  caseStates,
  type HelpCase,
} from '../../../domain/inbound/help-case.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { pagedView } from '../../resource/page-query.ts';
import { iso } from '../messages/message-view.ts';

const time = (description: string) => z.iso.datetime().nullable().meta({ description });

export const caseView = z
  .strictObject({
    id: z.int(),
    version: z.int(),
    state: z.enum(caseStates).meta({ description: 'open: nobody has taken it; taken; closed.' }),
    number: z
      .string()
      .nullable()
      .meta({
        description: 'The phone; null: the message came from a name, or the person was erased.',
        examples: ['+33639980001'],
      }),
    name: z.string().nullable().meta({ description: 'The name of the contact with this number.' }),
    alert: z.int().nullable().meta({ description: 'The alert that it answers, or the last one before it.' }),
    text: z.string().meta({ description: 'The newest cry.' }),
    inbox: z.int().meta({ description: 'The id of the newest cry in the inbox.' }),
    cries: z.int().meta({ description: 'How often the phone has called.' }),
    openedAt: z.iso.datetime(),
    waitingSince: z.iso.datetime().meta({
      description: 'When it was opened, or opened again: since then it waits, or waited, for somebody.',
    }),
    waitedSeconds: z
      .int()
      .nullable()
      .meta({ description: 'How long it has been waiting; null: somebody has taken or closed it.' }),
    criedAt: z.iso.datetime().meta({ description: 'When the newest cry came.' }),
    safeAt: time('When the person wrote that they are safe, after the newest cry; this closes nothing.'),
    holder: z
      .string()
      .nullable()
      .meta({ description: 'Who takes care of it, or did so when it was closed.', examples: ['duty-1'] }),
    takenAt: time('When the holder took it, or was handed it.'),
    outcome: z
      .enum(caseOutcomes)
      .nullable()
      .meta({ description: 'How it ended; noCall: somebody reclassified it.' }),
    outcomeText: z.string().nullable(),
    closedAt: time('When it was closed.'),
    pages: z.int().meta({ description: 'How often the duty list was told since it waits.' }),
    pagedAt: time('When the duty list was last told.'),
    unpagedSince: time('Since when nobody could be paged for it; null: somebody was, or it is not open.'),
  })
  .meta({ id: 'Case' });

const entryView = z.strictObject({
  at: z.iso.datetime(),
  by: author.meta({ description: 'Who did it; of a phone the name is `SMS`.' }),
  action: z.enum(caseActions),
  detail: z.record(z.string(), z.unknown()).meta({
    description:
      'What belongs to the action: `text`, `to`, `from`, `outcome`, `meaning`, `inboxId`, `phones`.',
  }),
});

const messageView = z.strictObject({
  id: z.int(),
  at: z.iso.datetime(),
  text: z.string(),
  handledAs: z.enum(handlings).nullable(),
});

export const caseWithHistoryView = caseView
  .extend({
    history: z.array(entryView).meta({ description: 'Oldest first; the newest 500.' }),
    messages: z
      .array(messageView)
      .meta({ description: 'What the phone wrote, newest first; the newest 100.' }),
  })
  .meta({ id: 'CaseWithHistory' });

export const casesView = pagedView(caseView).meta({ id: 'Cases' });

const isoOf = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

export const viewCase = (one: HelpCase, nowMs: number): z.input<typeof caseView> => ({
  id: one.id,
  version: one.version,
  state: one.state,
  number: one.number ?? null,
  name: one.name ?? null,
  alert: one.alert ?? null,
  text: one.text,
  inbox: one.inboxId,
  cries: one.cries,
  openedAt: iso(one.openedAt),
  waitingSince: iso(one.waitingSince),
  waitedSeconds: one.state === 'open' ? Math.max(0, Math.floor((nowMs - one.waitingSince) / 1000)) : null,
  criedAt: iso(one.criedAt),
  safeAt: isoOf(one.safeAt),
  holder: one.holder?.name ?? null,
  takenAt: isoOf(one.takenAt),
  outcome: one.outcome ?? null,
  outcomeText: one.outcomeText ?? null,
  closedAt: isoOf(one.closedAt),
  pages: one.pages,
  pagedAt: isoOf(one.pagedAt),
  unpagedSince: isoOf(one.unpagedSince),
});

export const viewCaseWithHistory = (
  one: CaseWithHistory,
  nowMs: number,
): z.input<typeof caseWithHistoryView> => ({
  ...viewCase(one, nowMs),
  history: one.history.map(({ at, actor, action, detail }) => ({
    at: iso(at),
    by: viewAuthor(actor),
    action,
    detail,
  })),
  messages: one.messages.map(({ id, at, text, handledAs }) => ({
    id,
    at: iso(at),
    text,
    handledAs: handledAs ?? null,
  })),
});
