import { type Content, escapeBraces } from '../../domain/alerts/template.ts';

/** For a cancel that says nothing itself: to each in the language of what is cancelled. */
export const cancelContent = (title: string, cancelled: Content): Content => ({
  variants: cancelled.variants.map(({ language }) => {
    const text = escapeBraces(
      language === 'fr'
        ? `Annulation : ${title}. Cette alerte est annulée.`
        : `Cancelled: ${title}. This alert is cancelled.`,
    );
    return { language, text };
  }),
  defaultLanguage: cancelled.defaultLanguage,
  placeholders: {},
});
