import type { SmppRouteConfig } from '../../config/smpp-route.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Priority } from '../../domain/priority.ts';
import type { OutgoingPart } from '../../domain/route.ts';
import type { Sender } from '../../domain/sender.ts';
import { concatHeader } from '../../domain/text/concat.ts';
import { encodeGsm7 } from '../../domain/text/gsm7.ts';
import { encodeUcs2 } from '../../domain/text/ucs2.ts';
import { EsmClass } from './protocol.ts';
import { isPlainAscii, type SubmitFields } from './submit-pdu.ts';
import { validityPeriod } from './validity.ts';

/** Type of number and numbering plan (3.4, 5.2.5 and 5.2.6). */
interface AddressKind {
  readonly ton: number;
  readonly npi: number;
}

const UNKNOWN: AddressKind = { ton: 0, npi: 0 };
const INTERNATIONAL: AddressKind = { ton: 1, npi: 1 };

const senderKinds: Readonly<Record<Sender['kind'], AddressKind>> = {
  alphanumeric: { ton: 5, npi: 0 },
  shortCode: { ton: 3, npi: 0 },
  msisdn: INTERNATIONAL,
};

/** 5.2.14, in GSM: 0 is not urgent, 1 to 3 are. */
const priorityFlags: Readonly<Record<Priority, number>> = { critical: 3, high: 2, normal: 0, low: 0 };

/** 5.2.19. */
const DEFAULT_ALPHABET = 0;
const UCS2 = 8;

/** 5.2.9: 21 octets with the NUL. */
const MAX_ADDRESS_OCTETS = 20;
/** 5.2.21. */
const MAX_SHORT_MESSAGE_OCTETS = 254;

const refused = (reason: string, evidence: string): Outcome => ({
  kind: 'refused',
  blame: 'message',
  reason,
  evidence,
});

/** The submit_sm for this part, or why there is none. */
export const compose = (part: OutgoingPart, config: SmppRouteConfig, now: number): SubmitFields | Outcome => {
  const leftMs = part.validUntil - now;
  if (leftMs <= 0) {
    return { kind: 'retry', afterMs: 0, reason: 'expired', evidence: 'nothing was sent', throttled: false };
  }
  const text = part.encoding === 'gsm7' ? encodeGsm7(part.text) : encodeUcs2(part.text);
  const long = part.parts > 1;
  const withHeader = long && config.longText !== 'sar';
  const octets = withHeader ? joined(concatHeader(part.reference, part.parts, part.part), text) : text;
  const asPayload = long && config.longText === 'payload';
  if (octets.length > MAX_SHORT_MESSAGE_OCTETS) {
    return refused('the part is too long for one submit_sm', `${octets.length} octets`);
  }
  const source = part.from === undefined ? '' : address(part.from.text);
  const sourceKind = part.from === undefined ? UNKNOWN : senderKinds[part.from.kind];
  const destination = address(part.to);
  if (!isPlainAscii(source, MAX_ADDRESS_OCTETS)) return refused('the sender cannot be written', source);
  if (!isPlainAscii(destination, MAX_ADDRESS_OCTETS)) {
    return refused('the number cannot be written', `${destination.length} characters`);
  }
  return {
    serviceType: '',
    sourceTon: sourceKind.ton,
    sourceNpi: sourceKind.npi,
    source,
    destinationTon: INTERNATIONAL.ton,
    destinationNpi: INTERNATIONAL.npi,
    destination,
    esmClass: withHeader ? EsmClass.udhIndicator : 0,
    protocolId: 0,
    priorityFlag: priorityFlags[part.priority],
    validityPeriod: validityPeriod(leftMs),
    dataCoding: part.encoding === 'gsm7' ? DEFAULT_ALPHABET : UCS2,
    octets,
    asPayload,
    sar:
      long && config.longText === 'sar'
        ? { reference: part.reference, total: part.parts, part: part.part }
        : undefined,
  };
};

/** Carriers want digits alone; TON 1 says what the plus sign does. */
const address = (text: string): string => (text.startsWith('+') ? text.slice(1) : text);

const joined = (header: Uint8Array, text: Uint8Array): Uint8Array => {
  const octets = new Uint8Array(header.length + text.length);
  octets.set(header);
  octets.set(text, header.length);
  return octets;
};
