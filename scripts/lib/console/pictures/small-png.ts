import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_OCTETS = 8;
/** Length, type and check of a chunk. */
const AROUND_CHUNK = 12;
const MOST_COLOURS = 256;
/** Of these the most frequent; the rest are for small things that have a colour of their own, such as a light. */
const FREQUENT = 176;
const [RGB, PALETTE, RGBA] = [2, 3, 6];

const chunksOf = (png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] => {
  const chunks = [];
  for (let at = SIGNATURE_OCTETS; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + AROUND_CHUNK;
  }
  return chunks;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** What stands for an octet by what is left of it, above it, and left of that (PNG, section 9). */
const predicted = (filter: number, left: number, above: number, corner: number): number => {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((one) => Math.abs(guess - one)) as [
    number,
    number,
    number,
  ];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
};

/** The colours of all points, 0xRRGGBB, row by row. */
const pointsOf = (raw: Buffer, width: number, height: number, octets: number): Uint32Array => {
  const points = new Uint32Array(width * height);
  let above = Buffer.alloc(width * octets);
  for (let y = 0; y < height; y++) {
    const start = y * (width * octets + 1);
    const filter = raw.readUInt8(start);
    const row = Buffer.from(raw.subarray(start + 1, start + 1 + width * octets));
    for (let x = 0; x < row.length; x++) {
      const [left, corner] = x < octets ? [0, 0] : [row[x - octets] ?? 0, above[x - octets] ?? 0];
      row[x] = (row[x] ?? 0) + predicted(filter, left, above[x] ?? 0, corner);
    }
    for (let x = 0; x < width; x++) points[y * width + x] = row.readUIntBE(x * octets, 3);
    above = row;
  }
  return points;
};

const distance = (one: number, other: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);

/** The most frequent colours, and of the others again and again the one that is the least like any of these. */
const chosenOf = (counts: ReadonlyMap<number, number>): readonly number[] => {
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const chosen = byCount.slice(0, FREQUENT);
  const others = byCount.slice(FREQUENT).map((colour) => ({
    colour,
    off: Math.min(...chosen.map((one) => distance(one, colour))),
  }));
  while (chosen.length < MOST_COLOURS && others.length > 0) {
    const next = others.reduce((most, one) => (one.off > most.off ? one : most)).colour;
    chosen.push(next);
    for (const one of others) one.off = Math.min(one.off, distance(next, one.colour));
  }
  return chosen;
};

/** A palette, and for each colour the place of the nearest one in it. */
const paletteOf = (
  points: Uint32Array,
): { readonly colours: readonly number[]; readonly places: ReadonlyMap<number, number> } => {
  const counts = new Map<number, number>();
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  const colours = chosenOf(counts);
  const nearest = (colour: number): number =>
    colours.reduce(
      (best, one, place) => (distance(one, colour) < distance(colours[best] ?? 0, colour) ? place : best),
      0,
    );
  return { colours, places: new Map([...counts.keys()].map((colour) => [colour, nearest(colour)])) };
};

/**
 * A picture of a page as a PNG with a palette, which is a third as large. Pages are flat: of the many shades at the
 * edges of letters, nobody misses the rare ones.
 */
export const smallPng = (png: Buffer): Buffer => {
  const chunks = chunksOf(png);
  const header = Buffer.from(chunks[0]?.data ?? []);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const kind = header.readUInt8(9);
  if (kind !== RGB && kind !== RGBA) throw new Error(`cannot read a PNG of kind ${kind}`);
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const points = pointsOf(inflateSync(Buffer.concat(packed)), width, height, kind === RGB ? 3 : 4);
  const { colours, places } = paletteOf(points);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = places.get(points[y * width + x] ?? 0) ?? 0;
  const palette = Buffer.alloc(colours.length * 3);
  for (const [place, colour] of colours.entries()) palette.writeUIntBE(colour, place * 3, 3);
  header.writeUInt8(PALETTE, 9);
  return Buffer.concat([
    png.subarray(0, SIGNATURE_OCTETS),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
