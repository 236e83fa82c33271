import { gatewayNow, isSameDay, placeZone } from './place.ts';

/** A time of the clock, with its day where that isn't today. */
export type ClockOn = (time: string | number | Date, now?: number) => string;

/**
 * "16:04", and of another day "16:04 on 27 Nov"; in French "16:04 le 27 nov.". So that it can follow "by", "until" and
 * "since", the day stands behind.
 */
export const clockOn = (language: 'en' | 'fr', precision: 'minutes' | 'seconds'): ClockOn => {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const timeZone = placeZone();
  const clocks = new Intl.DateTimeFormat(locale, {
    timeStyle: precision === 'minutes' ? 'short' : 'medium',
    timeZone,
  });
  const day = { day: 'numeric', month: 'short', timeZone } as const;
  const days = new Intl.DateTimeFormat(locale, day);
  const daysOfYears = new Intl.DateTimeFormat(locale, { ...day, year: 'numeric' });
  const years = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone });
  return (time, now = gatewayNow()) => {
    const date = new Date(time);
    const clock = clocks.format(date);
    if (isSameDay(date, now)) return clock;
    const isThisYear = years.format(date) === years.format(now);
    return `${clock} ${language === 'fr' ? 'le' : 'on'} ${(isThisYear ? days : daysOfYears).format(date)}`;
  };
};
