import { type ClockOn, clockOn } from './clock-on.ts';
import { durationIn, THIN_SPACE } from './duration.ts';
import { gatewayNow, isSameDay, placeZone } from './place.ts';

export interface Formats {
  /** 4 212, with a thin space in both languages. */
  readonly number: (value: number) => string;
  readonly percent: (part: number, whole: number) => string;
  /** 03:21:07, the time of the place. */
  readonly clock: (time: string | number | Date) => string;
  /** 03:21. */
  readonly minute: (time: string | number | Date) => string;
  /** 03:21; of another day 03:21 on 27 Nov. */
  readonly minuteOn: ClockOn;
  /** 03:21:07; of another day 03:21:07 on 27 Nov. */
  readonly clockOn: ClockOn;
  /** 26 Nov 2026, 03:21:07; today only the clock. */
  readonly moment: (time: string | number | Date) => string;
  /** 9 min, 2 h 05 min, 40 s; undefined and null are said as not known by the caller. */
  readonly duration: (seconds: number) => string;
  /** +33 6 39 98 00 42. */
  readonly phone: (number: string) => string;
}

const isToday = (date: Date): boolean => isSameDay(date, gatewayNow());

/** +33639980042 as +33 6 39 98 00 42, as it is dialled in France in twos; numbers of other countries in threes. */
const phone = (number: string): string => {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(number);
  if (french) return `+33 ${french.slice(1).join(' ')}`;
  if (/^0\d{9}$/.test(number)) return number.replaceAll(/(\d\d)(?=\d)/g, '$1 ');
  return number
    .replace(/(\+?\d{2,3})(?=(?:\d{3})+$)/g, '$1 ')
    .replaceAll(/(\d{3})(?=\d)/g, '$1 ')
    .trim();
};

/** In whole hundredths; some are never shown as none, nor nearly all as all. */
const shareOf = (part: number, whole: number): string => {
  const rounded = Math.round((100 * part) / whole);
  if (rounded === 0 && part > 0) return `<${THIN_SPACE}1`;
  return rounded === 100 && part < whole ? `>${THIN_SPACE}99` : String(rounded);
};

export const formatsOf = (language: 'en' | 'fr'): Formats => {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const numbers = new Intl.NumberFormat(locale, { useGrouping: 'always' });
  const timeZone = placeZone();
  const clocks = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
  const minutes = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  const number = (value: number): string =>
    numbers
      .formatToParts(value)
      .map(({ type, value: text }) => (type === 'group' ? THIN_SPACE : text))
      .join('');
  return {
    number,
    percent: (part, whole) => (whole === 0 ? '–' : `${shareOf(part, whole)}${THIN_SPACE}%`),
    clock: (time) => clocks.format(new Date(time)),
    minute: (time) => minutes.format(new Date(time)),
    minuteOn: clockOn(language, 'minutes'),
    clockOn: clockOn(language, 'seconds'),
    moment: (time) => {
      const date = new Date(time);
      return isToday(date) ? clocks.format(date) : moments.format(date);
    },
    duration: (seconds) => durationIn(seconds, number),
    phone,
  };
};
