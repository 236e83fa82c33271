import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { PduTrace } from '../../../protocols/smpp/pdu-trace.ts';

/** What a session asks of, and tells, the route that owns it. */
export interface SessionOwner {
  /** What a submit_sm_resp with status 0 means. */
  accepted(messageId: string, part: OutgoingPart, congested: boolean): Outcome;
  /** What one with another status means, or a generic_nack. */
  refused(status: number): Outcome;
  /** A deliver_sm or data_sm; resolves with the command_status to answer, never rejects. */
  delivery(frame: Buffer): Promise<number>;
  late(part: OutgoingPart, outcome: Outcome): void;
  /** State or room may have changed. */
  changed(): void;
  readonly trace: PduTrace;
}
