import type { AtAnswer } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';

const TRIES = 10;
const RETRY_MS = 1000;

/** 14: SIM busy (TS 27.007 9.2.1); 515: please wait, of Quectel and u-blox; 314: SIM busy (TS 27.005 3.2.5). */
const isBusy = (answer: AtAnswer): boolean => {
  if (answer.kind !== 'error') return false;
  const { error } = answer;
  if (error.kind === 'cme') return error.code === 14 || error.code === 515;
  return error.kind === 'cms' && error.code === 314;
};

/** Asks what the SIM has to answer, again while it is busy: a cold one is for seconds, and has an answer then. */
export const askSim = async (channel: AtChannel, command: string): Promise<AtAnswer> => {
  for (let i = 1; ; i++) {
    const answer = await channel.run(command);
    if (!isBusy(answer) || i === TRIES) return answer;
    await channel.pause(RETRY_MS);
  }
};
