/** A time as people of a place read it. */
export interface Moment {
  /** ms since the epoch. */
  readonly at: number;
  /** When it is read, ms since the epoch: on another day the date is said too. */
  readonly readAt: number;
  /** An IANA name, such as Europe/Paris. */
  readonly timeZone: string;
}

/** The greatest length of `timeInWords`: "12:30 pm on 27 Nov". */
export const LONGEST_TIME = 18;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The time by the clocks of the place, in the language of the text: "18 h 30", "6:30 pm", in other languages "18:30".
 * All characters are in GSM-7, so months are numbers in French: the û of "août" would take the room from 160 characters
 * to 70.
 */
export const timeInWords = ({ at, readAt, timeZone }: Moment, language: string): string => {
  const { year, month, day, hour, minute } = partsOf(at, timeZone);
  const now = partsOf(readAt, timeZone);
  const isToday = year === now.year && month === now.month && day === now.day;
  const minutes = String(minute).padStart(2, '0');
  const date = `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}`;
  switch (language) {
    case 'fr': {
      const time = minute === 0 ? `${hour} h` : `${hour} h ${minutes}`;
      return isToday ? time : `${time} le ${date}`;
    }
    case 'en': {
      const hours = hour % 12 === 0 ? 12 : hour % 12;
      const time = `${minute === 0 ? hours : `${hours}:${minutes}`} ${hour < 12 ? 'am' : 'pm'}`;
      return isToday ? time : `${time} on ${day} ${MONTHS[month - 1] ?? ''}`;
    }
    default:
      return isToday ? `${hour}:${minutes}` : `${hour}:${minutes} ${date}`;
  }
};

const partsOf = (at: number, timeZone: string) => {
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const;
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...numeric });
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: keyof typeof numeric): number => found.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
};
