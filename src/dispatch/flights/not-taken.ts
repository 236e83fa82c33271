import type { Settlement } from '../../domain/messages/queue.ts';
import { type Flight, type FlightVerdict, keyOf } from './flight.ts';

/**
 * Notes on the parts that were not taken, beside the one that the verdict is about. A message that is sent anew names
 * no parts, and it may end as uncertain before it is: then its timeline says which parts were not taken.
 */
export const notesOfOthers = (
  flight: Flight,
  { part: told, parts }: Extract<FlightVerdict, { kind: 'rest' }>,
  at: number,
): readonly Settlement[] =>
  parts.flatMap((part): readonly Settlement[] => {
    const outcome = flight.partStates[part - 1];
    if (part === told || outcome === undefined || outcome === 'waiting' || outcome.kind === 'accepted')
      return [];
    const { reason, evidence } = outcome;
    return [{ kind: 'noted', key: keyOf(flight, part), route: flight.route, at, reason, evidence }];
  });
