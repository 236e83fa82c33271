import type { AtChannel } from '../at/at-channel.ts';
import type { ModemFacts } from '../bring-up/modem-facts.ts';
import { readOperator, readRegistration, readSignal } from '../bring-up/registration.ts';
import { readIndications } from '../bring-up/setup.ts';
import { simChanged } from '../bring-up/sim-watch.ts';
import { readMemories } from '../receive/memory.ts';
import type { ModemEvent } from './modem-state.ts';

export interface Upkeep {
  /** What the state machine has to know, if anything. */
  readonly event: ModemEvent | undefined;
  /** Messages lie in the memory that no indication told of. */
  readonly sweep: boolean;
}

/** Looks after a modem that is ready: does it answer, is it registered still, does it know what was agreed. */
export const upkeep = async (channel: AtChannel, facts: ModemFacts): Promise<Upkeep> => {
  const registration = await readRegistration(channel);
  if (registration === 'mute') return tell({ kind: 'mute', reason: 'the modem fell silent' });
  if (await simChanged(channel, facts)) return tell({ kind: 'restarted' });
  const before = facts.registration;
  facts.registration = registration.words;
  if (!registration.usable) return tell({ kind: 'unregistered', reason: registration.words });
  // A modem on a UART that restarts doesn't drop the line: it only forgets.
  const indications = await readIndications(channel);
  if (indications !== (facts.service?.indicationsSaid ?? '')) return tell({ kind: 'restarted' });
  facts.signalDbm = await readSignal(channel);
  // The name changes with the network only, and asking for it takes long on some modems.
  if (before !== registration.words || facts.operator === undefined) {
    facts.operator = await readOperator(channel);
  }
  const memories = await readMemories(channel);
  // Where reports have a memory of their own, either may be the one that is read from now. A modem that won't say how
  // much there is may have something.
  return { event: undefined, sweep: memories.length === 0 || memories.some(({ used }) => used > 0) };
};

const tell = (event: ModemEvent): Upkeep => ({ event, sweep: false });
