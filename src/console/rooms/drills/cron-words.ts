/** What a cron expression says, if it is one that people usually write. */
export type Planned =
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'weekly'; readonly time: string; readonly day: number }
  | { readonly kind: 'monthly'; readonly time: string; readonly date: number }
  /** Something else: the five fields as they are. */
  | { readonly kind: 'other'; readonly cron: string };

const isNumber = (field: string | undefined, most: number): field is string =>
  field !== undefined && /^\d{1,2}$/.test(field) && Number(field) <= most;

/** Reads five cron fields. The day of the week is 0 (Sunday) to 6. */
export const plannedOf = (cron: string): Planned => {
  const [minute, hour, date, month, day, ...rest] = cron.trim().split(/\s+/);
  const other = { kind: 'other', cron } as const;
  if (rest.length > 0 || !isNumber(minute, 59) || !isNumber(hour, 23) || month !== '*') return other;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (date === '*' && day === '*') return { kind: 'daily', time };
  if (date === '*' && isNumber(day, 7)) return { kind: 'weekly', time, day: Number(day) % 7 };
  if (isNumber(date, 31) && date !== '0' && day === '*') return { kind: 'monthly', time, date: Number(date) };
  return other;
};

/** The other way: the five fields of a plan. */
export const cronOf = (planned: Planned): string => {
  if (planned.kind === 'other') return planned.cron;
  const [hour = '0', minute = '0'] = planned.time.split(':');
  const at = `${Number(minute)} ${Number(hour)}`;
  if (planned.kind === 'daily') return `${at} * * *`;
  if (planned.kind === 'weekly') return `${at} * * ${planned.day}`;
  return `${at} ${planned.date} * *`;
};
