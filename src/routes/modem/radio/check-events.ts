import type { RouteEvents, RouteInbound, RouteReceipt } from '../../../domain/routes/route.ts';

/** What a check of the radio waits for. */
export interface ProofSeeker {
  /** Takes the message if the check sent it; true if so. */
  arrived(message: RouteInbound): boolean;
  /** Takes the receipt if it is of a message of the check; true if so. */
  reported(receipt: RouteReceipt): Promise<boolean>;
}

/**
 * The events of a route without the messages of its radio check: they are proofs for the check, and neither messages
 * from people nor receipts of messages in the store.
 */
export const withoutCheck = (events: RouteEvents, seeker: () => ProofSeeker): RouteEvents => ({
  changed: () => events.changed(),
  lateOutcome: (key, outcome) => events.lateOutcome(key, outcome),
  receipt: async (receipt) =>
    (await seeker().reported(receipt)) ? { kind: 'matched', ref: receipt.refs[0] } : events.receipt(receipt),
  broadcast: (page) => events.broadcast(page),
  inbound: async (message) => (seeker().arrived(message) ? 'kept' : events.inbound(message)),
});
