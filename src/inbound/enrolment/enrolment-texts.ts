import { quote } from '../../domain/text/quote.ts';

export type Tongue = 'fr' | 'en';

// Each fits one GSM 7-bit part, unless names of lists are long. START, STOP, LANGUE and the like are understood in any
// language.
const TEXTS = {
  startFirst: {
    fr: 'Vous aviez écrit STOP : vous ne recevez rien de nous. Répondez START, puis {word}.',
    en: 'You wrote STOP: you get nothing from us. Reply START, then {word}.',
  },
  already: {
    fr: 'Déjà inscrit : {list}. Se désinscrire : STOP.',
    en: 'You are on the list already: {list}. To stop: STOP.',
  },
  wrongCode: {
    fr: 'Code faux. Répondez OUI et les 4 chiffres de notre SMS.',
    en: 'This code is wrong. Reply YES and the 4 digits that you were sent.',
  },
  welcome: {
    fr: 'Inscription faite : {list}. Nos messages viennent de {sender}. Se désinscrire : STOP.',
    en: 'You are on the list: {list}. Our messages come from {sender}. To stop: STOP.',
  },
  welcomeAndSave: {
    fr: 'Inscription faite : {list}. Enregistrez {sender} sous le nom "{organisation}". Se désinscrire : STOP.',
    en: 'You are on the list: {list}. Save {sender} as "{organisation}". To stop: STOP.',
  },
  language: {
    fr: 'Langue enregistrée : {value}. Pour en changer : LANGUE EN.',
    en: 'Language stored: {value}. To change it: LANGUAGE FR.',
  },
  noLanguage: {
    fr: 'Langue inconnue. Écrivez par exemple LANGUE FR ou LANGUE ANGLAIS.',
    en: 'Unknown language. Write for example LANGUAGE EN or LANGUAGE FRENCH.',
  },
  postalCode: {
    fr: 'Code postal enregistré : {value}. Pour en changer : CP et le nouveau code.',
    en: 'Postal code stored: {value}. To change it: POSTCODE and the new one.',
  },
  noPostalCode: {
    fr: 'Code postal non reconnu. Écrivez par exemple CP 31000.',
    en: 'This is no postal code. Write for example POSTCODE 31000.',
  },
  info: {
    fr: 'Listes : {lists}. Langue : {language}. Code postal : {postalCode}. Changer : LANGUE EN, CP 31000. Fin : STOP.',
    en: 'Lists: {lists}. Language: {language}. Postal code: {postalCode}. Change: LANGUAGE FR, POSTCODE 31000. End: STOP.',
  },
  infoOptedOut: {
    fr: 'Vous avez écrit STOP : vous ne recevez rien. Langue : {language}. Code postal : {postalCode}. Revenir : START.',
    en: 'You wrote STOP: you get nothing. Language: {language}. Postal code: {postalCode}. To come back: START.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Tongue, string>>>>;

const QUESTION = 'Inscription "{list}" : répondez OUI {code} pour confirmer. To join, reply YES {code}.';
const QUOTED = 40;

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

export const enrolmentText = (
  kind: keyof typeof TEXTS,
  tongue: Tongue,
  values: Readonly<Record<string, string>> = {},
): string => fill(TEXTS[kind][tongue], values);

/** In both languages, since nothing is known of a phone that writes for the first time. */
export const questionText = (list: string, code: string): string =>
  fill(QUESTION, { list: quote(list, QUOTED), code });

/** The names of lists as a reply shows them. */
export const shownName = (name: string): string => quote(name, QUOTED);

/** An operator's own welcome, with what stands in its braces filled in. */
export const ownWelcome = (text: string, list: string, sender: string): string =>
  fill(text, { list: shownName(list), sender });
