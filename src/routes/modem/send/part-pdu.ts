import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { toAddress } from '../pdu/address.ts';
import type { SubmitPdu } from '../pdu/submit.ts';
import { encodeSubmit } from '../pdu/submit.ts';
import { encodeValidity } from '../pdu/validity.ts';

/**
 * Encodes one part as an SMS-SUBMIT that asks for a status report and has the remaining validity.
 *
 * @param serviceCentre the address to use; the SIM's own if undefined
 * @returns undefined if the part can't be written as one short message
 */
export const partPdu = (
  part: OutgoingPart,
  nowMs: number,
  serviceCentre: string | undefined,
): SubmitPdu | undefined => {
  try {
    return encodeSubmit({
      ...(serviceCentre === undefined ? {} : { serviceCentre: toAddress(serviceCentre) }),
      // The modem replaces the reference with its own.
      reference: 0,
      to: toAddress(part.to),
      alphabet: part.encoding,
      text: part.text,
      flash: part.flash,
      validity: encodeValidity(part.validUntil - nowMs),
      statusReport: true,
      ...(part.parts === 1
        ? {}
        : { concat: { reference: part.reference, total: part.parts, part: part.part } }),
    });
  } catch (error) {
    // The text was already cut so that each part can be encoded. A part that can't be encoded must not stop the
    // modem.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
