import type { PendingAct } from '../domain/access/pending-act.ts';
import { quote } from '../domain/text/quote.ts';

const NAME = 20;

const TEXTS = {
  fr: {
    create: '{by} veut inscrire {name}',
    replace: '{by} veut donner plus de droits à {name}',
    enable: '{by} veut réactiver {name}',
    end: "Passerelle d'alerte : à approuver ou refuser sous 24 h.",
  },
  en: {
    create: '{by} wants to register {name}',
    replace: '{by} wants to give more rights to {name}',
    enable: '{by} wants to enable {name} again',
    end: 'Alert gateway: approve or refuse within 24 h.',
  },
} as const;

/** Tells an admin that an act waits. It fits one GSM 7-bit part: names are cut, and no number is in it. */
export const pendingActText = (
  language: 'fr' | 'en',
  { kind, name }: Pick<PendingAct, 'kind' | 'name'>,
  by: string,
): string => {
  const { [kind]: says, end } = TEXTS[language];
  return `${says.replace('{by}', () => quote(by, NAME)).replace('{name}', () => quote(name, NAME))}. ${end}`;
};
