/**
 * Packs septets into octets, least significant bits first (TS 23.038 6.1.2.1).
 *
 * @param septets each 0 to 0x7F
 * @param fillBits 0 to 6 zero bits before the first septet, which a user data header needs (TS 23.040 9.2.3.24)
 * @throws RangeError for a value above 0x7F, and for other fill bits
 */
export const packSeptets = (septets: Uint8Array, fillBits = 0): Uint8Array => {
  checkFill(fillBits);
  const octets = new Uint8Array(Math.ceil((fillBits + septets.length * 7) / 8));
  let pending = 0;
  let bits = fillBits;
  let at = 0;
  for (const septet of septets) {
    if (septet > 0x7f) throw new RangeError(`0x${septet.toString(16)} is no septet`);
    pending |= septet << bits;
    bits += 7;
    if (bits >= 8) {
      octets[at++] = pending;
      pending >>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) octets[at] = pending;
  return octets;
};

/**
 * The septets packed into octets; fewer than `count` if the octets don't hold so many.
 *
 * @param count the number of septets: TP-UDL, less the septets of the header. The octets don't tell the number: seven
 *   of them hold seven septets, or eight of which the last is `@`
 * @param fillBits 0 to 6 bits to skip before the first septet
 * @throws RangeError for other fill bits
 */
export const unpackSeptets = (octets: Uint8Array, count: number, fillBits = 0): Uint8Array => {
  checkFill(fillBits);
  const contained = Math.floor((octets.length * 8 - fillBits) / 7);
  const septets = new Uint8Array(Math.max(0, Math.min(count, contained)));
  let bit = fillBits;
  for (let i = 0; i < septets.length; i++) {
    const at = bit >> 3;
    const pair = (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8);
    septets[i] = (pair >> (bit & 7)) & 0x7f;
    bit += 7;
  }
  return septets;
};

const checkFill = (fillBits: number): void => {
  if (!Number.isInteger(fillBits) || fillBits < 0 || fillBits > 6) {
    throw new RangeError(`${fillBits} are no fill bits; 0 to 6 are`);
  }
};
