import { z } from 'zod';
import { type Msisdn, NO_NUMBER, toMsisdn } from '../../domain/messages/msisdn.ts';
import { toSender } from '../../domain/messages/sender.ts';

export type ReadNumber = (text: string) => Msisdn | undefined;

let read: ReadNumber = toMsisdn;

/**
 * Runs a validation in which numbers are read as the country of the configuration writes them. zod has no parameter for
 * one parse, and the schemas are shared by all gateways of a process. A parse is synchronous, so that none sees the
 * reading of another.
 */
export const readingNumbers = <Result>(reading: ReadNumber, validate: () => Result): Result => {
  const before = read;
  read = reading;
  try {
    return validate();
  } finally {
    read = before;
  }
};

/** Reads a number within `readingNumbers`. In a query, a + that the client did not encode arrives as a space. */
export const readNumber: ReadNumber = (text) => read(text.replace(/^ /, '+'));

/** A number as a person writes it, in E.164 or as in the country of the configuration; the result is in E.164. */
export const msisdn = z
  .string()
  .meta({
    description: 'In E.164, or as written in the country of the configuration.',
    examples: ['+33639980001'],
  })
  .transform((text, context) => {
    const number = readNumber(text);
    if (number === undefined) context.addIssue({ code: 'custom', message: NO_NUMBER });
    return number ?? z.NEVER;
  });

/** A number or its beginning, for searches. */
export const numberPrefix = z
  .string()
  .transform((text, context) => {
    const written = text.replace(/^ /, '+');
    const found = /^\+[0-9]{1,15}$/.test(written) ? written : read(written);
    if (found === undefined)
      context.addIssue({ code: 'custom', message: `${NO_NUMBER}, or +336 for all that begin so` });
    return found ?? z.NEVER;
  })
  .meta({
    description:
      'The number, in E.164 or as written in the country of the configuration; or its beginning in E.164.',
    examples: ['+3363998'],
  });

/** A sender of messages; one that is a number is read as `msisdn` is. */
export const sender = z.string().transform((text, context) => {
  const found = toSender(text)?.text ?? read(text);
  if (found === undefined)
    context.addIssue({ code: 'custom', message: 'is no sender that a network would take' });
  return found ?? z.NEVER;
});
