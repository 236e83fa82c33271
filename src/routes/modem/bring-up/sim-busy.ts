import type { AtAnswer } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';

const TRIES = 10;
const RETRY_MS = 1000;

/**
 * Codes for a busy SIM: +CME ERROR 14 (TS 27.007 9.2.1) and 515 ("please wait", Quectel and u-blox), +CMS ERROR 314
 * (TS 27.005 3.2.5).
 */
export const isBusy = (answer: AtAnswer): boolean => {
  if (answer.kind !== 'error') return false;
  const { error } = answer;
  if (error.kind === 'cme') return error.code === 14 || error.code === 515;
  return error.kind === 'cms' && error.code === 314;
};

/**
 * Runs a command that the SIM has to answer. While the SIM is busy the command is repeated: after power-up a SIM is
 * busy for some seconds.
 */
export const askSim = async (channel: AtChannel, command: string): Promise<AtAnswer> => {
  for (let i = 1; ; i++) {
    const answer = await channel.run(command);
    if (!isBusy(answer) || i === TRIES) return answer;
    await channel.pause(RETRY_MS);
  }
};
