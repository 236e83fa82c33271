let minute = -1;
let text = '';

/** YYMMDDhhmm in UTC, as receipts have it. The last one is kept, since thousands in a row ask for the same. */
export const smppMinute = (ms: number): string => {
  const asked = Math.floor(ms / 60_000);
  if (asked !== minute) {
    minute = asked;
    text = new Date(ms).toISOString().replace(/\D/g, '').slice(2, 12);
  }
  return text;
};

/** 7.1.1.1, absolute: YYMMDDhhmmss, tenths, no offset. */
export const smppTime = (ms: number): string =>
  `${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 15)}00+`;
