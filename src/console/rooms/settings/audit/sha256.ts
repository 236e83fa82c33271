/**
 * SHA-256 (FIPS 180-4). The browser's own works asynchronously, and only where the page came by TLS or from this
 * machine; a gateway on a LAN may have neither.
 */

/** The first 32 bits of the fractional parts of the n-th roots of the first primes (4.2.2 and 5.3.3). */
const rootsOf = (count: number, power: number): Uint32Array => {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor++)
      if (candidate % factor === 0) isPrime = false;
    if (isPrime) words.push((candidate ** power % 1) * 2 ** 32);
  }
  return Uint32Array.from(words);
};

const CONSTANTS = rootsOf(64, 1 / 3);
const START = rootsOf(8, 1 / 2);
const BLOCK = 64;

const encoder = new TextEncoder();
const schedule = new Uint32Array(64);

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const at = (words: Uint32Array, index: number): number => words[index] ?? 0;

/** The text in UTF-8 with the padding of 5.1.1. */
const padded = (text: string): DataView => {
  const octets = encoder.encode(text);
  const length = Math.ceil((octets.length + 9) / BLOCK) * BLOCK;
  const all = new Uint8Array(length);
  all.set(octets);
  all[octets.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(length - 8, Math.floor(octets.length / 2 ** 29));
  view.setUint32(length - 4, (octets.length << 3) >>> 0);
  return view;
};

/** One block of 64 octets (6.2.2). */
const compress = (state: Uint32Array, view: DataView, offset: number): void => {
  for (let t = 0; t < 16; t++) schedule[t] = view.getUint32(offset + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [w2, w15] = [at(schedule, t - 2), at(schedule, t - 15)];
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    schedule[t] = s1 + at(schedule, t - 7) + s0 + at(schedule, t - 16);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + at(CONSTANTS, t) + at(schedule, t)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = at(state, index) + word;
};

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export const sha256 = (text: string): string => {
  const view = padded(text);
  const state = START.slice();
  for (let offset = 0; offset < view.byteLength; offset += BLOCK) compress(state, view, offset);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
};
