import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { AtAnswer } from '../at/at-answer.ts';
import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';
import { readIccid } from './iccid.ts';
import { mayEnter, type PinRules, whyNotAgain } from './pin-rules.ts';
import { readPinTries } from './pin-tries.ts';
import { readFunctionality, switchRadioOn } from './radio-power.ts';

export type Unlocked =
  | { readonly kind: 'unlocked'; readonly iccid: string | undefined }
  | {
      readonly kind: 'locked';
      readonly reason: string;
      readonly iccid: string | undefined;
      /** How many tries are left for the PIN; undefined if the modem doesn't tell. */
      readonly triesLeft?: number | undefined;
    };

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
  let state = await readPinState(channel, settings);
  if (state.kind === 'ready' || state.kind === 'pin') return state;
  // Some modems keep the SIM without power while the radio is off, and then say that there is none.
  const switchedOn = (await readFunctionality(channel)) === 0 && (await switchRadioOn(channel)) === undefined;
  for (let i = 1; i < TRIES && (state.kind === 'busy' || (switchedOn && state.kind === 'locked')); i++) {
    await channel.pause(RETRY_MS);
    state = await readPinState(channel, settings);
  }
  return state.kind === 'busy' ? { kind: 'locked', reason: 'the SIM stays busy' } : state;
};

/**
 * Unlocks the SIM. The tries that are left for its PIN are read first, and a PIN that could be the last try is not
 * sent, since three wrong PINs in a row block a SIM. A PIN is sent only once to each SIM. The attempt is on disk before
 * the PIN is sent. A PUK is never sent.
 */
export const unlock = async (
  channel: AtChannel,
  settings: ModemSettings,
  rules: PinRules,
  simRepository: SimRepository,
): Promise<Unlocked> => {
  const state = await untilKnown(channel, settings);
  if (state.kind === 'locked') return { kind: 'locked', reason: state.reason, iccid: undefined };
  if (state.kind !== 'pin') {
    return { kind: 'unlocked', iccid: await readIccid(channel, settings.iccid) };
  }
  const triesLeft = await readPinTries(channel);
  const iccid = await readIccid(channel, settings.iccid);
  const locked = (reason: string): Unlocked => ({ kind: 'locked', reason, iccid, triesLeft });
  const { pin } = rules;
  if (pin === undefined) {
    const left = triesLeft === undefined ? '' : ` (tries left: ${triesLeft})`;
    return locked(`the SIM asks for its PIN${left}, and the configuration has none`);
  }
  // If the serial line lost a digit, the ICCID would look like that of another SIM, on which this PIN was never tried.
  // So the ICCID is read twice.
  if (iccid !== undefined && (await readIccid(channel, settings.iccid)) !== iccid) {
    const reason = "the SIM's number reads differently each time, so its PIN can't be tried safely";
    return { kind: 'locked', reason, iccid: undefined, triesLeft };
  }
  const leave = mayEnter(rules, iccid, triesLeft);
  if (leave.kind === 'no') return locked(leave.reason);
  const why = whyNotAgain(await simRepository.latchPin(leave.latch, pin), leave.sim);
  if (why !== undefined) return locked(why);
  const answer = await channel.run(`AT+CPIN="${pin}"`, { timeoutMs: PIN_MS });
  if (answer.kind === 'error') {
    const left = await readPinTries(channel);
    const words = left === undefined ? '' : `, and has ${left} left`;
    const reason = `${leave.sim} refused its PIN (${answer.error.line})${words}`;
    return { kind: 'locked', reason, iccid, triesLeft: left };
  }
  const after = await untilKnown(channel, settings);
  if (after.kind === 'locked') return locked(after.reason);
  if (after.kind === 'pin') return locked(`${leave.sim} didn't take its PIN`);
  await simRepository.pinAccepted(leave.latch, pin);
  if (iccid !== undefined) return { kind: 'unlocked', iccid };
  return { kind: 'unlocked', iccid: await bindToSim(channel, settings, pin, simRepository) };
};

/**
 * Some SIMs tell their ICCID only once they are unlocked. The PIN that was tried under the modem's IMEI is then noted
 * as accepted under the ICCID too.
 */
const bindToSim = async (
  channel: AtChannel,
  settings: ModemSettings,
  pin: string,
  simRepository: SimRepository,
): Promise<string | undefined> => {
  const iccid = await readIccid(channel, settings.iccid);
  if (iccid === undefined) return undefined;
  await simRepository.latchPin(iccid, pin);
  await simRepository.pinAccepted(iccid, pin);
  return iccid;
};
