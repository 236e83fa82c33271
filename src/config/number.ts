import { z } from 'zod';
import { NO_NUMBER, toMsisdn } from '../domain/messages/msisdn.ts';

/** A phone number in E.164. National ones have been read before: see `withNationalNumbers`. */
export const number = z.string().transform((text, context) => {
  const read = toMsisdn(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: NO_NUMBER });
  return z.NEVER;
});
