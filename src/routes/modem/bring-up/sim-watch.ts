import type { AtChannel } from '../at/at-channel.ts';
import { readImsi } from '../device/identity.ts';
import type { ModemFacts } from './modem-facts.ts';
import { readPinState } from './unlock.ts';

/**
 * Whether the SIM is no longer the one that was brought up: it is gone, asks for its PIN again, or is another one. A
 * SIM can be changed in its tray while the modem runs, and neither the line nor AT+CNMI tells.
 */
export const simChanged = async (channel: AtChannel, facts: ModemFacts): Promise<boolean> => {
  const imsi = await readImsi(channel);
  if (imsi !== undefined) return imsi !== facts.imsi;
  const settings = facts.choice?.profile.settings;
  if (settings === undefined) return false;
  const { kind } = await readPinState(channel, settings);
  return kind !== 'ready' && kind !== 'busy';
};
