import type { Settlement } from '../../domain/messages/queue.ts';
import { type Flight, keyOf } from './flight.ts';

/** The settlements for parts that got no answer. Each part is returned only once. */
export const takeUnanswered = (flight: Flight, at: number): readonly Settlement[] =>
  flight.unreported.splice(0).flatMap((part): readonly Settlement[] => {
    const partState = flight.partStates[part - 1];
    if (partState === undefined || partState === 'waiting' || partState.kind !== 'uncertain') return [];
    const { reason, evidence } = partState;
    const key = keyOf(flight, part);
    return [{ kind: 'unanswered', key, route: flight.route, at, reason: `uncertain: ${reason}`, evidence }];
  });
