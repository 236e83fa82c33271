/** The days in a duration such as P400D or PT24H; undefined: it isn't whole days. */
export const daysIn = (duration: string): number | undefined => {
  const [, days = '0', hours = '0'] = /^P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(duration) ?? [];
  const all = Number(days) + Number(hours) / 24;
  return all > 0 && Number.isInteger(all) ? all : undefined;
};
