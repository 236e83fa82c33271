import { z } from 'zod';
import { didYouMean } from './nearest.ts';

/** Between the known keys in the message that `hint` gives an issue of unknown keys. No key has this character. */
const BETWEEN = '\u0000';

/**
 * An error map for zod. It gives the message of a value that none of the known ones is, with the one that was probably
 * meant. The message of unknown keys becomes the list of known keys, which zod drops otherwise: see `unknownKey`.
 */
export const hint = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === 'unrecognized_keys') {
    return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(BETWEEN) : '';
  }
  if (issue.code !== 'invalid_value') return undefined;
  const options = issue.values.filter((value) => typeof value === 'string');
  const end = didYouMean(issue.input, options);
  if (end === '' || options.length < issue.values.length) return undefined;
  return `Invalid option: expected one of ${options.map((one) => `"${one}"`).join('|')}${end}`;
};

/** What to add to the error message of an unknown key. @param issue of `unrecognized_keys`, with the map `hint` */
export const unknownKey = (key: string, issue: Pick<z.core.$ZodIssue, 'message'>): string =>
  didYouMean(key, issue.message.split(BETWEEN));
