let minute = -1;
let text = '';

/**
 * The time as YYMMDDhhmm in UTC, as receipts have it. The last result is kept, since thousands of receipts in a row
 * need the same minute.
 */
export const smppMinute = (ms: number): string => {
  const asked = Math.floor(ms / 60_000);
  if (asked !== minute) {
    minute = asked;
    text = new Date(ms).toISOString().replace(/\D/g, '').slice(2, 12);
  }
  return text;
};

/** An absolute time (SMPP 3.4, 7.1.1.1): YYMMDDhhmmss, tenths, and no offset from UTC. */
export const smppTime = (ms: number): string =>
  `${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 15)}00+`;
