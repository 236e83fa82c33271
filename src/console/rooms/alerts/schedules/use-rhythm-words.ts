import { useMemo } from 'react';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { rhythmOf } from './rhythm.ts';
import { schedulesWords } from './words.ts';

/** A Sunday. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

/** The days of the week by name, Sunday first, as cron counts them. */
export const useDays = (): readonly string[] => {
  const language = useLanguage();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(SUNDAY + day * DAY_MS));
  }, [language]);
};

/** "each Monday at 10:00" for `0 10 * * 1`; an expression that can't be said so stays as it is. */
export const useRhythmWords = (): ((cron: string) => string) => {
  const say = useWords(schedulesWords);
  const days = useDays();
  return (cron) => {
    const rhythm = rhythmOf(cron);
    if (rhythm.every === 'own') return rhythm.cron;
    const { time } = rhythm;
    if (rhythm.every === 'day') return say('dailySaid', { time });
    return rhythm.every === 'month'
      ? say('monthlySaid', { day: rhythm.day, time })
      : say('weeklySaid', { day: days[rhythm.day] ?? '', time });
  };
};
