import type { PinLeave, SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { AtAnswer } from '../at/at-answer.ts';
import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';
import { readIccid } from './iccid.ts';

export type Unlocked =
  | { readonly kind: 'unlocked'; readonly iccid: string | undefined }
  | { readonly kind: 'locked'; readonly reason: string; readonly iccid: string | undefined };

const TRIES = 30;
const RETRY_MS = 1000;
const PIN_MS = 20_000;

type PinState =
  | { readonly kind: 'ready' | 'pin' | 'busy' }
  | { readonly kind: 'locked'; readonly reason: string };

/**
 * Reads the answer to AT+CPIN? (TS 27.007 8.3, 9.2.1). PIN2 and PUK2 don't protect messages, so they count as ready.
 */
const pinState = (answer: AtAnswer): PinState => {
  const [said = ''] = fieldsOf(answer.lines, '+CPIN') ?? [];
  if (/^(READY|SIM PIN2|SIM PUK2)$/.test(said)) return { kind: 'ready' };
  if (said === 'SIM PIN') return { kind: 'pin' };
  if (said === 'SIM PUK') return { kind: 'locked', reason: 'the SIM asks for its PUK: enter it in a phone' };
  if (said !== '') return { kind: 'locked', reason: `the modem asks for ${said}` };
  // The SIM is busy or the answer was late; asking again will tell, or show that the modem doesn't answer.
  if (answer.kind !== 'error' || answer.error.kind === 'plain') return { kind: 'busy' };
  switch (answer.error.code) {
    case 10:
      return { kind: 'locked', reason: 'no SIM in the modem' };
    case 11:
      return { kind: 'pin' };
    case 12:
      return { kind: 'locked', reason: 'the SIM asks for its PUK: enter it in a phone' };
    case 13:
    case 15:
      return { kind: 'locked', reason: `the SIM can't be read (${answer.error.line})` };
    default:
      // 14 is "SIM busy", 515 is "please wait" of Quectel and u-blox.
      return { kind: 'busy' };
  }
};

export const readPinState = async (channel: AtChannel, settings: ModemSettings): Promise<PinState> => {
  const endsAt = settings.pinWithoutOk ? '+CPIN' : undefined;
  return pinState(await channel.run('AT+CPIN?', { endsAt }));
};

const untilKnown = async (channel: AtChannel, settings: ModemSettings): Promise<PinState> => {
  for (let i = 0; i < TRIES; i++) {
    const state = await readPinState(channel, settings);
    if (state.kind !== 'busy') return state;
    await channel.pause(RETRY_MS);
  }
  return { kind: 'locked', reason: 'the SIM stays busy' };
};

/**
 * Unlocks the SIM. A PIN is sent only once to each SIM, since three wrong PINs block the SIM. The attempt is on disk
 * before the PIN is sent. A PUK is never sent.
 */
export const unlock = async (
  channel: AtChannel,
  settings: ModemSettings,
  pin: string | undefined,
  simRepository: SimRepository,
): Promise<Unlocked> => {
  const state = await untilKnown(channel, settings);
  if (state.kind === 'locked') return locked(state.reason, undefined);
  const iccid = await readIccid(channel, settings.iccid);
  if (state.kind !== 'pin') return { kind: 'unlocked', iccid };
  if (pin === undefined) return locked('the SIM asks for its PIN, and the configuration has none', iccid);
  if (iccid === undefined) {
    return locked("the SIM's number can't be read, so its PIN can't be tried safely", undefined);
  }
  // If the serial line lost a digit, the ICCID would look like that of another SIM, on which this PIN was never tried.
  // So the ICCID is read twice.
  if ((await readIccid(channel, settings.iccid)) !== iccid) {
    return locked(
      "the SIM's number reads differently each time, so its PIN can't be tried safely",
      undefined,
    );
  }
  const why = WHY_NOT[await simRepository.latchPin(iccid, pin)];
  if (why !== undefined) return locked(why(iccid), iccid);
  const answer = await channel.run(`AT+CPIN="${pin}"`, { timeoutMs: PIN_MS });
  if (answer.kind === 'error') return locked(`SIM ${iccid} refused its PIN (${answer.error.line})`, iccid);
  const after = await untilKnown(channel, settings);
  if (after.kind === 'locked') return locked(after.reason, iccid);
  if (after.kind === 'pin') return locked(`SIM ${iccid} didn't take its PIN`, iccid);
  await simRepository.pinAccepted(iccid, pin);
  return { kind: 'unlocked', iccid };
};

const WHY_NOT: Readonly<Record<PinLeave, ((iccid: string) => string) | undefined>> = {
  allowed: undefined,
  tried: (iccid) => `the PIN was tried on SIM ${iccid} before and not taken: correct it, or clear its latch`,
  lastTry: (iccid) =>
    `SIM ${iccid} has not taken two PINs, and a third wrong one would block it: try the PIN in a phone, then clear the latch`,
};

const locked = (reason: string, iccid: string | undefined): Unlocked => ({ kind: 'locked', reason, iccid });
