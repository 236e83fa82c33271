/** Reads a PDU octet by octet; reading past its end throws a RangeError. */
export class Octets {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  one(): number {
    const octet = this.#octets[this.#at];
    if (octet === undefined) throw new RangeError('the PDU ends too early');
    this.#at++;
    return octet;
  }

  some(count: number): Uint8Array {
    if (count > this.left) throw new RangeError('the PDU ends too early');
    this.#at += count;
    return this.#octets.subarray(this.#at - count, this.#at);
  }
}

/** Decodes pairs of hexadecimal digits; undefined for anything else. */
export const octetsOfHex = (hex: string): Uint8Array | undefined =>
  hex.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(hex) ? Buffer.from(hex, 'hex') : undefined;

export const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex').toUpperCase();
