import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { askSim } from './sim-busy.ts';

/** ITU-T E.118: 89 for telecommunications, up to 19 digits and a check digit; some pad it with F. */
const ICCID = /\b(89\d{16,18})F?\b/i;

/** The SIM's own file, swapped semi-octets (TS 102.221 13.2), as AT+CRSM gives it; 144 is "done" (10.2.1). */
const fromFile = (lines: readonly string[]): string | undefined => {
  const [status, , octets = ''] = fieldsOf(lines, '+CRSM') ?? [];
  if (status !== '144') return undefined;
  return ICCID.exec(octets.replace(/(.)(.)/g, '$2$1').replace(/F+$/i, ''))?.[1];
};

/**
 * The number printed on the SIM, readable before its PIN is entered: what its history goes by.
 *
 * @param commands to try, in order
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
