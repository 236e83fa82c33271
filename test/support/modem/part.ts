import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { OutgoingPart } from '../../../src/domain/routes/route.ts';

let messages = 0;

/** A part of a new message, valid for an hour, unless the test sets other fields. */
export const makePart = (nowMs: number, own: Partial<OutgoingPart> = {}): OutgoingPart => ({
  messageId: (1000 + messages++) as MessageId,
  attempt: 1,
  part: 1,
  parts: 1,
  reference: 7,
  to: '+33639980001' as Msisdn,
  from: undefined,
  encoding: 'gsm7',
  flash: false,
  text: 'Flood warning',
  priority: 'normal',
  validUntil: nowMs + 3_600_000,
  ...own,
});
