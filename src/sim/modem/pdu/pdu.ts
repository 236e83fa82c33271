import { hexOf } from './octets.ts';

/** A PDU as a modem shows it. */
export interface Pdu {
  /** Service centre first. */
  readonly hex: string;
  /** Octets without the service centre, as +CMGR, +CMT and +CDS count (TS 27.005 3.1 <length>). */
  readonly length: number;
}

export const toPdu = (serviceCentre: Uint8Array, body: Uint8Array): Pdu => ({
  hex: hexOf(serviceCentre) + hexOf(body),
  length: body.length,
});
