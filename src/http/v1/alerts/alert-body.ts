import { z } from 'zod';
import { type AlertDraft, alertKinds } from '../../../domain/alerts/alert.ts';
import type { Content } from '../../../domain/templates/template.ts';
import { instant, isoDuration, label } from '../../resource/fields.ts';
import type { KeywordService } from '../../server/services.ts';
import { hasOneContent, oneContent, scenarioBody } from '../scenarios/plan-body.ts';
import { contentBody, valuesBody } from '../templates/content-body.ts';
import { escalationFits, toEscalation } from './escalation-body.ts';

const DAY_MS = 86_400_000;

/** The fields of an alert that its author decides. */
export const alertBody = (words: Pick<KeywordService, 'unfitAnswers'>) => {
  const {
    template,
    content,
    cancelContent,
    endContent,
    severity,
    priority,
    values,
    audience,
    from,
    validFor,
    routes,
    question,
    escalation,
    overrideOptOut,
  } = scenarioBody(words).shape;
  return z
    .strictObject({
      title: label(200).meta({
        description: 'For the people who work with the alert; it is not sent.',
        examples: ['Crue'],
      }),
      kind: z
        .enum(alertKinds)
        // Nothing is live by default: who forgets the field must not warn a town.
        .meta({ description: 'Must be said. Every text of an exercise begins with that word.' }),
      severity,
      priority,
      template,
      content,
      cancelContent,
      endContent,
      values,
      audience,
      from,
      validFor,
      routes,
      question,
      escalation,
      overrideOptOut,
      scheduledAt: instant('The time at which a launched alert goes out. Left out: at once.').optional(),
      expiresAt: instant(
        'From then on the alert is not launched, updated or sent again. Only a cancel has messages that are valid longer.',
      ).optional(),
    })
    .refine(hasOneContent, oneContent)
    .superRefine(escalationFits);
};

export type AlertBody = z.output<ReturnType<typeof alertBody>>;

/** The draft of a body. @param said the content of the body, or of the template that it names */
export const toDraft = (body: AlertBody, said: Content): AlertDraft => {
  const { validFor: validForMs, question: asked, escalation, template: _template, ...rest } = body;
  return {
    ...rest,
    content: said,
    validForMs,
    question: asked && {
      answers: asked.answers,
      openForMs: asked.openFor,
      resend: asked.resend && { afterMs: asked.resend.after, times: asked.resend.times },
    },
    escalation: escalation && toEscalation(escalation),
    source: 'api',
  };
};

const correction = { content: contentBody, values: valuesBody.default({}) };

const reason = label(500).meta({ description: 'Kept in the log of the alert.' });

/** The body of a submit. */
export const submitBody = z
  .strictObject({
    launchOnApproval: z.boolean().default(false).meta({
      description:
        'Whether the approval launches the alert. Left out: somebody launches it after the approval.',
    }),
  })
  .nullish();

export const returnBody = z.strictObject({ reason });
/** The body of a stop or a discard. */
export const endBody = z.strictObject({ reason: reason.optional() }).nullish();

const hash = label(100).meta({ description: 'The hash of the preview that was seen.' });

export const rejectBody = z.strictObject({
  reason,
  hash: hash.optional().meta({ description: 'The hash of the waiting update; needed if one waits.' }),
});

/** The body of an approval. The hash is required: nobody may approve what they have not seen. */
export const approveBody = z.strictObject({ hash });

const glass = {
  breakGlass: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Without the second person that the policy asks for, where it lets this role do so. It needs a `reason` of 10 ' +
        'characters or more, and is logged and reported.',
    }),
  reason: reason.optional(),
};

const LEAST_REASON = 10;

export const hasReason = ({
  breakGlass,
  reason: why = '',
}: {
  readonly breakGlass: boolean;
  readonly reason?: string | undefined;
}): boolean => !breakGlass || why.trim().length >= LEAST_REASON;
export const needsReason = {
  path: ['reason'],
  message: `is needed to break the glass, in ${LEAST_REASON} characters or more`,
};

/** Of a launch: the caller knows of the alert that holds it. */
const again = z.boolean().default(false).meta({
  description: 'Launch although the same alert went out a short time ago. It is logged.',
});

export const launchBody = z.strictObject({ hash, again, ...glass }).refine(hasReason, needsReason);

/** The body of a cancel. Without one, or without `content`, it says the approved text or that of the library. */
export const cancelBody = z
  .strictObject({ content: contentBody.optional(), values: valuesBody.optional(), ...glass })
  .refine(({ content, values }) => content !== undefined || values === undefined, {
    path: ['values'],
    message: 'are for the text in content, which is missing',
  })
  .refine(hasReason, needsReason)
  .nullish();

export const updateBody = z
  .strictObject({
    ...correction,
    validFor: isoDuration(
      'How long a message of the update is worth sending, PT10S to P7D. Left out: as for the alert.',
      {
        minMs: 10_000,
        maxMs: 7 * DAY_MS,
      },
    ).optional(),
    expiresAt: instant(
      'Replaces `expiresAt` of the alert: no message of the update is valid longer. Left out: unchanged.',
    ).optional(),
    ...glass,
  })
  .refine(hasReason, needsReason);

export const resendBody = z.strictObject({
  to: z.enum(['silent', 'undelivered']).meta({
    description:
      'silent: people who have the alert and gave no answer; undelivered: people whom nothing reached.',
  }),
});
