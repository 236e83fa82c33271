const two = (value: number): string => String(value).padStart(2, '0');

/** What can be said without months, whose length is anyone's guess. */
const MAX_SECONDS = 30 * 86_400;

/**
 * What is left, as a relative validity_period (3.4, 7.1.1.2): whole seconds, 1 second at least and 30 days at most,
 * rounded down so that nothing goes out after its time.
 */
export const validityPeriod = (leftMs: number): string => {
  const seconds = Math.min(Math.max(1, Math.floor(leftMs / 1000)), MAX_SECONDS);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return `0000${two(days)}${two(hours)}${two(minutes)}${two(seconds % 60)}000R`;
};
