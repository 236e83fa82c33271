import { z } from 'zod';
import { parseIsoDuration } from '../../kernel/iso-duration.ts';

const NUL = String.fromCharCode(0);

/** A label of 1 to `max` UTF-16 units, without NUL and half surrogate pairs, which no store would keep unchanged. */
export const label = (max: number) =>
  z
    .string()
    .min(1, 'is empty')
    .max(max, `is longer than ${max} characters`)
    .refine((text) => text.isWellFormed() && !text.includes(NUL), 'holds a NUL or half of a surrogate pair');

/** A time with its offset (RFC 3339), parsed to ms since the epoch. */
export const instant = (description: string) =>
  z.iso
    .datetime({ offset: true, error: 'is no time with offset (RFC 3339), such as 2026-12-01T08:00:00+01:00' })
    .meta({ description, examples: ['2026-12-01T08:00:00+01:00'] })
    .transform((text) => Date.parse(text));

/** `ms` as an ISO 8601 duration, in whole days, hours or minutes if possible, otherwise in seconds. */
export const durationText = (ms: number): string => {
  if (ms > 0 && ms % 86_400_000 === 0) return `P${ms / 86_400_000}D`;
  if (ms > 0 && ms % 3_600_000 === 0) return `PT${ms / 3_600_000}H`;
  return ms > 0 && ms % 60_000 === 0 ? `PT${ms / 60_000}M` : `PT${ms / 1000}S`;
};

/**
 * An ISO 8601 duration of weeks to seconds within the bounds, parsed to ms. A fraction of a second is dropped: answers
 * could not show it in the format `duration` of JSON Schema (RFC 3339, appendix A).
 */
export const isoDuration = (
  description: string,
  bounds: { readonly minMs: number; readonly maxMs: number },
) =>
  z
    .string()
    .meta({ description, format: 'duration', examples: ['PT30M'] })
    .transform((text, context) => {
      const exact = parseIsoDuration(text);
      const ms = exact === undefined ? undefined : exact - (exact % 1000);
      if (ms !== undefined && ms >= bounds.minMs && ms <= bounds.maxMs) return ms;
      context.addIssue({
        code: 'custom',
        message:
          ms === undefined
            ? 'is no ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT30M'
            : `is not between ${durationText(bounds.minMs)} and ${durationText(bounds.maxMs)}`,
      });
      return z.NEVER;
    });
