/** Whether the machine knows the rules of this time zone (IANA), such as Europe/Paris. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};
