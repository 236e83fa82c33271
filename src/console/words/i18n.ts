import { createInstance } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { unbroken } from './french-spacing.ts';
import { isolated } from './isolated.ts';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** @public Tests read the words of all rooms from it. */
export const i18n = createInstance();
void i18n.use(initReactI18next).init({
  resources: {},
  lng: 'en',
  fallbackLng: 'en',
  // React escapes by itself. Texts of people come as values, which i18next must not read as words of its own.
  interpolation: { escapeValue: false, skipOnVariables: true },
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof i18n.init>[0]);

type Texts = Readonly<Record<string, string>>;

/** `people_one` and `people_other` are two forms of one word, `people`. */
type WordOf<Key extends string> = Key extends `${infer Word}_one` | `${infer Word}_other` ? Word : Key;

/** The words of one room, in all languages. */
export interface Words<En extends Texts> {
  readonly namespace: string;
  readonly en: En;
}

type Values = Readonly<Record<string, string | number>>;
export type Say<Key extends string> = (key: Key, values?: Values) => string;

/** French counts millions as `many` (CLDR), where no text of ours differs from `other`. */
const withMany = (texts: Texts): Texts => ({
  ...Object.fromEntries(
    Object.entries(texts)
      .filter(([key]) => key.endsWith('_other'))
      .map(([key, text]) => [key.replace(/_other$/, '_many'), text]),
  ),
  ...texts,
});

const spaced = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, unbroken(text)]));

/** Declares the words of a room. A key that French has and English has not, or the other way, is an error of types. */
export const defineWords = <const En extends Texts>(
  namespace: string,
  en: En,
  fr: { readonly [Key in keyof En]: string },
): Words<En> => {
  i18n.addResourceBundle('en', namespace, en);
  i18n.addResourceBundle('fr', namespace, withMany(spaced(fr as Texts)));
  return { namespace, en };
};

const isolatedIn = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolated(value) : value,
    ]),
  );

/** The words of a room in the language of the person. `count` in the values chooses between `_one` and `_other`. */
export const useWords = <En extends Texts>({ namespace }: Words<En>): Say<WordOf<keyof En & string>> => {
  const { t } = useTranslation(namespace, { i18n });
  // The types of i18next read the texts themselves, which are not known here.
  const translate = t as (key: string, values: Values) => string;
  return (key, values) => translate(key, { ...(values && isolatedIn(values)), ns: namespace });
};

export const useLanguage = (): Language => {
  const { i18n: current } = useTranslation(undefined, { i18n });
  return current.language === 'fr' ? 'fr' : 'en';
};

export const speak = (language: Language): void => {
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
};

/** The language of the browser, until the person's own is known. */
export const languageOfBrowser = (): Language =>
  navigator.languages.some((one) => one.toLowerCase().startsWith('fr')) &&
  !navigator.languages[0]?.toLowerCase().startsWith('en')
    ? 'fr'
    : 'en';
