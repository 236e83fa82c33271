import type { Drill } from '../../api/alerts/drills.ts';
import { useLanguage, useWords } from '../../words/i18n.ts';
import { plannedOf } from './cron-words.ts';
import { drillsWords } from './words.ts';

/** A Sunday, so that the day of the week of a cron is a number of days after it. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

/** The name of a day of the week: 0 is Sunday. */
export const useDayName = (): ((day: number) => string) => {
  const language = useLanguage();
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return (day) => format.format(SUNDAY + day * DAY_MS);
};

/** When a drill runs by itself, in words. */
export const usePlanned = (): ((drill: Pick<Drill, 'cron' | 'enabled'>) => string) => {
  const say = useWords(drillsWords);
  const dayName = useDayName();
  return ({ cron, enabled }) => {
    if (!enabled) return say('off');
    const planned = plannedOf(cron);
    switch (planned.kind) {
      case 'daily':
        return say('daily', { time: planned.time });
      case 'weekly':
        return say('weekly', { time: planned.time, day: dayName(planned.day) });
      case 'monthly':
        return say('monthly', { time: planned.time, date: planned.date });
      case 'other':
        return say('otherPlan', { cron: planned.cron });
    }
  };
};
