import { z } from 'zod';
import type { AlertOverview } from '../../../alerts/desk/alert-overview.ts';
import type { AlertLogEntry, Wave } from '../../../domain/alerts/alert.ts';
import { waveKinds } from '../../../domain/alerts/alert.ts';
import type { AlertCount } from '../../../domain/alerts/alert-repository.ts';
import { type ApprovalView, isAnswer } from '../../../domain/alerts/approval.ts';
import { hasPeopleLeft, whyEnded } from '../../../domain/alerts/wave-state.ts';
import { type State, states } from '../../../domain/messages/state.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { iso } from '../messages/message-view.ts';
import { alertFields, viewAlert } from './alert-view.ts';
import { escalationNowView, viewEscalationNow } from './escalation-view.ts';
import { peopleView } from './people-view.ts';
import { previewFields, toSeconds } from './preview-view.ts';

const byState = z.partialRecord(z.enum(states), z.int());

const waveView = z.strictObject({
  wave: z.int(),
  kind: z.enum(waveKinds),
  startedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  recipients: z.int().meta({
    description:
      'People of this wave who have a message so far, including those that are never sent: one message each.',
  }),
  complete: z.boolean().meta({ description: 'Every person of the wave has a message.' }),
  cut: z
    .string()
    .nullable()
    .meta({ description: 'Why messages that were not out yet do not go out any more.' }),
  byState,
});

const progressView = z.strictObject({
  people: peopleView,
  messages: z.int().meta({
    description:
      'Messages of all waves, also those that are never sent: a person has one in each of their waves.',
  }),
  toCome: z.int().meta({ description: 'People for whom no message is stored yet.' }),
  byState: byState.meta({ description: 'Messages of all waves by state.' }),
  byRoute: z.array(z.strictObject({ route: z.string().nullable(), messages: z.int(), byState })).meta({
    description: '`route` null: messages that no route had yet.',
  }),
  possibleDuplicates: z.int(),
  short: z.int().meta({ description: 'Messages with the short text, also those that are not out yet.' }),
  eta: z
    .number()
    .nullable()
    .meta({
      description:
        'Seconds until all messages would be out, by what the routes carry now and all limits that are known; 0: they are; ' +
        'null: never, as things are.',
    }),
  inTime: previewFields.inTime,
  etaReason: previewFields.etaReason,
});

const logView = z.strictObject({
  at: z.iso.datetime(),
  by: author,
  action: z.string().meta({ examples: ['launch'] }),
  detail: z.string().nullable(),
});

const shortOfferView = z
  .strictObject({
    messages: z.int().meta({ description: 'Messages without a route that would have the short text.' }),
    eta: z.number().nullable().meta({ description: 'Seconds until all are out as they are; null: never.' }),
    shortEta: z.number().nullable().meta({ description: 'Seconds until all are out with the short text.' }),
  })
  .nullable()
  .meta({
    description: 'Only slow routes are left, and the short text would be faster: what `shorten` would do.',
  });

const approvalView = z
  .strictObject({
    deadline: z.iso.datetime(),
    paged: z.array(
      z.strictObject({
        name: z.string(),
        at: z.iso.datetime(),
        answeredAt: z.iso.datetime().nullable().meta({ description: 'null: no answer by SMS.' }),
      }),
    ),
  })
  .nullable()
  .meta({
    description: 'Until when it waits for an approval, and who was paged; null: its approval has no clock.',
  });

export const overviewView = z
  .strictObject({
    ...alertFields,
    escalation: escalationNowView.nullable(),
    waves: z.array(waveView),
    progress: progressView,
    shortOffer: shortOfferView,
    approval: approvalView,
    log: z.array(logView).meta({ description: 'Who did what, oldest first.' }),
  })
  .meta({ id: 'AlertStanding' });

const sumBy = (counts: readonly AlertCount[]): Partial<Record<State, number>> => {
  const sums: Partial<Record<State, number>> = {};
  for (const { state, messages } of counts) sums[state] = (sums[state] ?? 0) + messages;
  return sums;
};

const total = (counts: readonly AlertCount[]): number =>
  counts.reduce((sum, { messages }) => sum + messages, 0);

const viewWave = (wave: Wave, counts: readonly AlertCount[]): z.output<typeof waveView> => ({
  wave: wave.wave,
  kind: wave.kind,
  startedAt: iso(wave.startedAt),
  validUntil: iso(wave.validUntil),
  recipients: wave.recipients,
  complete: !hasPeopleLeft(wave.state),
  cut: whyEnded(wave.state) ?? null,
  byState: sumBy(counts.filter((one) => one.wave === wave.wave)),
});

const viewLog = ({ at, actor, actorName, action, detail }: AlertLogEntry): z.output<typeof logView> => ({
  at: iso(at),
  by: viewAuthor({ id: actor, name: actorName }),
  action,
  detail: detail ?? null,
});

const viewApproval = ({ deadline, paged }: ApprovalView): z.output<typeof approvalView> => ({
  deadline: iso(deadline),
  paged: paged.map(({ name, at, endedAt, end }) => ({
    name,
    at: iso(at),
    answeredAt: endedAt === undefined || !isAnswer(end) ? null : iso(endedAt),
  })),
});

export const viewOverview = ({
  alert,
  waves,
  log,
  counts,
  people,
  approval,
  toCome,
  forecast,
  shortOffer,
  answered,
}: AlertOverview): z.output<typeof overviewView> => ({
  ...viewAlert(alert),
  escalation: viewEscalationNow(alert, answered),
  waves: waves.map((wave) => viewWave(wave, counts)),
  progress: {
    people,
    messages: total(counts),
    toCome,
    byState: sumBy(counts),
    byRoute: [...Map.groupBy(counts, ({ route }) => route)].map(([route, some]) => ({
      route: route ?? null,
      messages: total(some),
      byState: sumBy(some),
    })),
    possibleDuplicates: counts.reduce((sum, one) => sum + one.possibleDuplicates, 0),
    short: counts.reduce((sum, one) => sum + one.short, 0),
    eta: toSeconds(forecast.etaMs),
    inTime: forecast.inTime,
    etaReason: forecast.reason ?? null,
  },
  shortOffer:
    shortOffer === undefined
      ? null
      : {
          messages: shortOffer.messages,
          eta: toSeconds(shortOffer.etaMs),
          shortEta: toSeconds(shortOffer.shortEtaMs),
        },
  approval: approval === undefined ? null : viewApproval(approval),
  log: log.map(viewLog),
});
