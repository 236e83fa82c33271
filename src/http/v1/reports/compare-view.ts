import { z } from 'zod';
import { type ComparedAlert, deliveredShare } from '../../../alerts/report/compare/comparison.ts';
import { alertKinds } from '../../../domain/alerts/alert.ts';
import { alertStates } from '../../../domain/alerts/alert-state.ts';
import { peopleFields } from '../alerts/people-view.ts';
import { iso } from '../messages/message-view.ts';

const span = (description: string) => z.int().nullable().meta({ description });
const share = (description: string) => z.number().nullable().meta({ description });

export const comparedView = z
  .strictObject({
    alert: z.int(),
    title: z.string(),
    kind: z.enum(alertKinds),
    state: z.enum(alertStates).meta({
      description: 'One that is not completed or stopped goes on: its figures will change.',
    }),
    scenario: z.int().nullable(),
    launchedAt: z.iso.datetime(),
    countedAt: z.iso.datetime().meta({
      description: 'When the figures were counted: receipts that came later are in the report of the alert.',
    }),
    timings: z
      .strictObject({
        createdToApprovedMs: span('null: nobody approved it.'),
        submittedToApprovedMs: span('null: it was not submitted, or nobody approved it.'),
        approvedToLaunchedMs: span('null: nobody approved it.'),
        firstMs: span('From the launch to the first person reached.'),
        reached50Ms: span('From the launch until half of those to reach were reached; null: they were not.'),
        reached90Ms: span('The same for 90 %.'),
        reached99Ms: span('The same for 99 %.'),
      })
      .meta({ description: 'In milliseconds.' }),
    people: z.strictObject({
      ...peopleFields,
      undelivered: z.int().meta({ description: 'Those of `notReached` whose last message was undelivered.' }),
      share: share('`reached` of `toReach`, 0 to 1; null: there was nobody to reach.'),
    }),
    answers: z.record(z.string(), z.int()).meta({ description: 'People by the meaning of their answer.' }),
    help: z.int().meta({ description: 'People whose last answer asks for help.' }),
    byRoute: z.array(
      z.strictObject({
        route: z.string(),
        messages: z.int(),
        parts: z.int().meta({ description: 'Parts that left.' }),
        delivered: z.int(),
        share: share('`delivered` of `messages`, 0 to 1; null: it has no messages.'),
        receiptMs: span("Mean time from the carrier's answer to the receipt."),
      }),
    ),
    cost: z
      .strictObject({ amount: z.number(), currency: z.string(), unpricedParts: z.int() })
      .nullable()
      .meta({ description: 'Of the parts that left; null: no price is set.' }),
  })
  .meta({ id: 'ComparedAlert' });

export const viewCompared = (one: ComparedAlert): z.output<typeof comparedView> => {
  const { alert, launchedAt, spans, summary, answers, cost } = one;
  const { byOutcome, ...people } = summary.people;
  return {
    alert: alert.id,
    title: alert.draft.title,
    kind: alert.draft.kind,
    state: alert.state,
    scenario: alert.draft.scenario ?? null,
    launchedAt: iso(launchedAt),
    countedAt: iso(summary.countedAt),
    timings: {
      createdToApprovedMs: spans.createdToApproved ?? null,
      submittedToApprovedMs: spans.submittedToApproved ?? null,
      approvedToLaunchedMs: spans.approvedToLaunched ?? null,
      firstMs: spans.first ?? null,
      reached50Ms: spans.half ?? null,
      reached90Ms: spans.nineTenths ?? null,
      reached99Ms: spans.almostAll ?? null,
    },
    people: {
      ...people,
      undelivered: byOutcome.undelivered ?? 0,
      share: people.toReach === 0 ? null : people.reached / people.toReach,
    },
    answers: { ...answers },
    help: answers['help'] ?? 0,
    byRoute: summary.byRoute.map((route) => ({
      route: route.route,
      messages: route.messages,
      parts: route.parts,
      delivered: route.byState.delivered ?? 0,
      share: deliveredShare(route) ?? null,
      receiptMs: route.receiptMs ?? null,
    })),
    cost: cost ?? null,
  };
};
