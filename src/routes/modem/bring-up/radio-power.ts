import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';

const FULL = 1;
/** Switching the radio on takes up to some seconds. */
const SWITCH_MS = 15_000;

const LEVELS: Readonly<Record<number, string>> = { 0: 'minimum power', 4: 'flight mode', 7: 'offline' };

/** <fun> of AT+CFUN? (TS 27.007 8.2); undefined if the modem doesn't tell. */
export const readFunctionality = async (channel: AtChannel): Promise<number | undefined> => {
  const answer = await channel.run('AT+CFUN?');
  const level = fieldsOf(answer.lines, '+CFUN')?.[0];
  return level === undefined || level === '' ? undefined : Number(level);
};

/**
 * Switches the radio on if it is off. Sierra and other Qualcomm modems start in low power, even after the PIN (Sierra's
 * EM7455 and MC7455).
 *
 * @returns why the radio stays off, in words; undefined if it is on
 */
export const switchRadioOn = async (channel: AtChannel): Promise<string | undefined> => {
  const level = await readFunctionality(channel);
  if (level === undefined || level === FULL) return undefined;
  const answer = await channel.run('AT+CFUN=1', { timeoutMs: SWITCH_MS });
  const after = await readFunctionality(channel);
  if (after === FULL || after === undefined) return undefined;
  const refusal = answer.kind === 'error' ? `, and it refuses AT+CFUN=1 with ${answer.error.line}` : '';
  return (
    `the modem stays in low power (${LEVELS[after] ?? 'radio off'}, +CFUN: ${after})${refusal}: ` +
    'look for a switch or pin for flight mode, or an FCC lock that its maker sets'
  );
};
