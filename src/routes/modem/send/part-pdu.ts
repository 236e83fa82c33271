import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { toAddress } from '../pdu/address.ts';
import type { SubmitPdu } from '../pdu/submit.ts';
import { encodeSubmit } from '../pdu/submit.ts';
import { encodeValidity } from '../pdu/validity.ts';

/**
 * The PDU of one part: a status report asked for, and the validity that is left.
 *
 * @param serviceCentre left out: the SIM's own
 * @returns undefined if it can't be written as one short message
 */
export const partPdu = (
  part: OutgoingPart,
  nowMs: number,
  serviceCentre: string | undefined,
): SubmitPdu | undefined => {
  try {
    return encodeSubmit({
      ...(serviceCentre === undefined ? {} : { serviceCentre: toAddress(serviceCentre) }),
      // The modem puts its own in its place.
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
    // Whoever cut the text saw to it that it can be written; a part that can't must not take the modem with it.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
