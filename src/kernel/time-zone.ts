/** Whether this machine knows the time zone (IANA), such as Europe/Paris. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** The time zone (IANA) that this machine is set to: by TZ or, if that is not set, by its system. */
export const machineTimeZone = (): string => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isTimeZone(timeZone) ? timeZone : 'UTC';
};

/** The time of day, such as 03:25. @param zone undefined: the time zone of this machine */
export const timeOfDay = (ms: number, zone: string | undefined): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(zone !== undefined && { timeZone: zone }),
  }).format(ms);
