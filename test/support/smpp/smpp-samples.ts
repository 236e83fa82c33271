import { type SmppRouteConfig, smppRoute } from '../../../src/config/routes/smpp-route.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { OutgoingPart } from '../../../src/domain/routes/route.ts';

/** The configuration of a route as a file would give it. */
export const smppConfig = (fields: Record<string, unknown> = {}): SmppRouteConfig =>
  smppRoute.parse({
    id: 'orange',
    type: 'smpp',
    host: '127.0.0.1',
    port: 2775,
    systemId: 'tocsin',
    password: 'secret',
    ...fields,
  });

const recipient = toMsisdn('+33639980001');
if (recipient === undefined) throw new Error('the sample number is no MSISDN');

export const samplePart = (fields: Partial<OutgoingPart> = {}): OutgoingPart => ({
  messageId: 1000 as MessageId,
  attempt: 1,
  part: 1,
  parts: 1,
  reference: 0x1234,
  to: recipient,
  from: { kind: 'alphanumeric', text: 'PREFECTURE' },
  encoding: 'gsm7',
  flash: false,
  text: 'Leave the river banks now.',
  priority: 'critical',
  validUntil: Date.now() + 3_600_000,
  ...fields,
});
