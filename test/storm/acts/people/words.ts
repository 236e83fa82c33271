import { between, type Dice, pick } from '../../../chaos/dice.ts';

type Language = 'fr' | 'en';

/** How the texts of an alert are made. */
export interface Style {
  readonly parts: number;
  readonly isUcs2: boolean;
  readonly hasName: boolean;
}

/** The content of a draft or a correction, as the API takes it. */
export interface Content {
  readonly defaultLanguage: Language;
  readonly placeholders: object;
  readonly variants: readonly { readonly language: Language; readonly text: string }[];
}

/** What a part of a long text holds, characters (TS 23.040 9.2.3.24.1). */
const PER_PART = { gsm7: 153, ucs2: 67 } as const;
/** What the last part has at least: a whole word, also the longest, so that the part shows what it is of. */
const LAST_PART = 20;
const FALLBACK = 'tous';

export const styleOf = (dice: Dice): Style => ({
  parts: pick(dice('parts'), [1, 1, 1, 2, 3]),
  isUcs2: dice('alphabet') < 0.2,
  hasName: dice('name') < 0.4,
});

/** @param mark is in each word, so that every part of a long text shows what it is of */
export const contentOf = (mark: string, { parts, isUcs2, hasName }: Style, dice: Dice): Content => ({
  defaultLanguage: 'fr',
  placeholders: hasName ? { name: { fallback: FALLBACK } } : {},
  variants: (['fr', 'en'] as const).map((language) => {
    const length = parts === 1 ? 0 : (parts - 1) * PER_PART[isUcs2 ? 'ucs2' : 'gsm7'] + LAST_PART;
    let text = `${hasName ? '{name} : ' : ''}${mark}${language}.0 ${language === 'fr' ? 'partez' : 'leave now'}${isUcs2 ? ' ж' : ''}`;
    for (let word = 1; text.length < length; word++)
      text += ` ${mark}${language}.${word}${'abcdefgh'.slice(0, between(dice(`${mark} ${word}`), 0, 8))}`;
    return { language, text };
  }),
});

/** The text that somebody gets of a content. @param name undefined: nobody has told it */
export const textFor = (
  { variants, defaultLanguage }: Content,
  language: string | undefined,
  name: string | undefined,
): string => {
  const wanted = variants.find((one) => one.language === language);
  const found = wanted ?? variants.find((one) => one.language === defaultLanguage);
  return (found?.text ?? '').replace('{name}', name ?? FALLBACK);
};

/** The word with which every text of an exercise begins. */
const EXERCISE = /^(?:EXERCICE|EXERCISE)(?: - | : |: )/;

export const withoutExercise = (text: string): string => text.replace(EXERCISE, '');
export const saysExercise = (text: string): boolean => EXERCISE.test(text);
