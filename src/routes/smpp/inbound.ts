import type { RouteInbound } from '../../domain/route.ts';
import { readConcat } from '../../domain/text/concat.ts';
import { decodeGsm7 } from '../../domain/text/gsm7.ts';
import { decodeUcs2 } from '../../domain/text/ucs2.ts';
import type { Delivery } from './delivery.ts';
import { EsmClass } from './protocol.ts';

/** 3.4, 5.2.19: values whose alphabet the platform knows by name. */
const namedAlphabets: Readonly<Record<number, string>> = {
  5: 'shift_jis',
  6: 'iso-8859-5',
  7: 'iso-8859-8',
  10: 'iso-2022-jp',
  13: 'euc-jp',
  14: 'euc-kr',
};

/** The message from a phone that this delivery is. */
export const readInbound = (delivery: Delivery, route: string, frame: Buffer): RouteInbound => {
  const { octets } = delivery;
  const headerOctets = (delivery.esmClass & EsmClass.udhIndicator) === 0 ? 0 : 1 + (octets[0] ?? 0);
  // A header that claims more than there is leaves nothing that could be told apart: all of it is shown.
  const header = headerOctets <= octets.length ? headerOctets : 0;
  return {
    route,
    from: number(delivery.source, delivery.sourceTon),
    to: delivery.destination === '' ? undefined : delivery.destination,
    text: decode(octets.subarray(header), delivery.dataCoding),
    concat: header > 0 ? (readConcat(octets.subarray(0, header)) ?? sar(delivery)) : sar(delivery),
    evidence: frame.toString('hex'),
  };
};

const number = (address: string, ton: number): string =>
  ton === 1 && /^[1-9][0-9]+$/.test(address) ? `+${address}` : address;

const sar = ({ sarReference, sarTotal, sarPart }: Delivery): RouteInbound['concat'] => {
  if (sarReference === undefined || sarTotal === undefined || sarPart === undefined) return undefined;
  if (sarTotal < 2 || sarPart < 1 || sarPart > sarTotal) return undefined;
  return { reference: sarReference, total: sarTotal, part: sarPart };
};

const decode = (octets: Buffer, dataCoding: number): string => {
  if (dataCoding === 0) return decodeGsm7(octets);
  if (dataCoding === 1 || dataCoding === 3) return octets.toString('latin1');
  if (dataCoding === 8) return decodeUcs2(octets);
  const named = namedAlphabets[dataCoding];
  if (named !== undefined) return new TextDecoder(named).decode(octets);
  return decodeByGroup(octets, dataCoding);
};

/** The coding groups of TS 23.038 4, which carriers pass on as they came from the phone. */
const decodeByGroup = (octets: Buffer, dataCoding: number): string => {
  const group = dataCoding >> 4;
  const alphabet = (dataCoding >> 2) & 3;
  if (group === 0x0f) return (dataCoding & 4) === 0 ? decodeGsm7(octets) : binary(octets);
  if (group === 0x0e) return decodeUcs2(octets);
  if (group >= 1 && group <= 3 && alphabet === 0) return decodeGsm7(octets);
  if (group >= 1 && group <= 3 && alphabet === 2) return decodeUcs2(octets);
  return binary(octets);
};

const binary = (octets: Buffer): string => `binary ${octets.toString('hex')}`;
