import { z } from 'zod';
import type { AlertOverview } from '../../../alerts/desk/alert-overview.ts';
import type { AlertLogEntry, Wave } from '../../../domain/alerts/alert.ts';
import { waveKinds } from '../../../domain/alerts/alert.ts';
import type { AlertCount } from '../../../domain/alerts/alert-repository.ts';
import { type ApprovalView, isAnswer } from '../../../domain/alerts/approval.ts';
import { hasPeopleLeft, whyEnded } from '../../../domain/alerts/wave-state.ts';
import { type State, states } from '../../../domain/messages/state.ts';
import { iso } from '../messages/message-view.ts';
import { alertFields, viewAlert } from './alert-view.ts';

const byState = z.partialRecord(z.enum(states), z.int());

const waveView = z.strictObject({
  wave: z.int(),
  kind: z.enum(waveKinds),
  startedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  recipients: z.int().meta({ description: 'Messages stored so far, including those that are never sent.' }),
  complete: z.boolean().meta({ description: 'Every person of the wave has a message.' }),
  cut: z
    .string()
    .nullable()
    .meta({ description: 'Why messages that were not out yet do not go out any more.' }),
  byState,
});

const progressView = z.strictObject({
  messages: z.int(),
  toCome: z.int().meta({ description: 'People for whom no message is stored yet.' }),
  byState,
  byRoute: z.array(z.strictObject({ route: z.string().nullable(), messages: z.int(), byState })).meta({
    description: '`route` null: messages that no route had yet.',
  }),
  possibleDuplicates: z.int(),
  eta: z.number().nullable().meta({
    description:
      'Seconds until all messages would be out, by what the routes carry now; 0: they are; null: never, as things are.',
  }),
});

const logView = z.strictObject({
  at: z.iso.datetime(),
  actor: z.string(),
  actorName: z.string(),
  action: z.string().meta({ examples: ['launch'] }),
  detail: z.string().nullable(),
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
    waves: z.array(waveView),
    progress: progressView,
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

const viewLog = ({ at, detail, ...entry }: AlertLogEntry): z.output<typeof logView> => ({
  at: iso(at),
  ...entry,
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
  approval,
  toCome,
  etaMs,
}: AlertOverview): z.output<typeof overviewView> => ({
  ...viewAlert(alert),
  waves: waves.map((wave) => viewWave(wave, counts)),
  progress: {
    messages: total(counts),
    toCome,
    byState: sumBy(counts),
    byRoute: [...Map.groupBy(counts, ({ route }) => route)].map(([route, some]) => ({
      route: route ?? null,
      messages: total(some),
      byState: sumBy(some),
    })),
    possibleDuplicates: counts.reduce((sum, one) => sum + one.possibleDuplicates, 0),
    eta: etaMs === undefined ? null : Math.round(etaMs / 100) / 10,
  },
  approval: approval === undefined ? null : viewApproval(approval),
  log: log.map(viewLog),
});
