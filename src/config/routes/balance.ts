import { z } from 'zod';
import { changesPin, USSD_CODE } from '../../domain/routes/ussd-code.ts';
import { duration } from '../duration.ts';

/** A pattern with a group, which finds the amount in the network's answer. */
const amountPattern = z.string().transform((text, context) => {
  try {
    // With an empty alternative the expression matches the empty text, and shows how many groups it has.
    if ((new RegExp(`${text}|`).exec('')?.length ?? 0) > 1) return new RegExp(text, 'iu');
  } catch {
    // The message below tells what is expected.
  }
  context.addIssue({
    code: 'custom',
    message: 'is a regular expression whose first group is the amount, such as "([0-9]+,[0-9]{2}) ?EUR"',
  });
  return z.NEVER;
});

/** How to ask the network for the credit of a prepaid SIM, and from when on there is an alarm. */
export const balance = z.strictObject({
  code: z
    .string()
    .regex(USSD_CODE, 'a USSD code is 1 to 40 of 0-9, *, # and +')
    .refine((code) => !changesPin(code), 'would change a PIN or enter a PUK'),
  pattern: amountPattern,
  /** The alarm begins when the amount is lower; left out: no alarm about the amount. */
  below: z.number().min(0).optional(),
  every: duration({ minMs: 60_000, maxMs: 31 * 86_400_000 }).prefault('24h'),
});

export type BalanceConfig = z.output<typeof balance>;
