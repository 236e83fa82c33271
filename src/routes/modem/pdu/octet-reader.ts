/**
 * Reads a PDU octet by octet. Past the end it returns undefined or fewer octets instead of throwing: the network
 * sends PDUs with wrong lengths.
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
