import { gatewayNow, isSameDay, placeZone } from './place.ts';
/** "at 03:14:22", and with the day if that isn't today: "on 24 Nov 2026 at 03:14:22"; the same in French. */
export const whenIn = (language: 'en' | 'fr'): ((time: string | number | Date, now?: Date) => string) => {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const [on, at] = language === 'fr' ? ['le', 'à'] : ['on', 'at'];
  const timeZone = placeZone();
  const clocks = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  return (time, now = new Date(gatewayNow())) => {
    const date = new Date(time);
    const clock = `${at} ${clocks.format(date)}`;
    return isSameDay(date, now) ? clock : `${on} ${days.format(date)} ${clock}`;
  };
};
