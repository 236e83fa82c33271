import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { Priority } from '../../../domain/messages/priority.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { concatHeader } from '../../../domain/text/concat.ts';
import { EsmClass } from '../../../protocols/smpp/protocol.ts';
import { isPlainAscii, type SubmitFields } from '../../../protocols/smpp/submit-pdu.ts';
import { sourceOf, withoutPlus } from './addresses.ts';
import type { KnownTexts } from './known-texts.ts';
import { validityPeriod } from './validity.ts';

/** priority_flag (3.4, 5.2.14): in GSM networks 0 is not urgent, and 1 to 3 are urgent. */
const priorityFlags: Readonly<Record<Priority, number>> = { critical: 3, high: 2, normal: 0, low: 0 };

/** SMPP 3.4, 5.2.8 and 5.2.9: an address field has 21 octets with its NUL. */
const MAX_ADDRESS_OCTETS = 20;
/** SMPP 3.4, 5.2.21: the longest short_message. */
const MAX_SHORT_MESSAGE_OCTETS = 254;

const NO_HEADER = new Uint8Array(0);

const refused = (blame: 'message' | 'route', reason: string, evidence: string): Outcome => ({
  kind: 'refused',
  blame,
  reason,
  evidence,
});

/**
 * Makes the fields of the submit_sm for this part, or the outcome if it can't be sent.
 *
 * @param now ms since the epoch
 * @param texts writes the text of the part, and knows those that it has written lately
 */
export const compose = (
  part: OutgoingPart,
  config: SmppRouteConfig,
  now: number,
  texts: KnownTexts,
): SubmitFields | Outcome => {
  if (part.validUntil <= now) {
    return { kind: 'retry', afterMs: 0, reason: 'expired', evidence: 'nothing was sent', throttled: false };
  }
  const long = part.parts > 1;
  const withHeader = long && config.longText !== 'sar';
  const header = withHeader ? concatHeader(part.reference, part.parts, part.part) : NO_HEADER;
  const written = texts.write(part, header.length);
  if (written === undefined) {
    return refused(
      'route',
      "the text cannot be written in the carrier's alphabet",
      `alphabet ${config.alphabet}`,
    );
  }
  const octets = withHeader ? joined(header, written.octets) : written.octets;
  if (octets.length > MAX_SHORT_MESSAGE_OCTETS) {
    return refused('message', 'the part is too long for one submit_sm', `${octets.length} octets`);
  }
  const source = sourceOf(part.from, config);
  const destination = withoutPlus(part.to);
  if (!isPlainAscii(source.address, MAX_ADDRESS_OCTETS) || !isPlainAscii(destination, MAX_ADDRESS_OCTETS)) {
    return refused('message', 'an address that no submit_sm can hold', 'nothing was sent');
  }
  const { recipient } = config.addresses;
  return {
    serviceType: config.serviceType,
    sourceTon: source.ton,
    sourceNpi: source.npi,
    source: source.address,
    destinationTon: recipient.ton,
    destinationNpi: recipient.npi,
    destination,
    esmClass: withHeader ? EsmClass.udhIndicator : 0,
    protocolId: 0,
    priorityFlag: priorityFlags[part.priority],
    validityPeriod: validityPeriod(config.validity, part.validUntil, now),
    dataCoding: written.dataCoding,
    octets,
    asPayload: long && config.longText === 'payload',
    sar:
      long && config.longText === 'sar'
        ? { reference: part.reference, total: part.parts, part: part.part }
        : undefined,
  };
};

const joined = (header: Uint8Array, text: Uint8Array): Uint8Array => {
  const octets = new Uint8Array(header.length + text.length);
  octets.set(header);
  octets.set(text, header.length);
  return octets;
};
