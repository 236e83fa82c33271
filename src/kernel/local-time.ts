/** A date and a time of day as a clock on the wall shows them, without a time zone. `month` is 1 to 12. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  // There are a few hundred names of time zones, so the map stays small.
  formats.set(timeZone, made);
  return made;
};

/** What a clock in the time zone shows, as ms since the epoch of a clock in UTC that shows the same. */
const shownMs = (timeZone: string, atMs: number): number => {
  const shown = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs))
    if (type in shown) shown[type as keyof typeof shown] = Number(value);
  return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
};

/** How far the clocks of the time zone are ahead of UTC at this moment, ms. */
const offsetMs = (timeZone: string, atMs: number): number =>
  shownMs(timeZone, atMs) - Math.floor(atMs / 1000) * 1000;

/** The date and time in the time zone at this moment. */
export const localTimeAt = (timeZone: string, atMs: number): LocalTime => {
  const shown = new Date(shownMs(timeZone, atMs));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  };
};

/**
 * The first moment at which the clocks of the time zone show this time or a later one, ms since the epoch. A time that
 * the clocks skip is the moment of the skip; a time that they repeat is its first occurrence.
 */
export const instantOf = (timeZone: string, { year, month, day, hour, minute }: LocalTime): number => {
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  // No clock changes twice in two days, so one of these two offsets holds.
  const before = offsetMs(timeZone, shown - DAY_MS);
  const after = offsetMs(timeZone, shown + DAY_MS);
  const early = shown - Math.max(before, after);
  const late = shown - Math.min(before, after);
  if (shownMs(timeZone, early) === shown) return early;
  if (shownMs(timeZone, late) === shown) return late;
  // The clocks skip the time: the skip is the first moment at which they show more.
  let [low, high] = [early, late];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (shownMs(timeZone, middle) >= shown) high = middle;
    else low = middle;
  }
  return high;
};

/** The number of days from 1970-01-01 to this date. */
export const dayNumberOf = ({ year, month, day }: Pick<LocalTime, 'year' | 'month' | 'day'>): number =>
  Date.UTC(year, month - 1, day) / DAY_MS;

/** The date of a number of days from 1970-01-01. */
export const dateOfDay = (days: number): Pick<LocalTime, 'year' | 'month' | 'day'> => {
  const date = new Date(days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** The day of the week of a number of days from 1970-01-01: 1 is Monday, 7 Sunday (ISO 8601). */
export const weekdayOf = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;
