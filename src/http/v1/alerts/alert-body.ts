import { z } from 'zod';
import { type AlertDraft, alertKinds } from '../../../domain/alerts/alert.ts';
import type { Content } from '../../../domain/alerts/template.ts';
import { instant, isoDuration, label } from '../../resource/fields.ts';
import type { KeywordService } from '../../server/services.ts';
import { hasOneContent, oneContent, scenarioBody } from '../scenarios/plan-body.ts';
import { contentBody, valuesBody } from '../templates/content-body.ts';

const DAY_MS = 86_400_000;

/** All that an author decides. */
export const alertBody = (words: Pick<KeywordService, 'unfitAnswers'>) => {
  const {
    template,
    content,
    severity,
    priority,
    values,
    audience,
    from,
    validFor,
    routes,
    question,
    overrideOptOut,
  } = scenarioBody(words).shape;
  return z
    .strictObject({
      title: label(200).meta({
        description: 'For those who work with it; nobody is sent it.',
        examples: ['Crue'],
      }),
      kind: z
        .enum(alertKinds)
        .default('live')
        .meta({ description: 'Every text of an exercise begins with that word.' }),
      severity,
      priority,
      template,
      content,
      values,
      audience,
      from,
      validFor,
      routes,
      question,
      overrideOptOut,
      scheduledAt: instant('Launched then, once it is let go. Left out: at once.').optional(),
      expiresAt: instant(
        'Not launched, updated or repeated from then on, and no message of it lives longer but those of a cancel.',
      ).optional(),
    })
    .refine(hasOneContent, oneContent);
};

export type AlertBody = z.output<ReturnType<typeof alertBody>>;

/** @param said its content, or that of the template that it names */
export const toDraft = (body: AlertBody, said: Content): AlertDraft => {
  const { validFor: validForMs, question: asked, template: _template, ...rest } = body;
  return {
    ...rest,
    content: said,
    validForMs,
    question: asked && {
      answers: asked.answers,
      openForMs: asked.openFor,
      resend: asked.resend && { afterMs: asked.resend.after, times: asked.resend.times },
    },
    source: 'api',
  };
};

/** What a cancel says. */
export const correctionBody = z.strictObject({ content: contentBody, values: valuesBody.default({}) });

const reason = label(500).meta({ description: 'Kept in the log of the alert.' });

export const returnBody = z.strictObject({ reason });
/** Of a stop, or of what is discarded. */
export const endBody = z.strictObject({ reason: reason.optional() }).nullish();

const hash = label(100).meta({ description: 'Of the preview that was seen.' });

export const rejectBody = z.strictObject({
  reason,
  hash: hash.optional().meta({ description: 'Of the update that waits, if that is meant; needed then.' }),
});

/** Nobody approves what they haven't seen. */
export const approveBody = z.strictObject({ hash });

const glass = {
  breakGlass: z.boolean().default(false).meta({
    description:
      'Without the second person that the policy asks for; needs a reason, and is logged and told.',
  }),
  reason: reason.optional(),
};

const hasReason = ({ breakGlass, reason: why }: { breakGlass: boolean; reason?: string | undefined }) =>
  !breakGlass || why !== undefined;
const needsReason = { path: ['reason'], message: 'is needed to break the glass' };

export const launchBody = z.strictObject({ hash, ...glass }).refine(hasReason, needsReason);

export const updateBody = correctionBody
  .extend({
    validFor: isoDuration(
      'How long a message of it is worth sending, PT10S to P7D. Left out: as of the alert.',
      {
        minMs: 10_000,
        maxMs: 7 * DAY_MS,
      },
    ).optional(),
    expiresAt: instant(
      'In place of that of the alert: no message of the update lives longer. Left out: as it is.',
    ).optional(),
    ...glass,
  })
  .refine(hasReason, needsReason);

export const resendBody = z.strictObject({
  to: z.enum(['silent', 'undelivered']).meta({
    description: 'silent: who has it and gave no answer; undelivered: whom nothing reached.',
  }),
});
