import { z } from 'zod';
import type { CorrectionPreview } from '../../../alerts/preview/correction-preview.ts';
import { viewFinding } from '../templates/content-view.ts';
import { previewFields, toSeconds, viewRoute } from './preview-view.ts';

const { parts, cost, eta, inTime, etaReason, routes, findings, variants } = previewFields;
const { typical: shownText, short } = variants.element.shape;

export const correctionPreviewView = z
  .strictObject({
    dryRun: z.literal(true),
    people: z.int().meta({
      description:
        'People who have the alert, or may have it. People who opted out since are counted, but get no correction.',
    }),
    onTheWay: z.int().meta({
      description:
        'People whose message a route is sending. If they turn out to have the alert, they get the correction too.',
    }),
    toCome: z.int().meta({
      description:
        'People without a message that a route has: an update becomes their first text, a cancel spares them both texts.',
    }),
    needsSecondPerson: z
      .boolean()
      .meta({ description: 'Whether the correction would wait for a second person.' }),
    variants: z.array(
      z.strictObject({
        language: z.string(),
        people: z.int().meta({ description: 'Counted by the language of the text that they were sent.' }),
        text: shownText.meta({ description: 'With fallbacks in the place of personal values.' }),
        short,
      }),
    ),
    parts,
    cost,
    eta,
    inTime,
    etaReason,
    routes,
    findings,
  })
  .meta({ id: 'CorrectionPreview' });

export const viewCorrectionPreview = (preview: CorrectionPreview): z.output<typeof correctionPreviewView> => {
  const { etaMs, reason, variants: shown, cost: price, ...rest } = preview;
  return {
    ...rest,
    dryRun: true,
    variants: shown.map((one) => ({ ...one, short: one.short ?? null })),
    cost: price ?? null,
    eta: toSeconds(etaMs),
    etaReason: reason ?? null,
    routes: preview.routes.map(viewRoute),
    findings: preview.findings.map(viewFinding),
  };
};
