import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { PduTrace } from '../../../protocols/smpp/pdu-trace.ts';

/** Callbacks of a session to the route that owns it. */
export interface SessionOwner {
  /**
   * Gives the outcome of a submit_sm_resp with status 0.
   *
   * @param congested whether it also reported a high congestion_state
   */
  accepted(messageId: string, part: OutgoingPart, congested: boolean): Outcome;
  /** Gives the outcome of a submit_sm_resp with another status, or of a generic_nack. */
  refused(status: number): Outcome;
  /** A deliver_sm or data_sm; resolves with the command_status to answer, never rejects. */
  delivery(frame: Buffer): Promise<number>;
  late(part: OutgoingPart, outcome: Outcome): void;
  /** State or room may have changed. */
  changed(): void;
  readonly trace: PduTrace;
}
