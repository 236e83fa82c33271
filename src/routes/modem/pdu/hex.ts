const HEX = /^(?:[0-9a-f]{2})*$/i;

export const toHex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex').toUpperCase();

/** The octets that `text` spells, or undefined if it isn't an even number of hex digits. */
export const fromHex = (text: string): Uint8Array | undefined =>
  HEX.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : undefined;
