import { z } from 'zod';
import type { CapOutcome } from '../../../domain/triggers/cap-outcome.ts';
import { type CapRecord, capStages } from '../../../domain/triggers/cap-repository.ts';
import { iso } from '../messages/message-view.ts';

const cutView = z.strictObject({
  field: z.enum(['headline', 'instruction', 'area', 'sender', 'contact', 'description', 'text']),
  what: z.enum(['leftOut', 'shortened', 'rewritten']),
  why: z.string(),
});

/** What was done with a CAP message. */
export const outcomeView = z
  .strictObject({
    id: z
      .int()
      .nullable()
      .meta({ description: 'The id in /v1/cap/messages; null: the message is not stored.' }),
    again: z
      .boolean()
      .meta({ description: 'Whether the message came before: then this is the first answer.' }),
    sender: z.string(),
    identifier: z.string(),
    sent: z.string(),
    status: z.string(),
    msgType: z.string(),
    result: z.enum(['taken', 'waiting', 'ignored']).meta({
      description:
        'taken: alerts were made, corrected or withdrawn. waiting: corrections wait to be applied. ignored: there was ' +
        'nothing to do.',
    }),
    reason: z.string().nullable(),
    ignored: z.array(z.string()).meta({
      description: 'Empty elements that were left out, such as "info 1: area 2: polygon is empty".',
    }),
    made: z.array(
      z.strictObject({
        alert: z.int(),
        state: z.string(),
        holds: z.array(z.string()).meta({ description: 'Why the alert waits for a person.' }),
        cuts: z.record(z.string(), z.array(cutView)).meta({
          description: 'What the SMS leaves out or shortens of the CAP message, and why, by language.',
        }),
      }),
    ),
    corrections: z.array(
      z.strictObject({
        alert: z.int(),
        what: z.enum(['update', 'cancel', 'withdraw']),
        done: z.boolean(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'CapOutcome' });

export const viewOutcome = (
  outcome: CapOutcome,
  id: number | undefined,
  again: boolean,
): z.output<typeof outcomeView> => ({
  id: id ?? null,
  again,
  sender: outcome.sender,
  identifier: outcome.identifier,
  sent: outcome.sent,
  status: outcome.status,
  msgType: outcome.msgType,
  result: outcome.result,
  reason: outcome.reason ?? null,
  ignored: [...(outcome.ignored ?? [])],
  made: outcome.made.map(({ alert, state, holds, cuts }) => ({
    alert,
    state,
    holds: [...holds],
    cuts: Object.fromEntries(Object.entries(cuts).map(([language, some]) => [language, [...some]])),
  })),
  corrections: outcome.corrections.map(({ alert, what, done, reason }) => ({
    alert,
    what,
    done,
    reason: reason ?? null,
  })),
});

const capMessageFields = {
  id: z.int(),
  sender: z.string(),
  identifier: z.string(),
  sent: z.string(),
  receivedAt: z.iso.datetime(),
  source: z.string().meta({ description: 'post, or the address of a feed.' }),
  stage: z.enum(capStages).meta({
    description: 'open: the gateway is working on it. waiting: corrections wait to be applied.',
  }),
  status: z
    .string()
    .nullable()
    .meta({ description: 'null, like the fields after it: the gateway has only begun to work on it.' }),
  msgType: z.string().nullable(),
  result: outcomeView.shape.result.nullable(),
  held: z.boolean().meta({ description: 'Whether an alert of the message waits for a person.' }),
  alerts: z.array(z.int()),
};

export const capMessageView = z.strictObject(capMessageFields).meta({ id: 'CapMessage' });

export const wholeCapMessageView = z
  .strictObject({
    ...capMessageFields,
    outcome: outcomeView
      .nullable()
      .meta({ description: 'What was done with the message, with holds and cuts.' }),
    document: z.string().meta({ description: 'The whole document, as it came.' }),
  })
  .meta({ id: 'WholeCapMessage' });

/** The outcome of a message; undefined: the gateway is working on it, or ended before the outcome was known. */
const outcomeOf = ({ outcome }: CapRecord): CapOutcome | undefined => {
  const kept = JSON.parse(outcome) as Partial<CapOutcome>;
  return kept.result === undefined ? undefined : (kept as CapOutcome);
};

export const viewCapMessage = (record: CapRecord): z.output<typeof capMessageView> => {
  const outcome = outcomeOf(record);
  return {
    id: record.id,
    sender: record.sender,
    identifier: record.identifier,
    sent: record.sent,
    receivedAt: iso(record.receivedAt),
    source: record.source,
    stage: record.stage,
    status: outcome?.status ?? null,
    msgType: outcome?.msgType ?? null,
    result: outcome?.result ?? null,
    held: outcome?.made.some(({ holds }) => holds.length > 0) ?? false,
    alerts: [...record.alerts],
  };
};

export const viewWholeCapMessage = (record: CapRecord): z.output<typeof wholeCapMessageView> => {
  const outcome = outcomeOf(record);
  return {
    ...viewCapMessage(record),
    outcome: outcome === undefined ? null : viewOutcome(outcome, record.id, false),
    document: record.document,
  };
};
