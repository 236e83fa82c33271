import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { askSim } from './sim-busy.ts';

/**
 * An ICCID begins with 89 for telecommunications, and has up to 19 digits with the check digit (ITU-T E.118). SIMs in
 * use have 18 to 22 digits, some of them the letters A to F, and modems fill up with F. Some modems tell the digits as
 * the SIM keeps them: with each pair swapped, so that it begins with 98.
 */
const ICCID = /\b(?:89|98)[0-9A-F]{16,20}\b/i;

const swapped = (digits: string): string => digits.replace(/(.)(.)/g, '$2$1');

const normalised = (told: string | undefined): string | undefined => {
  if (told === undefined) return undefined;
  const digits = (told.startsWith('98') ? swapped(told) : told).toUpperCase().replace(/F+$/, '');
  return digits.length >= 18 ? digits : undefined;
};

/**
 * Reads the file EF-ICCID of the SIM, whose digits are swapped semi-octets (TS 102.221 13.2). It may be read before the
 * PIN is entered.
 */
const READ_FILE = 'AT+CRSM=176,12258,0,0,10';

/** The octets in the answer of AT+CRSM; status 144 means success (TS 102.221 10.2.1). */
const fromFile = (lines: readonly string[]): string | undefined => {
  const [status, , octets = ''] = fieldsOf(lines, '+CRSM') ?? [];
  return status === '144' ? ICCID.exec(octets)?.[0] : undefined;
};

/**
 * Reads the ICCID, the number printed on the SIM. PIN attempts and limits are stored under it.
 *
 * @param commands tried in this order, and after them the SIM's own file
 */
export const readIccid = async (
  channel: AtChannel,
  commands: readonly string[],
): Promise<string | undefined> => {
  for (const command of new Set([...commands, READ_FILE])) {
    const answer = await askSim(channel, command);
    if (answer.kind !== 'ok') continue;
    const told = command === READ_FILE ? fromFile(answer.lines) : ICCID.exec(answer.lines.join(' '))?.[0];
    const iccid = normalised(told);
    if (iccid !== undefined) return iccid;
  }
  return undefined;
};
