import { toFrench } from './translate.ts';

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/**
 * A text of the gateway in the language of who reads it, with its times by the clocks of the place. What the gateway
 * has no French words for, such as a reason that a person wrote, stays as it is.
 * @param timeZone an IANA name, such as Europe/Paris
 */
export const inWords = (text: string, language: 'fr' | 'en', timeZone: string): string => {
  const said = language === 'fr' ? (toFrench(text) ?? text) : text;
  return said.replaceAll(INSTANT, (instant) => clockTime(Date.parse(instant), language, timeZone));
};

const clockTime = (atMs: number, language: 'fr' | 'en', timeZone: string): string => {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone,
    day: '2-digit',
    month: language === 'fr' ? '2-digit' : 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const [day, month, hour, minute] = (['day', 'month', 'hour', 'minute'] as const).map((one) =>
    parts.get(one),
  );
  return language === 'fr' ? `${day}/${month} à ${hour}:${minute}` : `${hour}:${minute} on ${day} ${month}`;
};
