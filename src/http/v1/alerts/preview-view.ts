import { z } from 'zod';
import type { Blocker } from '../../../alerts/desk/draft-review.ts';
import type { RouteForecast } from '../../../alerts/desk/forecast.ts';
import type { Preview } from '../../../alerts/desk/preview.ts';
import { findingView } from '../templates/content-body.ts';
import { viewFinding } from '../templates/content-view.ts';

const shownText = z.strictObject({
  text: z.string(),
  encoding: z.enum(['gsm7', 'ucs2']),
  parts: z.int(),
});

const seconds = z.number().nullable();

const blockerView = z.strictObject({
  code: z.string().meta({ description: 'Stable: what a program looks at.', examples: ['emptyAudience'] }),
  path: z.string(),
  message: z.string(),
});

export const previewFields = {
  hash: z.string().meta({
    description:
      'Of the texts, the audience, the count of people and the routes: what a launch must name. Who they are is not in it.',
  }),
  audience: z.int().meta({ description: 'All of the audience, each once.' }),
  people: z.int().meta({ description: 'Who would be written to.' }),
  suppressed: z
    .record(z.string(), z.int())
    .meta({ description: 'Who would not, and why.', examples: [{ optedOut: 3, noConsent: 0 }] }),
  variants: z.array(
    z.strictObject({
      language: z.string(),
      people: z.int(),
      typical: shownText,
      worst: shownText.meta({ description: 'For whom it is the longest.' }),
      short: shownText.nullable().meta({ description: 'When only slow routes are left.' }),
    }),
  ),
  parts: z
    .int()
    .meta({ description: 'SMS in all, of the short texts when only modems are left: what is paid for.' }),
  estimated: z.boolean().meta({
    description: 'Each has a text of their own, and only those of the first some thousand were made.',
  }),
  cost: z.strictObject({ amount: z.number(), currency: z.string() }).nullable(),
  eta: seconds.meta({
    description:
      'When all would be out, by what the routes carry now, in seconds; null: never, as things are.',
  }),
  routes: z.array(
    z.strictObject({
      route: z.string(),
      usable: z.boolean(),
      rate: z.number().meta({ description: 'Parts per second, measured, or as its contract says.' }),
      eta: seconds.meta({ description: 'When it would have all of it away by itself.' }),
    }),
  ),
  findings: z.array(findingView),
  blockers: z.array(blockerView).meta({ description: 'What keeps it from being launched.' }),
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
  eta: toSeconds(preview.etaMs),
  routes: preview.routes.map(viewRoute),
  findings: preview.findings.map(viewFinding),
  blockers: preview.blockers.map(viewBlocker),
});
