import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { askSim } from './sim-busy.ts';

/**
 * An ICCID begins with 89 for telecommunications, and has up to 19 digits with the check digit (ITU-T E.118). Some SIMs
 * have 20 digits, and some modems add an F.
 */
const ICCID = /\b(89\d{16,18})F?\b/i;

/**
 * Reads the ICCID from the SIM's file EF-ICCID, whose digits are swapped semi-octets (TS 102.221 13.2), as AT+CRSM
 * gives it; status 144 means success (10.2.1).
 */
const fromFile = (lines: readonly string[]): string | undefined => {
  const [status, , octets = ''] = fieldsOf(lines, '+CRSM') ?? [];
  if (status !== '144') return undefined;
  return ICCID.exec(octets.replace(/(.)(.)/g, '$2$1').replace(/F+$/i, ''))?.[1];
};

/**
 * Reads the ICCID, the number printed on the SIM. A modem tells it even before the PIN is entered, and PIN attempts and
 * limits are stored under it.
 *
 * @param commands tried in this order
 */
export const readIccid = async (
  channel: AtChannel,
  commands: readonly string[],
): Promise<string | undefined> => {
  for (const command of commands) {
    const answer = await askSim(channel, command);
    if (answer.kind !== 'ok') continue;
    const iccid = fromFile(answer.lines) ?? ICCID.exec(answer.lines.join(' '))?.[1];
    if (iccid !== undefined) return iccid;
  }
  return undefined;
};
