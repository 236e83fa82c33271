import { fromHex, toHex } from './hex.ts';

/** TP-MMS: no more messages wait at the service centre (TS 23.040 9.2.3.2). */
const NO_MORE_WAIT = 0x04;

/**
 * What is the same when the network sends an SMS-DELIVER once more, since its acknowledgement was lost: the TPDU
 * without TP-MMS. By then other messages may wait, and another service centre may send it.
 * @param pdu in hex, with the address of the service centre before it (TS 27.005 3.1, `<pdu>`)
 */
export const fingerprintOf = (pdu: string): string => {
  const octets = fromHex(pdu) ?? [];
  const tpdu = octets.slice(1 + (octets[0] ?? 0));
  const [first] = tpdu;
  if (first === undefined) return pdu;
  return `tpdu:${toHex(Uint8Array.from([first & ~NO_MORE_WAIT, ...tpdu.slice(1)]))}`;
};
