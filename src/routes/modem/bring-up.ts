import type { ModemRouteConfig } from '../../config/modem-route.ts';
import type { SimBook } from '../../domain/sim-book.ts';
import type { AtChannel } from './at-channel.ts';
import type { ModemIdentity } from './identity.ts';
import { readIdentity, readImsi } from './identity.ts';
import type { ModemEvent } from './machine.ts';
import type { ModemProfile, ProfileChoice } from './profile.ts';
import { chooseProfile } from './profile.ts';
import { readOperator, readRegistration, readSignal } from './registration.ts';
import type { MessageService } from './setup.ts';
import { setUpMessages } from './setup.ts';
import { unlock } from './unlock.ts';

/** What the bring-up learnt of the modem on the line; later steps know more. */
export interface ModemFacts {
  identity: ModemIdentity | undefined;
  choice: ProfileChoice | undefined;
  iccid: string | undefined;
  imsi: string | undefined;
  registration: string;
  signalDbm: number | undefined;
  operator: string | undefined;
  service: MessageService | undefined;
}

export const noFacts = (): ModemFacts => ({
  identity: undefined,
  choice: undefined,
  iccid: undefined,
  imsi: undefined,
  registration: 'unknown',
  signalDbm: undefined,
  operator: undefined,
  service: undefined,
});

/**
 * From a line that may be in any state to a SIM that can be used: ESC, AT, echo off, errors with codes, identity,
 * profile, PIN.
 *
 * @returns what the state machine is told
 */
export const wake = async (
  channel: AtChannel,
  facts: ModemFacts,
  config: ModemRouteConfig,
  profiles: readonly ModemProfile[],
  simBook: SimBook,
): Promise<ModemEvent> => {
  if (!(await channel.resync())) return { kind: 'mute', reason: 'the modem does not answer' };
  // Echo off on its own: what stands on the same line as ATE0 is still echoed by some.
  await channel.run('ATE0');
  await channel.run('ATV1');
  await channel.run('AT+CMEE=1');
  const identity = await readIdentity(channel);
  facts.identity = identity;
  if (config.imei !== undefined && identity.imei !== config.imei) {
    return { kind: 'unfit', reason: `the modem on this port has the IMEI ${identity.imei ?? 'unknown'}` };
  }
  facts.choice = chooseProfile(profiles, identity, config.profile);
  const { settings } = facts.choice.profile;
  for (const command of settings.start) await channel.run(command);
  const unlocked = await unlock(channel, settings, config.pin, simBook);
  if (unlocked.kind === 'locked') return unlocked;
  facts.iccid = unlocked.iccid;
  facts.imsi = await readImsi(channel);
  return { kind: 'unlocked' };
};

/** Looks for a network; once there is one, agrees with the modem on how messages come and go. */
export const register = async (channel: AtChannel, facts: ModemFacts): Promise<ModemEvent> => {
  const registration = await readRegistration(channel);
  if (registration === 'mute') return { kind: 'mute', reason: 'the modem fell silent' };
  facts.registration = registration.words;
  if (!registration.usable) return { kind: 'unregistered', reason: registration.words };
  const settings = facts.choice?.profile.settings;
  if (settings === undefined) return { kind: 'mute', reason: 'the modem never said what it is' };
  facts.service = await setUpMessages(channel, settings);
  if (facts.service === undefined) return { kind: 'mute', reason: 'the modem refuses PDU mode' };
  facts.signalDbm = await readSignal(channel);
  facts.operator = await readOperator(channel);
  return { kind: 'registered' };
};
