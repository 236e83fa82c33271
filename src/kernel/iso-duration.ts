const UNITS_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000] as const;

// A fraction is allowed in the last unit only (ISO 8601-1, 5.5.2.3): its letter ends the text.
const AMOUNT = '([0-9]+(?:[.,][0-9]+(?=[A-Z]$))?)';
const DURATION = new RegExp(
  `^P(?=[0-9T])(?:${AMOUNT}W|(?:${AMOUNT}D)?(?:T(?=[0-9])(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}S)?)?)$`,
);

/**
 * The milliseconds of an ISO 8601 duration: `P2W`, or days, hours, minutes and seconds as in `P1DT12H`, `PT0.5H`,
 * rounded to the nearest. A day is 24 hours. Undefined for all else: years and months too, since how long they are
 * depends on when they begin, and for more than a number holds exactly.
 */
export const parseIsoDuration = (text: string): number | undefined => {
  const amounts = DURATION.exec(text)?.slice(1);
  if (amounts === undefined) return undefined;
  let ms = 0;
  for (const [i, unitMs] of UNITS_MS.entries()) {
    ms += Number((amounts[i] ?? '0').replace(',', '.')) * unitMs;
  }
  const rounded = Math.round(ms);
  return Number.isSafeInteger(rounded) ? rounded : undefined;
};
