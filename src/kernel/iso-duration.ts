const UNITS_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000] as const;

// ISO 8601-1, 5.5.2.3: only the last unit may have a fraction, so the letter after it ends the text.
const AMOUNT = '([0-9]+(?:[.,][0-9]+(?=[A-Z]$))?)';
const DURATION = new RegExp(
  `^P(?=[0-9T])(?:${AMOUNT}W|(?:${AMOUNT}D)?(?:T(?=[0-9])(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}S)?)?)$`,
);

/**
 * The length of an ISO 8601 duration in whole ms: weeks such as `P2W`, or days, hours, minutes and seconds such as
 * `P1DT12H` or `PT0.5H`. A day is 24 hours. Undefined for other texts, for years and months (their length depends on
 * the date) and for more than the largest safe integer.
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
