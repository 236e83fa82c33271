import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { readIdentity, readImsi } from '../device/identity.ts';
import type { ModemProfile } from '../device/profile.ts';
import { chooseProfile } from '../device/profile-choice.ts';
import type { ModemEvent } from '../driver/modem-state.ts';
import { type ModemFacts, noteOperator, noteRegistration } from './modem-facts.ts';
import { noNetwork, type RoamingRule } from './network-rules.ts';
import { switchRadioOn } from './radio-power.ts';
import { type RadioWish, setUpRadio } from './radio-settings.ts';
import { noReadings } from './readings.ts';
import { readOperator, readRegistration, readSignal } from './registration.ts';
import { listenEarly, setUpMessages } from './setup.ts';
import { selectSlot } from './sim-slot.ts';
import { simChanged } from './sim-watch.ts';
import { unlock } from './unlock.ts';

/** Which modem the configuration asks for, and how to set it up. */
export interface WantedModem extends RadioWish {
  /** The IMEI that the modem must have; any modem will do if it is left out. */
  readonly imei?: string | undefined;
  /** A profile's id, or `auto`. */
  readonly profile: string;
  readonly pin?: string | undefined;
  /** The slot of the SIM to use; undefined in a modem with one slot. */
  readonly slot?: number | undefined;
  /** Whether the PIN may be tried once on a SIM of which neither the number nor the tries left can be read. */
  readonly tryPinBlind?: boolean | undefined;
}

export interface WakeDeps {
  readonly profiles: readonly ModemProfile[];
  readonly simRepository: SimRepository;
  /** Vendor and product id of the port's USB device as `vvvv:pppp`; undefined if it has none. */
  readonly usb: string | undefined;
  /** The settings for which the modem was restarted already: it isn't restarted again for one that it doesn't keep. */
  readonly restartedFor: Set<string>;
}

/**
 * Brings a modem from any state to the point where its SIM can be used. The steps are ESC and AT, echo off, errors with
 * codes, identity, profile, PIN.
 *
 * @returns the event for the state machine
 */
export const wake = async (
  channel: AtChannel,
  facts: ModemFacts,
  wanted: WantedModem,
  { profiles, simRepository, usb, restartedFor }: WakeDeps,
): Promise<ModemEvent> => {
  if (!(await channel.resync())) return { kind: 'mute', reason: 'the modem does not answer' };
  // Echo is switched off by a command of its own: some modems still echo commands that follow ATE0 on the same line.
  await channel.run('ATE0');
  await channel.run('ATV1');
  await channel.run('AT+CMEE=1');
  const identity = await readIdentity(channel, usb);
  facts.identity = identity;
  if (wanted.imei !== undefined && identity.imei !== wanted.imei) {
    return { kind: 'unfit', reason: `the modem on this port has the IMEI ${identity.imei ?? 'unknown'}` };
  }
  facts.choice = chooseProfile(profiles, identity, wanted.profile);
  const { settings } = facts.choice.profile;
  channel.pace(settings.writeOctets, settings.writeGapMs);
  for (const command of settings.start) await channel.run(command);
  // Another SIM may be in the modem than the last time.
  facts.readings = noReadings();
  const unselected = wanted.slot === undefined ? undefined : await selectSlot(channel, settings, wanted.slot);
  if (unselected !== undefined) return { kind: 'locked', reason: unselected };
  const listens = await listenEarly(channel, settings);
  const { pin, tryPinBlind = false } = wanted;
  const rules = { pin, blind: tryPinBlind, imei: identity.imei };
  const unlocked = await unlock(channel, settings, rules, simRepository);
  facts.iccid = unlocked.iccid;
  if (unlocked.kind === 'locked') return { kind: 'locked', reason: unlocked.reason };
  if (!listens) await listenEarly(channel, settings);
  await switchRadioOn(channel);
  facts.imsi = await readImsi(channel);
  const radio = await setUpRadio(channel, settings, wanted);
  facts.radioRefused = radio.refused;
  if (radio.restart !== undefined && !restartedFor.has(radio.restart)) {
    restartedFor.add(radio.restart);
    return { kind: 'restartWanted', reason: radio.restart };
  }
  return { kind: 'unlocked' };
};

/**
 * Checks the registration; once there is a network, sets up how messages are sent and received.
 *
 * @param channels the cell broadcasts to receive, as AT+CSCB lists them; undefined: none
 * @returns the event for the state machine
 */
export const register = async (
  channel: AtChannel,
  facts: ModemFacts,
  roaming: RoamingRule,
  channels?: string,
): Promise<ModemEvent> => {
  const registration = await readRegistration(channel);
  if (registration === 'mute') return { kind: 'mute', reason: 'the modem fell silent' };
  noteRegistration(facts, registration);
  if (await simChanged(channel, facts)) return { kind: 'restarted' };
  const missing = await noNetwork(channel, registration, roaming);
  if (missing !== undefined) return { kind: 'unregistered', reason: missing };
  const settings = facts.choice?.profile.settings;
  if (settings === undefined) return { kind: 'mute', reason: 'the modem never said what it is' };
  facts.service = await setUpMessages(channel, settings, channels);
  if (facts.service === undefined) return { kind: 'mute', reason: 'the modem refuses PDU mode' };
  facts.signalDbm = await readSignal(channel);
  // Asks for the operator's name in letters: some modems give the network's number otherwise.
  await channel.run('AT+COPS=3,0');
  noteOperator(facts, await readOperator(channel));
  return { kind: 'registered' };
};
