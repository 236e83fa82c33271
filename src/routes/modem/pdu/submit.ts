import { concatHeader } from '../../../domain/text/concat.ts';
import type { Address } from './address.ts';
import { encodeAddress, encodeServiceCentre } from './address.ts';
import { toHex } from './hex.ts';
import type { Alphabet } from './user-data.ts';
import { dataCoding, encodeUserData } from './user-data.ts';

// First octet of SMS-SUBMIT, TS 23.040 9.2.2.2.
const MTI_SUBMIT = 0x01;
const VALIDITY_RELATIVE = 0x10;
const STATUS_REPORT_REQUEST = 0x20;
const HAS_HEADER = 0x40;

export interface Submit {
  /** The service centre's address; the one on the SIM if it is left out. */
  readonly serviceCentre?: Address;
  /** TP-MR. The modem replaces it with a value of its own, which +CMGS tells. */
  readonly reference: number;
  readonly to: Address;
  readonly alphabet: Alphabet;
  readonly text: string;
  /** Whether the phone shows the message at once and doesn't store it; false by default. */
  readonly flash?: boolean;
  /** Relative TP-VP, see `encodeValidity`; if it is left out, the network decides. */
  readonly validity?: number;
  readonly statusReport: boolean;
  readonly concat?: { readonly reference: number; readonly total: number; readonly part: number };
}

export interface SubmitPdu {
  readonly hex: string;
  /** Length of the TPDU in octets without the service centre, as AT+CMGS needs it. */
  readonly length: number;
}

/**
 * Writes an SMS-SUBMIT (TS 23.040 9.2.2.2).
 *
 * @returns undefined if text and header don't fit in one short message
 * @throws RangeError if the text can't be written in the alphabet
 */
export const encodeSubmit = (submit: Submit): SubmitPdu | undefined => {
  const { concat, validity } = submit;
  const header = concat && concatHeader(concat.reference, concat.total, concat.part);
  const data = encodeUserData(submit.text, submit.alphabet, header);
  if (data === undefined) return undefined;
  const first =
    MTI_SUBMIT |
    (validity === undefined ? 0 : VALIDITY_RELATIVE) |
    (submit.statusReport ? STATUS_REPORT_REQUEST : 0) |
    (header === undefined ? 0 : HAS_HEADER);
  const tpdu = Uint8Array.from([
    first,
    submit.reference & 0xff,
    ...encodeAddress(submit.to),
    0x00,
    dataCoding(submit.alphabet, submit.flash ?? false),
    ...(validity === undefined ? [] : [validity]),
    data.length,
    ...data.octets,
  ]);
  return { hex: toHex(encodeServiceCentre(submit.serviceCentre)) + toHex(tpdu), length: tpdu.length };
};
