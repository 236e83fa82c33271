/**
 * Walks over the octets of a PDU. What runs past their end is undefined or shorter, never an exception: the network
 * sends PDUs whose lengths lie.
 */
export class OctetReader {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  octet(): number | undefined {
    const octet = this.#octets[this.#at];
    if (octet !== undefined) this.#at++;
    return octet;
  }

  /** The next `count` octets, or those that are left. */
  take(count: number): Uint8Array {
    const taken = this.#octets.subarray(this.#at, this.#at + count);
    this.#at += taken.length;
    return taken;
  }
}
