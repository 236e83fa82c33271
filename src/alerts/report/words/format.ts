import { toFrench } from '../../../domain/text/french/translate.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import type { ReportLanguage } from './language.ts';
import type { Words } from './words.ts';

const WORDS: Readonly<Record<ReportLanguage, Words>> = { en: english, fr: french };
const LOCALE: Readonly<Record<ReportLanguage, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** The hash of what somebody approved: `digest` of `src/alerts/preview/draft-review.ts`, or two of them. */
const HASH = /^(?:\d\.)?[\w-]{43}(?:\.[\w-]{43})?$/;

export const isHash = (text: string): boolean => HASH.test(text);

/** How the report writes numbers, times and texts of the gateway in one language, at one place. */
export interface Format {
  readonly language: ReportLanguage;
  readonly words: Words;
  /** The time zone with its offset when the alert began, such as `Europe/Paris (UTC+01:00)`. */
  readonly zone: string;
  number(value: number): string;
  share(part: number, of: number): string;
  seconds(ms: number): string;
  money(amount: number, currency: string): string;
  /** A time of the place, ms since the epoch; with its offset where it differs from that of `zone`. */
  time(ms: number): string;
  languageName(tag: string): string;
  /** A text of the gateway, such as a reason. A text that somebody else wrote stays, in quotation marks. */
  said(text: string): string;
  /** Words of the report, with the spaces that the language has before its punctuation. */
  set(text: string): string;
}

/** @param atMs when the alert began, ms since the epoch, for the offset of the time zone */
export const formatFor = (language: ReportLanguage, timeZone: string, atMs: number): Format => {
  const words = WORDS[language];
  const locale = LOCALE[language];
  const narrow = (text: string): string => (language === 'fr' ? text.replaceAll('\u00a0', '\u202f') : text);
  const set = (text: string): string =>
    language === 'fr' ? text.replaceAll(/ (?=[:;?!%»])|(?<=«) /g, '\u202f') : text;
  const numbers = new Intl.NumberFormat(locale);
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const clock = clockOf(timeZone);
  const here = clock(atMs).offset;
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  return {
    language,
    words,
    zone: `${timeZone} (UTC${here})`,
    number: (value) => narrow(numbers.format(value)),
    share: (part, of) => {
      const [share, sign] = shareShown(part, of);
      return `${sign === '' ? '' : `${sign}${language === 'fr' ? '\u202f' : ' '}`}${narrow(shares.format(share))}`;
    },
    seconds: (ms) => `${seconds.format(ms / 1000)}${language === 'fr' ? '\u202f' : ' '}s`,
    money: (amount, currency) =>
      narrow(new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)),
    time: (ms) => {
      const { year, month, day, time, offset } = clock(ms);
      const date = language === 'fr' ? `${day}/${month}/${year}` : `${year}-${month}-${day}`;
      return offset === here ? `${date} ${time}` : `${date} ${time} (${offset})`;
    },
    languageName: (tag) => (isLanguage(tag) ? (names.of(tag) ?? tag) : tag),
    said: (text) => {
      if (language === 'en' || isHash(text)) return text;
      const inFrench = toFrench(text);
      return set(inFrench ?? words.quoted(text));
    },
    set,
  };
};

/** The smallest share that the report shows: a tenth of a percent. */
const LEAST_SHARE = 0.001;

/** A share that can be rounded: some are never shown as none, nor nearly all as all; a `<` or `>` stands before. */
const shareShown = (part: number, of: number): readonly [share: number, sign: '' | '<' | '>'] => {
  const share = of === 0 ? 0 : part / of;
  if (share > 0 && share < LEAST_SHARE / 2) return [LEAST_SHARE, '<'];
  if (share < 1 && share > 1 - LEAST_SHARE / 2) return [1 - LEAST_SHARE, '>'];
  return [share, ''];
};

/** Whether `Intl` takes the text as a language; it throws for any other, such as one of four letters. */
const isLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

interface ClockTime {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
  /** Such as `+01:00`. */
  readonly offset: string;
}

const clockOf = (timeZone: string): ((ms: number) => ClockTime) => {
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
    const offset = (parts['timeZoneName'] ?? '').replace('GMT', '') || '+00:00';
    return { year, month, day, time: `${hour}:${minute}:${second}`, offset };
  };
};
