import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** The longest relative validity in seconds: a longer one would need months, whose length isn't defined. */
const MAX_SECONDS = 30 * 86_400;

const relative = (seconds: number): string => {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return `0000${two(days)}${two(hours)}${two(minutes)}${two(seconds % 60)}000R`;
};

const absolute = (atMs: number): string => {
  const at = new Date(atMs);
  const date = `${two(at.getUTCFullYear() % 100)}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`;
  return `${date}${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}000+`;
};

/**
 * The validity_period (3.4, 7.1.1) for a part that may go out until `validUntil`: whole seconds, at least 1 and at
 * most 30 days from now. It is rounded down, so that the carrier never delivers later.
 *
 * @param validUntil later than `now`, both ms since the epoch
 */
export const validityPeriod = (
  form: SmppRouteConfig['validity'],
  validUntil: number,
  now: number,
): string => {
  if (form === 'none') return '';
  const seconds = Math.min(Math.max(1, Math.floor((validUntil - now) / 1000)), MAX_SECONDS);
  return form === 'relative' ? relative(seconds) : absolute(now + seconds * 1000);
};
