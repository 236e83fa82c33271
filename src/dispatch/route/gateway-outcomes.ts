import type { Outcome } from '../../domain/messages/outcome.ts';

/** The route never had the part: it was surely not sent. */
export const notHandedOver = (reason: string): Outcome => ({
  kind: 'retry',
  afterMs: 0,
  reason,
  evidence: '',
  throttled: false,
});

/** A route never rejects. If one does, that is a fault of the gateway, and nobody knows what became of the part. */
export const brokenPromise = (error: unknown): Outcome => ({
  kind: 'uncertain',
  reason: 'the route failed',
  evidence: error instanceof Error ? error.message : String(error),
});

/** The carrier did not take the part. A refusal is about the message, and a part that never left tells nothing of it. */
export const wasNotTaken = (outcome: Outcome): boolean =>
  outcome.kind === 'uncertain' || (outcome.kind === 'retry' && outcome.afterMs > 0);
