import type { Outcome } from '../../domain/messages/outcome.ts';
import type { Settlement } from '../../domain/messages/queue.ts';
import type { PartKey } from '../../domain/routes/route.ts';
import { type Flight, type FlightVerdict, isNothingTaken, judge } from './flight.ts';
import { AVOID_MS } from './pauses.ts';

/**
 * The settlement for an answer that came after its time-out, and after which this process has nothing else to do.
 *
 * @param flight the message's last flight in this process, if it is still known
 */
export const lateSettlement = (
  key: PartKey,
  route: string,
  outcome: Outcome,
  at: number,
  flight: Flight | undefined,
): Settlement => {
  if (outcome.kind === 'accepted') return { kind: 'acceptedLate', key, route, outcome, at };
  const { reason, evidence } = outcome;
  const isKnown = flight?.message.attempt === key.attempt;
  // How a known flight ends is decided by the outcomes of all its parts, not by this outcome alone.
  if (outcome.kind === 'refused' && outcome.blame === 'message' && !isKnown)
    return { kind: 'ended', key, route, at, state: 'failed', reason, evidence };
  const nothingTaken = isKnown && isNothingTaken(flight);
  return {
    kind: 'noted',
    key,
    route,
    at,
    reason: `late answer: ${reason}`,
    evidence,
    ...(isToBeSent(outcome) && { notTaken: true }),
    ...(nothingTaken && { nothingTaken }),
    ...(nothingTaken && flight.isOverdue === true && { avoidRouteUntil: at + AVOID_MS }),
  };
};

/**
 * Why a message that this route has just claimed anew must go to another route: while the message waited in the queue,
 * late answers said that this route takes none of its parts, because of its sender or the like.
 *
 * @param before the message's last flight in this process, if it is still known
 */
export const refusedMeanwhile = (
  before: Flight | undefined,
  { message: { attempt, rest }, route }: Flight,
): Extract<FlightVerdict, { kind: 'otherRoute' }> | undefined => {
  if (before?.phase !== 'inQueue' || before.route !== route || rest !== undefined) return undefined;
  if (before.message.attempt !== attempt - 1) return undefined;
  const verdict = judge(before);
  return verdict.kind === 'otherRoute' && verdict.blame === 'route' ? verdict : undefined;
};

/** Whether the carrier did not take the part, and may take it if it comes again. */
const isToBeSent = (outcome: Outcome): boolean =>
  outcome.kind === 'retry' || (outcome.kind === 'refused' && outcome.blame !== 'message');
