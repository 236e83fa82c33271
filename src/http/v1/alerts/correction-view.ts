import { z } from 'zod';
import type { CorrectionPreview } from '../../../alerts/desk/correction-preview.ts';
import { viewFinding } from '../templates/content-view.ts';
import { previewFields, toSeconds, viewRoute } from './preview-view.ts';

const { parts, cost, eta, routes, findings, variants } = previewFields;
const { typical: shownText, short } = variants.element.shape;

export const correctionPreviewView = z
  .strictObject({
    dryRun: z.literal(true),
    people: z.int().meta({
      description:
        'Who has the alert, or may have it; who has opted out since is among them, and is left out then.',
    }),
    onTheWay: z.int().meta({
      description: 'Of whom it isn’t known yet: who turns out to have the alert gets the correction as well.',
    }),
    toCome: z.int().meta({
      description:
        'Whose message no route has yet, or who has none: an update is their first text, a cancel spares them both.',
    }),
    needsSecondPerson: z.boolean().meta({ description: 'It would wait for one.' }),
    variants: z.array(
      z.strictObject({
        language: z.string(),
        people: z.int().meta({ description: 'By the language of what they were sent.' }),
        text: shownText.meta({ description: 'With the fallbacks for what each contact has of their own.' }),
        short,
      }),
    ),
    parts,
    cost,
    eta,
    routes,
    findings,
  })
  .meta({ id: 'CorrectionPreview' });

export const viewCorrectionPreview = (preview: CorrectionPreview): z.output<typeof correctionPreviewView> => {
  const { etaMs, variants: shown, cost: price, ...rest } = preview;
  return {
    ...rest,
    dryRun: true,
    variants: shown.map((one) => ({ ...one, short: one.short ?? null })),
    cost: price ?? null,
    eta: toSeconds(etaMs),
    routes: preview.routes.map(viewRoute),
    findings: preview.findings.map(viewFinding),
  };
};
