import { hexOf } from './octets.ts';

/** A PDU as a modem writes it. */
export interface Pdu {
  /** The PDU in hexadecimal, with the service centre's address first. */
  readonly hex: string;
  /** Length in octets without the service centre, as +CMGR, +CMT and +CDS give it (TS 27.005 3.1 <length>). */
  readonly length: number;
}

export const toPdu = (serviceCentre: Uint8Array, body: Uint8Array): Pdu => ({
  hex: hexOf(serviceCentre) + hexOf(body),
  length: body.length,
});
