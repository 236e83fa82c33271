const head = (major: number, value: number): Buffer => {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 0x100) return Buffer.from([(major << 5) | 24, value]);
  const [size, extra] = value < 0x10000 ? ([2, 25] as const) : ([4, 26] as const);
  const octets = Buffer.alloc(1 + size);
  octets[0] = (major << 5) | extra;
  octets.writeUIntBE(value, 1, size);
  return octets;
};

/** Writes CBOR (RFC 8949), as far as authenticators need it: integers, octets, texts, lists and maps. */
export const cbor = (value: unknown): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
  throw new Error(`no CBOR is written for ${typeof value}`);
};
