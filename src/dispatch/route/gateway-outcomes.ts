import type { Outcome } from '../../domain/messages/outcome.ts';

/** The outcome of a part that was never handed to its route, and so was surely not sent. */
export const notHandedOver = (reason: string): Outcome => ({
  kind: 'retry',
  afterMs: 0,
  reason,
  evidence: '',
  throttled: false,
});

/**
 * The outcome when the promise of a route rejects. A rejection is a fault of the gateway, and nobody knows what became
 * of the part.
 */
export const brokenPromise = (error: unknown): Outcome => ({
  kind: 'uncertain',
  reason: 'the route failed',
  evidence: error instanceof Error ? error.message : String(error),
});

/**
 * Whether the outcome shows that the carrier isn't taking parts. A refusal only tells about the message, and a part
 * that never left the gateway (afterMs is 0) tells nothing about the carrier.
 */
export const wasNotTaken = (outcome: Outcome): boolean =>
  outcome.kind === 'uncertain' || (outcome.kind === 'retry' && outcome.afterMs > 0);

/** Why a part that was ready for a route is given back. */
export const WHY = {
  tooLate: 'the route did not send the part in time, and another route may take the message now',
  expired: 'the validity ended before the route took the part',
  /** Another node may have a share, and send the part. */
  noShare: 'this node has no share of the contract now',
  notSure: 'another node may have taken this one for dead',
} as const;
