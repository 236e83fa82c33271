import type { FindingCode } from '../../../../domain/templates/template.ts';
import type { Finding } from '../../../api/alerts/templates.ts';
import { unbroken } from '../../../words/french-spacing.ts';

type Said = string | ((details: Details) => string);

/** What the message of a finding is about: names in braces, the first number, what follows the last colon. */
interface Details {
  readonly names: string;
  readonly number: string;
  readonly rest: string;
}

const FRENCH: Readonly<Record<FindingCode, Said>> = {
  noVariant: "Il n'y a aucun texte.",
  badLanguage: "Ce n'est pas une langue, par exemple fr ou en.",
  duplicateLanguage: 'Cette langue figure deux fois.',
  missingDefaultLanguage: ({ rest }) =>
    `Aucun texte n'est dans la langue par défaut${rest === '' ? '' : ` (${rest})`}.`,
  emptyText: 'Le texte est vide.',
  unsendableText: "Le texte contient un caractère invisible ou qu'aucun téléphone ne montre.",
  badBraces:
    'Une accolade est ouverte ou fermée de travers : un champ s’écrit {lieu}, une accolade seule se double.',
  unknownPlaceholder: ({ names }) => `${names} est inconnu : ajoutez ce champ plus bas, ou corrigez son nom.`,
  missingFallback: ({ names }) =>
    `${names} demande un texte de remplacement, pour les personnes dont on ne le sait pas.`,
  badFallback: ({ names }) => `Le texte de remplacement de ${names} ne convient pas.`,
  missingValue: ({ names }) => `${names} n'a pas de valeur.`,
  badValue: ({ names }) =>
    `Une valeur ne convient pas${names === '' ? '' : ` (${names})`} : vide, ou avec une accolade ou un caractère invisible.`,
  unusedValue: ({ names }) => `Aucun texte ne contient ${names}, qui a pourtant une valeur.`,
  unusedPlaceholder: ({ names }) => `Aucun texte ne contient ${names}, qui est pourtant prévu.`,
  tooLong: ({ number }) => `Le texte est trop long${number === '' ? '' : ` : jusqu'à ${number} SMS`}.`,
  shortNotOnePart: ({ number }) =>
    `La version courte prend jusqu'à ${number} SMS, le mot d'exercice compris ; elle doit tenir en un seul.`,
  deniesExercise:
    "Le texte dit que ce n'est pas un exercice. Ne l'écrivez jamais : le jour où vous l'oubliez, personne ne croit l'alerte.",
  manyParts: ({ number }) => `Le texte prend jusqu'à ${number} SMS : qui est pressé en lit un.`,
  ucs2: ({ rest }) => `Ces caractères réduisent un SMS de 160 à 70 signes : ${rest}`,
  personalUcs2: ({ names, number }) =>
    `Pour les personnes dont ${names} a une lettre comme ç, il faut ${number} SMS.`,
  missingSource: 'Le texte ne dit pas qui parle ({source}) ; le nom de l’expéditeur suffit peut-être.',
  missingHazard: 'Le texte ne dit pas ce qui se passe ({hazard}).',
  missingPlace: 'Le texte ne dit pas où ({place}).',
  missingAction: 'Le texte ne dit pas que faire ({action}) : sans cela, une alerte ne fait que peur.',
  missingTime: 'Le texte ne dit pas quand, ni jusqu’à quand ({time}).',
  actionNotFirst: ({ number }) =>
    `Ce qu'il faut faire ne vient qu'après ${number} mots : cela se met en premier.`,
  linkShortener:
    'Un lien raccourci cache où il mène, et les opérateurs le filtrent : écrivez l’adresse entière.',
  allCaps: 'Tout en majuscules se lit plus lentement.',
  missingShort: "Il n'y a pas de version courte, pour quand il ne reste que des voies lentes.",
  missingTranslation: "Il n'y a pas de texte dans cette langue.",
  unevenPlaceholders: ({ names }) => `Il manque ${names}, qu'une autre langue contient.`,
  untranslatedFallback: ({ names }) =>
    `Le texte de remplacement de ${names} n'est pas donné dans cette langue.`,
};

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** A finding as a sentence in the language of the person. A code that is new here is said in the gateway's words. */
export const sayFinding = (
  { code, message }: Pick<Finding, 'code' | 'message'>,
  language: 'en' | 'fr',
): string => {
  if (language === 'en') return sentence(message);
  const said = Object.hasOwn(FRENCH, code) ? FRENCH[code as FindingCode] : undefined;
  if (said === undefined) return sentence(message);
  if (typeof said === 'string') return unbroken(said);
  const words = said({
    names: [...new Set(message.match(/\{[^}]+\}/g) ?? [])].join(', '),
    number: /\d+/.exec(message)?.[0] ?? '',
    rest: message.includes(':')
      ? (message.split(':').at(-1) ?? '').trim()
      : (message.split(',').at(-1) ?? '').trim(),
  });
  return unbroken(words);
};
