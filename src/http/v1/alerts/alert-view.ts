import { z } from 'zod';
import {
  type Alert,
  alertKinds,
  alertSources,
  type ProposedUpdate,
  type Question,
  type Signed,
  severities,
} from '../../../domain/alerts/alert.ts';
import { alertStates } from '../../../domain/alerts/alert-state.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import type { Finding } from '../../../domain/templates/template.ts';
import { analyse } from '../../../domain/text/analyse.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { durationText } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';
import { audienceBody } from '../people/audience-body.ts';
import { contentBody, findingView } from '../templates/content-body.ts';
import { viewContent, viewFinding } from '../templates/content-view.ts';
import { escalationView, viewEscalation } from './escalation-view.ts';
import { peopleView } from './people-view.ts';

const time = () => z.iso.datetime();
const duration = () => z.string().meta({ format: 'duration', examples: ['PT30M'] });

const signedView = z.strictObject({ by: author, at: time() }).nullable();

const questionView = z.strictObject({
  answers: z.array(z.strictObject({ word: z.string(), meaning: z.string() })),
  openFor: duration(),
  resend: z.strictObject({ after: duration(), times: z.int() }).nullable(),
});

const proposedView = z
  .strictObject({
    what: z.enum(['update', 'cancel']),
    by: author,
    at: time(),
    hash: z.string().meta({ description: 'The hash that `approve` must name.' }),
    content: contentBody,
    values: z.record(z.string(), z.string()),
    validFor: duration().nullable().meta({ description: 'null: the value of the alert holds.' }),
    expiresAt: time().nullable().meta({ description: 'null: the value of the alert holds.' }),
    texts: z.array(
      z.strictObject({
        language: z.string(),
        text: z.string(),
        encoding: z.enum(['gsm7', 'ucs2']),
        parts: z.int(),
      }),
    ),
  })
  .nullable()
  .meta({ description: 'An update or a cancel that goes out once a second person has approved it.' });

export const alertFields = {
  id: z.int(),
  version: z.int().meta({ description: 'Also the ETag.' }),
  state: z.enum(alertStates),
  title: z.string(),
  kind: z.enum(alertKinds),
  severity: z.enum(severities),
  priority: z.enum(priorities),
  content: contentBody,
  cancelContent: contentBody.nullable().meta({ description: 'null: a cancel says the text of the library.' }),
  endContent: contentBody.nullable().meta({ description: 'null: the end says the text of the library.' }),
  values: z.record(z.string(), z.string()),
  audience: audienceBody,
  from: z.string().nullable(),
  validFor: duration(),
  routes: z.array(z.string()).nullable(),
  question: questionView.nullable(),
  escalation: escalationView.nullable(),
  questionUntil: time().nullable().meta({ description: 'Until when replies count as answers.' }),
  overrideOptOut: z.boolean(),
  scheduledAt: time().nullable(),
  expiresAt: time().nullable(),
  source: z.enum(alertSources),
  created: signedView,
  submitted: signedView.unwrap().extend({ people: z.int().nullable() }).nullable().meta({
    description:
      'Who handed it in for approval, and how many people it would have gone to then (null: not known).',
  }),
  launchOnApproval: z.boolean().meta({ description: 'The approval launches the alert.' }),
  approved: signedView.unwrap().extend({ people: z.int().nullable() }).nullable().meta({
    description: 'The approval, and for how many people it was; null: none, or the count was not kept.',
  }),
  launched: signedView,
  finishedAt: time().nullable(),
  cancelledAt: time().nullable().meta({
    description:
      'When the alert was taken back. It is `completed` once the people who had it have been told; null: it never was.',
  }),
  proposedUpdate: proposedView,
  endsAt: time().nullable().meta({
    description: 'When what it says is over. null: not launched, or taken back.',
  }),
  endOffer: z.strictObject({ at: time(), people: z.int() }).nullable().meta({
    description:
      'Since when its end is offered, and how many people have it: `end` tells them. null: not offered.',
  }),
};

export const alertView = z.strictObject(alertFields).meta({ id: 'Alert' });

/** The answer to a stop or a cancel: neither recalls what people already have. */
export const endedView = z
  .strictObject({
    ...alertFields,
    people: peopleView.meta({
      description: 'How far the alert had come: who has it, or may have it, keeps it.',
    }),
  })
  .meta({ id: 'EndedAlert' });

export const draftView = z
  .strictObject({
    ...alertFields,
    findings: z.array(findingView).meta({
      description: 'Errors and warnings about the content. With an error the alert is not launched.',
    }),
  })
  .meta({ id: 'AlertDraft' });

const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

const viewSigned = (signed: Signed | undefined): z.output<typeof signedView> =>
  signed === undefined ? null : { by: viewAuthor(signed), at: iso(signed.at) };

const viewApproved = (approved: Alert['approved']): z.output<typeof alertView>['approved'] => {
  const signed = viewSigned(approved);
  return signed && { ...signed, people: approved?.people ?? null };
};

const viewSubmitted = (submitted: Alert['submitted']): z.output<typeof alertView>['submitted'] => {
  const signed = viewSigned(submitted);
  return signed && { ...signed, people: submitted?.people ?? null };
};

const viewQuestion = ({ answers, openForMs, resend }: Question): z.output<typeof questionView> => ({
  answers: [...answers],
  openFor: durationText(openForMs),
  resend: resend === undefined ? null : { after: durationText(resend.afterMs), times: resend.times },
});

const viewProposed = (proposed: ProposedUpdate): z.output<typeof proposedView> => ({
  what: proposed.what ?? 'update',
  by: viewAuthor(proposed),
  at: iso(proposed.at),
  hash: proposed.hash,
  content: viewContent(proposed.content),
  values: { ...proposed.values },
  validFor: proposed.validForMs === undefined ? null : durationText(proposed.validForMs),
  expiresAt: isoOrNull(proposed.expiresAt),
  texts: proposed.texts.map(({ language, text }) => {
    const { encoding, parts } = analyse(text);
    return { language, text, encoding, parts };
  }),
});

export const viewAlert = (alert: Alert): z.output<typeof alertView> => {
  const { draft } = alert;
  return {
    id: alert.id,
    version: alert.version,
    state: alert.state,
    title: draft.title,
    kind: draft.kind,
    severity: draft.severity,
    priority: draft.priority,
    content: viewContent(draft.content),
    cancelContent: draft.cancelContent === undefined ? null : viewContent(draft.cancelContent),
    endContent: draft.endContent === undefined ? null : viewContent(draft.endContent),
    values: { ...draft.values },
    audience: draft.audience as z.output<typeof audienceBody>,
    from: draft.from ?? null,
    validFor: durationText(draft.validForMs),
    routes: draft.routes === undefined ? null : [...draft.routes],
    question: draft.question === undefined ? null : viewQuestion(draft.question),
    escalation: viewEscalation(alert),
    questionUntil: isoOrNull(alert.questionUntil),
    overrideOptOut: draft.overrideOptOut,
    scheduledAt: isoOrNull(draft.scheduledAt),
    expiresAt: isoOrNull(draft.expiresAt),
    source: draft.source,
    created: viewSigned(alert.created),
    submitted: viewSubmitted(alert.submitted),
    launchOnApproval: alert.launchOnApproval === true,
    approved: viewApproved(alert.approved),
    launched: viewSigned(alert.launched),
    finishedAt: isoOrNull(alert.finishedAt),
    endsAt: isoOrNull(alert.endsAt),
    endOffer:
      alert.endOffer === undefined ? null : { at: iso(alert.endOffer.at), people: alert.endOffer.people },
    cancelledAt: isoOrNull(alert.cancelledAt),
    proposedUpdate: alert.proposedUpdate === undefined ? null : viewProposed(alert.proposedUpdate),
  };
};

export const viewDraft = (alert: Alert, findings: readonly Finding[]): z.output<typeof draftView> => ({
  ...viewAlert(alert),
  findings: findings.map(viewFinding),
});
