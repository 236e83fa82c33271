import { z } from 'zod';
import type { Blocker } from '../../../alerts/preview/draft-review.ts';
import type { RouteForecast } from '../../../alerts/preview/forecast.ts';
import type { Preview } from '../../../alerts/preview/preview.ts';
import { roles } from '../../../domain/access/role.ts';
import { findingView } from '../templates/content-body.ts';
import { viewFinding } from '../templates/content-view.ts';
import { escalationPreviewView, viewEscalationPreview } from './escalation-view.ts';

const shownText = z.strictObject({
  text: z.string(),
  encoding: z.enum(['gsm7', 'ucs2']),
  parts: z.int(),
});

const seconds = z.number().nullable();

const blockerView = z.strictObject({
  code: z.string().meta({ description: 'Stable: programs may match on it.', examples: ['emptyAudience'] }),
  path: z.string(),
  message: z.string(),
});

export const previewFields = {
  hash: z.string().meta({
    description:
      'A launch must name it. It covers the texts, the time, the audience, the number of people and the routes, not who the people are.',
  }),
  audience: z.int().meta({ description: 'All people of the audience, each once.' }),
  people: z.int().meta({ description: 'People who would get a message.' }),
  suppressed: z.record(z.string(), z.int()).meta({
    description: 'People who would get no message, by reason.',
    examples: [{ optedOut: 3, noConsent: 0 }],
  }),
  variants: z.array(
    z.strictObject({
      language: z.string(),
      people: z.int(),
      typical: shownText,
      worst: shownText.meta({ description: 'The longest text that somebody of the sample would get.' }),
      mostParts: z.int().meta({
        description: 'No value that a contact has or could have makes more parts of the full text.',
      }),
      short: shownText.nullable().meta({ description: 'The text when only slow routes are left.' }),
    }),
  ),
  parts: z.int().meta({
    description:
      'All SMS, which are what carriers charge for; of the short texts when only slow routes are left.',
  }),
  estimated: z.boolean().meta({
    description: 'Texts are personal, and only those of the first some thousand people were made.',
  }),
  cost: z.strictObject({ amount: z.number(), currency: z.string() }).nullable(),
  escalation: escalationPreviewView,
  eta: seconds.meta({
    description:
      'Seconds until all messages would be out, by what the routes carry now and all limits that are known; null: never, ' +
      'as things are.',
  }),
  inTime: z.boolean().meta({ description: 'Whether all messages would be out before their validity ends.' }),
  etaReason: z
    .string()
    .nullable()
    .meta({
      description: 'Why not all messages would be out, or not in time.',
      examples: ['about 40 % of the messages can leave before their validity ends'],
    }),
  routes: z.array(
    z.strictObject({
      route: z.string(),
      usable: z.boolean(),
      rate: z.number().meta({ description: 'Parts per second, measured or as contracted.' }),
      eta: seconds.meta({ description: 'Seconds until this route alone would have sent all; null: never.' }),
    }),
  ),
  findings: z.array(findingView),
  blockers: z.array(blockerView).meta({ description: 'What keeps the alert from being launched.' }),
  secondPerson: z
    .strictObject({
      needed: z.boolean(),
      breakGlass: z.array(z.enum(roles)).meta({
        description: 'The roles that may launch it without the second person; empty: none.',
      }),
    })
    .meta({
      description:
        'What the policy asks of the launch, whatever was approved so far: an approval of the alert or of its scenario is ' +
        'that of the second person.',
    }),
};

export const previewView = z.strictObject(previewFields).meta({ id: 'AlertPreview' });

export const toSeconds = (ms: number | undefined): number | null =>
  ms === undefined ? null : Math.round(ms / 100) / 10;

export const viewRoute = ({ route, usable, ratePerSecond, aloneMs }: RouteForecast) => ({
  route,
  usable,
  rate: ratePerSecond,
  eta: toSeconds(aloneMs),
});

export const viewBlocker = ({ code, path, message }: Blocker): z.output<typeof blockerView> => ({
  code,
  path,
  message,
});

export const viewPreview = (preview: Preview): z.output<typeof previewView> => ({
  hash: preview.hash,
  audience: preview.audience,
  people: preview.people,
  suppressed: { ...preview.suppressed },
  variants: preview.variants.map(({ short, ...variant }) => ({ ...variant, short: short ?? null })),
  parts: preview.parts,
  estimated: preview.estimated,
  cost: preview.cost ?? null,
  escalation: viewEscalationPreview(preview.escalation),
  eta: toSeconds(preview.etaMs),
  inTime: preview.inTime,
  etaReason: preview.reason ?? null,
  routes: preview.routes.map(viewRoute),
  findings: preview.findings.map(viewFinding),
  blockers: preview.blockers.map(viewBlocker),
  secondPerson: {
    needed: preview.secondPerson.isNeeded,
    breakGlass: [...preview.secondPerson.breakGlass],
  },
});
