import { type Moment, timeInWords } from '../../../domain/templates/clock-words.ts';
import type { Content } from '../../../domain/templates/template.ts';

/** The texts that come with the product. Each is one GSM-7 part, with the word for an exercise before it. */
const texts = {
  cancel: {
    fr: (time: string) => `Annulation de l'alerte de ${time} : n'en tenez plus compte.`,
    en: (time: string) => `Cancellation of the alert of ${time}: please disregard it.`,
  },
  end: {
    fr: (time: string) => `Fin d'alerte : l'alerte de ${time} est levée.`,
    en: (time: string) => `All clear: the alert of ${time} is over.`,
  },
} as const;

/**
 * What a cancel or the end of an alert says where no text of its own was approved with the alert: in French, and in
 * English to all other languages of the alert.
 * @param sent when the alert went out
 */
export const libraryEnding = (
  what: keyof typeof texts,
  { variants, defaultLanguage }: Pick<Content, 'variants' | 'defaultLanguage'>,
  sent: Moment,
): Content => ({
  defaultLanguage,
  placeholders: {},
  variants: variants.map(({ language }) => {
    const of = language === 'fr' ? 'fr' : 'en';
    return { language, text: texts[what][of](timeInWords(sent, of)) };
  }),
});
