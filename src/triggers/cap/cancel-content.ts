import { type Content, escapeBraces } from '../../domain/templates/template.ts';

/** The text of a cancel without a text of its own, in each language of the cancelled alert. */
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
