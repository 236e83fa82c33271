import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { PduTrace } from '../../../protocols/smpp/pdu-trace.ts';

/** Callbacks of a session to the route that owns it. */
export interface SessionOwner {
  /**
   * Gives the outcome of a submit_sm_resp with status 0.
   *
   * @param congested whether the submit_sm_resp also reported a high congestion_state
   */
  accepted(messageId: string, part: OutgoingPart, congested: boolean): Outcome;
  /** Gives the outcome of a submit_sm_resp with another status, or of a generic_nack. */
  refused(status: number): Outcome;
  /** Stores a deliver_sm or data_sm. Resolves with the command_status for the answer, and never rejects. */
  delivery(frame: Buffer): Promise<number>;
  late(part: OutgoingPart, outcome: Outcome): void;
  /** Called when the state of the link, or the number of parts that it would take, may have changed. */
  changed(): void;
  readonly trace: PduTrace;
}
