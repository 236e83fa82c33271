import type { Alert } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import { markExercise } from '../../domain/templates/mark-exercise.ts';
import { fitted, named } from '../approval/written.ts';

/** What somebody does without the second person. */
type GlassAction = Extract<AlertAction, 'breakGlass' | 'breakGlassUpdate' | 'breakGlassCancel'>;

/** A step without the second person, and its reason. */
export interface GlassStep {
  readonly action: GlassAction;
  readonly reason: string;
}

export const isGlassAction = (action: AlertAction): action is GlassAction =>
  action === 'breakGlass' || action === 'breakGlassUpdate' || action === 'breakGlassCancel';

const WHAT: Readonly<Record<'fr' | 'en', Readonly<Record<GlassAction, string>>>> = {
  fr: {
    breakGlass: "l'alerte",
    breakGlassUpdate: "la mise à jour de l'alerte",
    breakGlassCancel: "l'annulation de l'alerte",
  },
  en: {
    breakGlass: 'alert',
    breakGlassUpdate: 'the update of alert',
    breakGlassCancel: 'the cancel of alert',
  },
};

/** Tells an officer that something goes out that no second person has seen. In one part: the reason is cut to fit. */
export const glassText = (
  language: 'fr' | 'en',
  { id, draft }: Pick<Alert, 'id' | 'draft'>,
  by: string,
  { action, reason }: GlassStep,
): string => {
  const what = `${WHAT[language][action]} ${id}`;
  return fitted(reason, (why) => {
    const said =
      language === 'fr'
        ? `TOCSIN : ${named(by)} envoie ${what} SANS deuxième personne. Raison : ${why}`
        : `TOCSIN: ${named(by)} sends ${what} WITHOUT a second person. Reason: ${why}`;
    return draft.kind === 'exercise' ? markExercise(said, language) : said;
  });
};
