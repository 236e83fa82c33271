/** When a schedule launches, as people say it; `own`: only the cron expression says it. */
export type Rhythm =
  | { readonly every: 'month'; readonly day: number; readonly time: string }
  | { readonly every: 'week'; readonly day: number; readonly time: string }
  | { readonly every: 'day'; readonly time: string }
  | { readonly every: 'own'; readonly cron: string };

const two = (text: string): string => text.padStart(2, '0');

/** The rhythm of a cron expression. Days of the week count from 0, Sunday. */
export const rhythmOf = (cron: string): Rhythm => {
  const found = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-7])$/.exec(cron.trim());
  const [, minute = '', hour = '', monthDay = '', weekDay = ''] = found ?? [];
  if (found === null || Number(minute) > 59 || Number(hour) > 23) return { every: 'own', cron };
  const time = `${two(hour)}:${two(minute)}`;
  if (monthDay === '*') {
    return weekDay === '*' ? { every: 'day', time } : { every: 'week', day: Number(weekDay) % 7, time };
  }
  return weekDay === '*' ? { every: 'month', day: Number(monthDay), time } : { every: 'own', cron };
};

export const cronOf = (rhythm: Rhythm): string => {
  if (rhythm.every === 'own') return rhythm.cron.trim();
  const [hour = '0', minute = '0'] = rhythm.time.split(':');
  const at = `${Number(minute)} ${Number(hour)}`;
  if (rhythm.every === 'day') return `${at} * * *`;
  return rhythm.every === 'month' ? `${at} ${rhythm.day} * *` : `${at} * * ${rhythm.day}`;
};
