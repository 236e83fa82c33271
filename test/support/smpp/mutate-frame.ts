/** Octets at random that repeat for the same seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const EVIL = [0x00, 0x01, 0x7f, 0x80, 0xff];

/**
 * A frame with one to four changes: octets replaced, cut out, doubled, the end cut off. It is made a frame again, of
 * 16 octets or more and with the right length, but for the share `wrongLength`.
 */
export const mutateFrame = (frame: Uint8Array, random: () => number, wrongLength: number): Buffer => {
  const below = (limit: number) => Math.floor(random() * limit);
  let octets = Buffer.from(frame);
  const changes = 1 + below(4);
  for (let i = 0; i < changes && octets.length > 0; i++) {
    const at = below(octets.length);
    switch (below(5)) {
      case 0:
        octets[at] = below(256);
        break;
      case 1:
        octets[at] = EVIL[below(EVIL.length)] ?? 0;
        break;
      case 2:
        octets = Buffer.concat([octets.subarray(0, at), octets.subarray(at + 1 + below(8))]);
        break;
      case 3:
        octets = Buffer.concat([
          octets.subarray(0, at),
          octets.subarray(at, at + below(40)),
          octets.subarray(at),
        ]);
        break;
      default:
        octets = octets.subarray(0, at);
    }
  }
  if (random() < wrongLength) return octets;
  const whole = Buffer.concat([octets, Buffer.alloc(Math.max(0, 16 - octets.length))]);
  whole.writeUInt32BE(whole.length, 0);
  return whole;
};
