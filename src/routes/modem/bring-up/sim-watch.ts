import type { AtChannel } from '../at/at-channel.ts';
import { readImsi } from '../device/identity.ts';
import type { ModemFacts } from './modem-facts.ts';
import { readPinState } from './unlock.ts';

/**
 * Whether the SIM that was brought up is gone, asks for its PIN again, or was exchanged for another one. A SIM can be
 * changed in its tray while the modem runs; the serial line then stays open, and AT+CNMI? answers as before the change.
 */
export const simChanged = async (channel: AtChannel, facts: ModemFacts): Promise<boolean> => {
  const imsi = await readImsi(channel);
  if (imsi !== undefined) return imsi !== facts.imsi;
  const settings = facts.choice?.profile.settings;
  if (settings === undefined) return false;
  const { kind } = await readPinState(channel, settings);
  return kind !== 'ready' && kind !== 'busy';
};
