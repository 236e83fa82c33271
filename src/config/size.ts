import { z } from 'zod';

const SIZE = /^(\d{1,9})\s?(kB|MB|GB|TB)$/;
const UNIT_BYTES = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/** A size as it is written in the configuration, `200MB` or `0`, in bytes. */
export const size = z.string().transform((text, context) => {
  if (text === '0') return 0;
  const match = SIZE.exec(text);
  const unit = match?.[2] as keyof typeof UNIT_BYTES | undefined;
  if (match !== null && unit !== undefined) return Number(match[1]) * UNIT_BYTES[unit];
  context.addIssue({ code: 'custom', message: 'is no size; write 200MB, 1GB or "0"' });
  return z.NEVER;
});
