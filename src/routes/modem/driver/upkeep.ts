import type { AtChannel } from '../at/at-channel.ts';
import { type ModemFacts, noteOperator, noteRegistration } from '../bring-up/modem-facts.ts';
import { noNetwork, type RoamingRule } from '../bring-up/network-rules.ts';
import { readOwnNumber, readReadings } from '../bring-up/readings.ts';
import { readOperator, readRegistration, readSignal } from '../bring-up/registration.ts';
import { readIndications } from '../bring-up/setup.ts';
import { simChanged } from '../bring-up/sim-watch.ts';
import { readMemories } from '../receive/memory.ts';
import type { ModemEvent } from './modem-state.ts';

export interface Upkeep {
  /** The event for the state machine, if anything has changed. */
  readonly event: ModemEvent | undefined;
  /** Whether the modem's memory should be read, since it may hold messages that no indication announced. */
  readonly sweep: boolean;
}

/** Checks a modem that is ready: whether it answers, is still registered, and still has its settings. */
export const upkeep = async (
  channel: AtChannel,
  facts: ModemFacts,
  roaming: RoamingRule,
): Promise<Upkeep> => {
  const registration = await readRegistration(channel);
  if (registration === 'mute') return tell({ kind: 'mute', reason: 'the modem fell silent' });
  if (await simChanged(channel, facts)) return tell({ kind: 'restarted' });
  const before = facts.network;
  noteRegistration(facts, registration);
  const missing = await noNetwork(channel, registration, roaming);
  if (missing !== undefined) return tell({ kind: 'unregistered', reason: missing });
  // A modem on a UART that restarts doesn't close the serial line; it only loses its settings.
  const indications = await readIndications(channel);
  if (indications !== (facts.service?.indicationsSaid ?? '')) return tell({ kind: 'restarted' });
  facts.signalDbm = await readSignal(channel);
  await readMore(channel, facts);
  // The operator's name changes only with the network, and asking for it takes long on some modems.
  if (before !== registration.words || facts.operator === undefined) {
    noteOperator(facts, await readOperator(channel));
  }
  const memories = await readMemories(channel);
  // Any memory may hold messages: if status reports have a memory of their own, either one may be selected for reading
  // now. A modem that doesn't tell its memories may hold messages too.
  return { event: undefined, sweep: memories.length === 0 || memories.some(({ used }) => used > 0) };
};

/**
 * Reads what operators want to know and sending doesn't need: RSRP, RSRQ, the temperature, the SIM's own number. To be
 * called once the modem is in service.
 */
export const readMore = async (channel: AtChannel, { choice, readings }: ModemFacts): Promise<void> => {
  if (choice !== undefined) await readReadings(channel, choice.profile.settings, readings);
  await readOwnNumber(channel, readings);
};

const tell = (event: ModemEvent): Upkeep => ({ event, sweep: false });
