import { useMemo } from 'react';
import { useLanguage } from '../../../words/i18n.ts';

interface Zoned {
  /** Thursday 26 November. */
  readonly day: (atMs: number) => string;
  /** 08:00. */
  readonly minute: (atMs: number) => string;
  /** 1 January 2026, of a day written 2026-01-01. */
  readonly date: (day: string) => string;
  /** Thu 26 Nov, 08:00. */
  readonly moment: (at: number | string) => string;
}

/** Times by the clocks of the roster's place, which need not be those of this machine. */
export const useZoned = (timeZone: string): Zoned => {
  const language = useLanguage();
  return useMemo(() => {
    const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    /** French has 1er for the first of a month, which Intl does not know. */
    const first = (text: string): string =>
      language === 'fr' ? text.replace(/(^|\s)1(?=\s\p{L})/u, '$11er') : text;
    const days = format({ weekday: 'long', day: 'numeric', month: 'long' });
    // A day has no zone: noon of it is the same day wherever it is formatted for.
    const dates = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'long' });
    const minutes = format({ hour: '2-digit', minute: '2-digit' });
    const moments = format({
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    return {
      day: (atMs) => first(days.format(atMs)),
      date: (of) => first(dates.format(new Date(`${of}T12:00Z`))),
      minute: (atMs) => minutes.format(atMs),
      moment: (at) => moments.format(new Date(at)),
    };
  }, [timeZone, language]);
};
