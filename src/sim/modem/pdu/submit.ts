import type { Concat } from '../../../domain/text/concat.ts';
import type { Address } from './address.ts';
import { readAddress, readServiceCentre } from './address.ts';
import { Octets, octetsOfHex } from './octets.ts';
import { readTimestamp, unswapped } from './timestamp.ts';
import type { Alphabet } from './user-data.ts';
import { alphabetOf, readUserData } from './user-data.ts';

// Bits of the first octet: TP-MTI, TP-VPF, TP-SRR and TP-UDHI (TS 23.040 9.2.2.2).
const TYPE = 0x03;
const SUBMIT = 0x01;
const VALIDITY = 0x18;
const VALIDITY_RELATIVE = 0x10;
const VALIDITY_ABSOLUTE = 0x18;
// Bits of the first octet of the enhanced validity format: whether a second indicator octet follows, and how to read
// the value (9.2.3.12.3).
const EXTENDED = 0x80;
const ENHANCED_FORMAT = 0x07;
const REPORT = 0x20;
const HEADER = 0x40;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** The contents of an SMS-SUBMIT. */
export interface Submit {
  /** The service centre's address; undefined for the one on the SIM. */
  readonly serviceCentre: string | undefined;
  readonly to: Address;
  readonly text: string;
  readonly alphabet: Alphabet;
  readonly dataCoding: number;
  readonly concat: Concat | undefined;
  readonly wantsReport: boolean;
  /** How long the network tries, in ms; undefined for its own default. */
  readonly validForMs: number | undefined;
}

/**
 * Reads the PDU of AT+CMGS, which begins with the service centre.
 *
 * @param length the length that AT+CMGS announced: octets without the service centre
 * @returns the contents, or in words why no modem would take the PDU
 */
export const readSubmit = (hex: string, length: number, now: Date): Submit | string => {
  const all = octetsOfHex(hex);
  if (all === undefined) return 'the PDU is no hexadecimal';
  const octets = new Octets(all);
  try {
    const serviceCentre = readServiceCentre(octets);
    if (octets.left !== length) return `the length is ${length}, the PDU has ${octets.left}`;
    return readBody(octets, serviceCentre, now);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
};

const readBody = (octets: Octets, serviceCentre: string | undefined, now: Date): Submit => {
  const first = octets.one();
  if ((first & TYPE) !== SUBMIT) throw new RangeError(`first octet 0x${first.toString(16)} is no SUBMIT`);
  // TP-MR is ignored: the modem uses its own counter.
  octets.one();
  const to = readAddress(octets);
  // TP-PID has no effect in the simulation.
  octets.one();
  const dataCoding = octets.one();
  const alphabet = alphabetOf(dataCoding);
  const validForMs = readValidity(octets, first & VALIDITY, now);
  const { text, concat } = readUserData(octets, alphabet, (first & HEADER) !== 0);
  const wantsReport = (first & REPORT) !== 0;
  return { serviceCentre, to, text, alphabet, dataCoding, concat, wantsReport, validForMs };
};

const readValidity = (octets: Octets, format: number, now: Date): number | undefined => {
  if (format === 0) return undefined;
  if (format === VALIDITY_RELATIVE) return relativeMs(octets.one());
  if (format === VALIDITY_ABSOLUTE) return readTimestamp(octets.some(7)) - now.getTime();
  return enhancedMs(octets.some(7));
};

/** Reads the enhanced format, which always has seven octets, used or not. */
const enhancedMs = (octets: Uint8Array): number | undefined => {
  const [indicator = 0] = octets;
  const [first = 0, second = 0, third = 0] = octets.subarray((indicator & EXTENDED) === 0 ? 1 : 2);
  switch (indicator & ENHANCED_FORMAT) {
    case 0:
      return undefined;
    case 1:
      return relativeMs(first);
    case 2:
      return first * SECOND_MS;
    case 3:
      return ((unswapped(first) * 60 + unswapped(second)) * 60 + unswapped(third)) * SECOND_MS;
    default:
      throw new RangeError('the format of the enhanced validity is reserved');
  }
};

// Time in ms that a relative TP-VP stands for (TS 23.040 9.2.3.12.1).
const relativeMs = (validity: number): number => {
  if (validity < 144) return (validity + 1) * 5 * MINUTE_MS;
  if (validity < 168) return (720 + (validity - 143) * 30) * MINUTE_MS;
  if (validity < 197) return (validity - 166) * 1440 * MINUTE_MS;
  return (validity - 192) * 7 * 1440 * MINUTE_MS;
};
