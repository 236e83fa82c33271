/** U+202F, the thin space that doesn't break a line (ISO 80000-1, 7.3.1). */
export const THIN_SPACE = '\u202f';

const HOUR_MIN = 60;
const HOUR_S = 3600;
const MINUTE_S = 60;

/** 40 s, 9 min, 2 h 5 min; the same in both languages but for the number. */
export const durationIn = (seconds: number, number: (value: number) => string): string => {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 2 * MINUTE_S) return `${whole}${THIN_SPACE}s`;
  if (whole < 2 * HOUR_S) return `${Math.ceil(whole / MINUTE_S)}${THIN_SPACE}min`;
  const minutes = Math.round(whole / MINUTE_S);
  const rest = minutes % HOUR_MIN;
  const hours = `${number(Math.floor(minutes / HOUR_MIN))}${THIN_SPACE}h`;
  return rest === 0 ? hours : `${hours} ${rest}${THIN_SPACE}min`;
};
