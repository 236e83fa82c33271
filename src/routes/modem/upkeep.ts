import type { AtChannel } from './at-channel.ts';
import type { ModemFacts } from './bring-up.ts';
import type { ModemEvent } from './machine.ts';
import { readOperator, readRegistration, readSignal } from './registration.ts';

/**
 * Looks after a modem that is ready: is it registered still, how strong is the signal.
 *
 * @returns what the state machine has to know, if anything
 */
export const upkeep = async (channel: AtChannel, facts: ModemFacts): Promise<ModemEvent | undefined> => {
  const registration = await readRegistration(channel);
  if (registration === 'mute') return { kind: 'mute', reason: 'the modem fell silent' };
  const before = facts.registration;
  facts.registration = registration.words;
  if (!registration.usable) return { kind: 'unregistered', reason: registration.words };
  facts.signalDbm = await readSignal(channel);
  // The name changes with the network only, and asking for it takes long on some modems.
  if (before !== registration.words || facts.operator === undefined)
    facts.operator = await readOperator(channel);
  return undefined;
};
