import { z } from 'zod';
import type { EscalationPreview } from '../../../alerts/escalation/preview-escalation.ts';
import type { Alert } from '../../../domain/alerts/alert.ts';
import { type EscalationPlan, whenNotFulfilled } from '../../../domain/alerts/escalation.ts';
import { durationText } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';
import { audienceBody } from '../people/audience-body.ts';
import { contentBody } from '../templates/content-body.ts';
import { viewContent } from '../templates/content-view.ts';

const duration = () => z.string().meta({ format: 'duration', examples: ['PT15M'] });

export const escalationPlanView = z.strictObject({
  need: z.int(),
  meaning: z.string(),
  steps: z.array(z.strictObject({ audience: audienceBody, after: duration() })),
  whenFulfilled: contentBody.nullable(),
  whenNotFulfilled: z.enum(whenNotFulfilled),
});

export const escalationView = escalationPlanView.extend({
  state: z.enum(['planned', 'waiting', 'paused', 'fulfilled', 'exhausted', 'ended']).meta({
    description:
      'planned: the alert is not launched; fulfilled: enough people have answered; exhausted: everybody was asked, and ' +
      'too few have answered; ended: the alert was stopped or cancelled before.',
  }),
  step: z.int().meta({ description: 'The last step that was asked; 0: the audience of the alert itself.' }),
  nextAt: z.iso.datetime().nullable().meta({
    description: 'When the next step is asked, or, after the last one, when it is `exhausted`.',
  }),
});

/** With the number of people whose answer counts now. */
export const escalationNowView = escalationView.extend({
  answered: z.int().meta({ description: 'People whose latest answer has the meaning that is needed.' }),
});

export const viewEscalationPlan = (plan: EscalationPlan): z.output<typeof escalationPlanView> => ({
  need: plan.need,
  meaning: plan.meaning,
  steps: plan.steps.map(({ audience, afterMs }) => ({
    audience: audience as z.output<typeof audienceBody>,
    after: durationText(afterMs),
  })),
  whenFulfilled: plan.whenFulfilled === undefined ? null : viewContent(plan.whenFulfilled),
  whenNotFulfilled: plan.whenNotFulfilled,
});

export const viewEscalation = ({
  draft,
  escalation: now,
}: Pick<Alert, 'draft' | 'escalation'>): z.output<typeof escalationView> | null => {
  if (draft.escalation === undefined) return null;
  const isPaused = now?.leftMs !== undefined;
  return {
    ...viewEscalationPlan(draft.escalation),
    state: isPaused ? 'paused' : (now?.state ?? 'planned'),
    step: now?.step ?? 0,
    nextAt: now?.nextAt === undefined ? null : iso(now.nextAt),
  };
};

export const viewEscalationNow = (
  alert: Alert,
  answered: number,
): z.output<typeof escalationNowView> | null => {
  const view = viewEscalation(alert);
  return view && { ...view, answered };
};

export const escalationPreviewView = z
  .strictObject({
    steps: z.array(
      z.strictObject({
        after: duration(),
        audience: z.int(),
        people: z.int().meta({
          description:
            'Who would get a message. Those of them who have the alert by then do not get it again.',
        }),
      }),
    ),
    whenFulfilled: z.array(
      z.strictObject({
        language: z.string(),
        text: z.string(),
        encoding: z.enum(['gsm7', 'ucs2']),
        parts: z.int(),
      }),
    ),
  })
  .nullable()
  .meta({ description: 'Whom later steps would ask. The other figures are those of the audience alone.' });

export const viewEscalationPreview = (
  preview: EscalationPreview | undefined,
): z.output<typeof escalationPreviewView> =>
  preview === undefined
    ? null
    : {
        steps: preview.steps.map(({ afterMs, audience, people }) => ({
          after: durationText(afterMs),
          audience,
          people,
        })),
        whenFulfilled: preview.whenFulfilled.map((one) => ({ ...one })),
      };
