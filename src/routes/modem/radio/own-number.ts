import { type Msisdn, toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { AtChannel } from '../at/at-channel.ts';

/** The SIM's own number (TS 27.007 7.1); undefined if it isn't written on the SIM, or not internationally. */
export const readOwnNumber = async (channel: AtChannel): Promise<Msisdn | undefined> => {
  const answer = await channel.run('AT+CNUM');
  for (const line of answer.lines) {
    const [, number = '', type = ''] = /^\+CNUM:[^,]*,\s*"(\+?\d+)"\s*,\s*(\d+)/.exec(line) ?? [];
    // 145 marks an international number (TS 24.008 10.5.4.7), with or without its plus sign.
    const international = type === '145' && !number.startsWith('+') ? `+${number}` : number;
    const msisdn = toMsisdn(international);
    if (msisdn !== undefined) return msisdn;
  }
  return undefined;
};
