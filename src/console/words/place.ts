import { instantOf, localTimeAt } from '../../kernel/local-time.ts';

/** Answers tell the time in whole seconds: a smaller difference is no difference. */
const COARSE_MS = 2000;

let zone: string | undefined;
let aheadMs = 0;

/**
 * Takes the time zone of the place from the page, as the gateway wrote it there. A browser that does not know the zone
 * goes on with its own.
 */
export const settleIn = (timeZone: string | undefined): void => {
  zone = undefined;
  if (timeZone === undefined) return;
  try {
    zone = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    // The zone is not known here: the own one of the browser stays.
  }
};

/** The time zone of the place that is warned: all times of the console are told and asked for in it. */
export const placeZone = (): string => zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Learns from the `Date` of an answer how far the clock of this computer is off. @param now of this computer */
export const hearClock = (date: string | null, now: number): void => {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told)) return;
  const off = told - now;
  if (Math.abs(off - aheadMs) >= COARSE_MS) aheadMs = Math.abs(off) < COARSE_MS ? 0 : off;
};

/** A time by the clock of this computer as the gateway's clock has it, ms since the epoch. */
export const byGateway = (own: number): number => own + aheadMs;

/** The time by the gateway's clock, which alone decides what is due: that of this computer may be wrong. */
export const gatewayNow = (): number => byGateway(Date.now());

/** Whether two times are on one day of the place. */
export const isSameDay = (one: string | number | Date, other: string | number | Date): boolean => {
  const [a, b] = [one, other].map((time) => localTimeAt(placeZone(), new Date(time).getTime()));
  return a?.year === b?.year && a?.month === b?.month && a?.day === b?.day;
};

/** A time of a place as a field of a form has it, such as 2026-11-30T08:00. */
export const fieldTime = (timeZone: string, atMs: number): string => {
  const { year, month, day, hour, minute } = localTimeAt(timeZone, atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
};

/** The moment that a field of a form means, ms since the epoch; undefined: it has no whole time in it. */
export const momentOfField = (timeZone: string, text: string): number | undefined => {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  return instantOf(timeZone, { year, month, day, hour, minute });
};

/** What a field of a form means in the time of the place, ISO 8601; undefined: nothing. */
export const instantInField = (text: string): string | undefined => {
  const at = momentOfField(placeZone(), text);
  return at === undefined ? undefined : new Date(at).toISOString();
};
