import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';

const SELECT_MS = 20_000;
/** How often and at which interval the slot is read until the modem has changed to it. */
const TRIES = 10;
const RETRY_MS = 1000;

/**
 * Makes the modem use the SIM in this slot, and makes sure that it does: each SIM has its own PIN, and a PIN that is
 * entered on another SIM is wrong.
 *
 * @returns why the SIM in that slot can't be used; undefined if it can
 */
export const selectSlot = async (
  channel: AtChannel,
  { simSlots }: ModemSettings,
  slot: number,
): Promise<string | undefined> => {
  if (simSlots === null) return `the modem's profile doesn't say how to select SIM slot ${slot}`;
  if ((await readSlot(channel, simSlots)) === slot) return undefined;
  await channel.run(simSlots.select.replace('{}', `${slot}`), { timeoutMs: SELECT_MS });
  for (let i = 0; i < TRIES; i++) {
    await channel.pause(RETRY_MS);
    if ((await readSlot(channel, simSlots)) === slot) return undefined;
  }
  return `the modem doesn't change to SIM slot ${slot}`;
};

const readSlot = async (
  channel: AtChannel,
  { read, slot }: NonNullable<ModemSettings['simSlots']>,
): Promise<number | undefined> => {
  const found = slot.exec((await channel.run(read)).lines.join('\n'))?.[1];
  return found === undefined ? undefined : Number(found);
};
