import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import { boundEvidence, EVIDENCE_OCTETS } from '../../../domain/messages/evidence.ts';
import type { RouteInbound } from '../../../domain/routes/route.ts';
import { readConcat } from '../../../domain/text/concat.ts';
import { decodeGsm7 } from '../../../domain/text/gsm7.ts';
import { unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { type Delivery, userData, userDataHeaderOctets } from '../../../protocols/smpp/delivery.ts';

/** Values of data_coding (3.4, 5.2.19) with the name that `TextDecoder` has for their alphabet. */
const namedAlphabets: Readonly<Record<number, string>> = {
  5: 'shift_jis',
  6: 'iso-8859-5',
  7: 'iso-8859-8',
  10: 'iso-2022-jp',
  13: 'euc-jp',
  14: 'euc-kr',
};

/** Makes the message from a phone out of this delivery. */
export const readInbound = (
  delivery: Delivery,
  frame: Buffer,
  config: Pick<SmppRouteConfig, 'id' | 'alphabet'>,
): RouteInbound => {
  const header = delivery.octets.subarray(0, userDataHeaderOctets(delivery));
  return {
    route: config.id,
    from: number(delivery.source, delivery.sourceTon),
    to: delivery.destination === '' ? undefined : delivery.destination,
    text: decode(userData(delivery), delivery.dataCoding, {
      alphabet: config.alphabet,
      header: header.length,
    }),
    concat: (header.length > 0 ? readConcat(header) : undefined) ?? sar(delivery),
    evidence: boundEvidence(frame.toString('hex', 0, Math.min(frame.length, EVIDENCE_OCTETS))),
  };
};

const number = (address: string, ton: number): string =>
  ton === 1 && /^[1-9][0-9]+$/.test(address) ? `+${address}` : address;

const sar = ({ sarReference, sarTotal, sarPart }: Delivery): RouteInbound['concat'] => {
  if (sarReference === undefined || sarTotal === undefined || sarPart === undefined) return undefined;
  if (sarTotal < 2 || sarPart < 1 || sarPart > sarTotal) return undefined;
  return { reference: sarReference, total: sarTotal, part: sarPart };
};

/** The encoding that data_coding 0 means. The carrier has agreed on an alphabet for the account, in both directions. */
interface DefaultCoding {
  readonly alphabet: SmppRouteConfig['alphabet'];
  /**
   * Length of the user data header in octets: packed septets begin on a septet boundary, counted from the start of
   * the header.
   */
  readonly header: number;
}

const decode = (octets: Buffer, dataCoding: number, standard: DefaultCoding): string => {
  if (dataCoding === 0) return decodeDefault(octets, standard);
  if (dataCoding === 1 || dataCoding === 3) return octets.toString('latin1');
  if (dataCoding === 8) return decodeUcs2(octets);
  const named = namedAlphabets[dataCoding];
  if (named !== undefined) return new TextDecoder(named).decode(octets);
  return decodeByGroup(octets, dataCoding, standard);
};

const decodeDefault = (octets: Buffer, { alphabet, header }: DefaultCoding): string => {
  if (alphabet === 'gsm7') return decodeGsm7(octets);
  if (alphabet !== 'gsm7-packed') return octets.toString('latin1');
  const fillBits = (7 - ((header * 8) % 7)) % 7;
  const bits = octets.length * 8 - fillBits;
  const septets = unpackSeptets(octets, Math.floor(bits / 7), fillBits);
  // Seven empty bits at the end of the last octet look like one more septet 0, which would be read as an @.
  const padded = bits % 7 === 0 && septets.at(-1) === 0;
  return decodeGsm7(padded ? septets.subarray(0, -1) : septets);
};

/** Reads data_coding by the groups of TS 23.038 4: some carriers pass on the phone's data coding scheme unchanged. */
const decodeByGroup = (octets: Buffer, dataCoding: number, standard: DefaultCoding): string => {
  const group = dataCoding >> 4;
  const bits = (dataCoding >> 2) & 3;
  if (group === 0x0f) return (bits & 1) === 0 ? decodeDefault(octets, standard) : binary(octets);
  // Message waiting groups: 1100 (discard) and 1101 (store) use the default alphabet, 1110 (store) uses UCS-2.
  if (group === 0x0c || group === 0x0d) return decodeDefault(octets, standard);
  if (group === 0x0e) return decodeUcs2(octets);
  const general = group >= 1 && group <= 7;
  if (general && bits === 0) return decodeDefault(octets, standard);
  if (general && bits === 2) return decodeUcs2(octets);
  return binary(octets);
};

const binary = (octets: Buffer): string => `binary ${octets.toString('hex')}`;
