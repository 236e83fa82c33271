import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/**
 * A duration as it is written in the configuration, `10s` or `1.5h`, in milliseconds. Error messages never repeat the
 * text, since it may be a misplaced secret.
 */
export const duration = (bounds: { minMs: number; maxMs: number }) =>
  z.string().transform((text, context) => {
    const match = DURATION.exec(text);
    const unit = match?.[2] as keyof typeof UNIT_MS | undefined;
    if (match === null || unit === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'is not a duration; write 10s, 500ms, 5m, 2h or 1d',
      });
      return z.NEVER;
    }
    const ms = Number(match[1]) * UNIT_MS[unit];
    if (ms < bounds.minMs || ms > bounds.maxMs) {
      context.addIssue({
        code: 'custom',
        message: `is out of range: ${bounds.minMs} ms to ${bounds.maxMs} ms`,
      });
      return z.NEVER;
    }
    return ms;
  });
