import { gzipSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { zxyToTileId } from 'pmtiles';

export interface ArchiveTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly octets: Uint8Array;
}

interface Entry {
  readonly id: number;
  readonly run: number;
  readonly offset: number;
  readonly length: number;
}

export interface ArchiveOptions {
  /** West, south, east, north. */
  readonly bounds?: readonly [number, number, number, number];
  readonly metadata?: object | string;
  /** Without compression, unless it is gzip. */
  readonly isGzip?: boolean;
  /** So many levels of leaf directories between the root and the tiles. */
  readonly leaves?: number;
  /** Octets of the header that are others, by their offset. */
  readonly header?: Readonly<Record<number, number>>;
}

/** A directory as it is in an archive, not compressed. */
export const directory = (entries: readonly Entry[]): Buffer => {
  const pbf = new PbfWriter();
  pbf.writeVarint(entries.length);
  let last = 0;
  for (const { id } of entries) {
    pbf.writeVarint(id - last);
    last = id;
  }
  for (const { run } of entries) pbf.writeVarint(run);
  for (const { length } of entries) pbf.writeVarint(length);
  for (const { offset } of entries) pbf.writeVarint(offset + 1);
  return Buffer.from(pbf.finish());
};

const HEADER = 127;

/** An archive of PMTiles 3. */
export const pmtiles = (tiles: readonly ArchiveTile[], options: ArchiveOptions = {}): Buffer => {
  const { bounds = [1, 43, 2, 44], metadata = {}, isGzip = true, leaves = 0, header = {} } = options;
  const packed = (octets: Uint8Array): Buffer => (isGzip ? gzipSync(octets) : Buffer.from(octets));
  const sorted = tiles
    .map(({ z, x, y, octets }) => ({ id: zxyToTileId(z, x, y), octets: packed(octets) }))
    .toSorted((a, b) => a.id - b.id);
  let offset = 0;
  let entries = sorted.map(({ id, octets }): Entry => {
    const entry = { id, run: 1, offset, length: octets.length };
    offset += octets.length;
    return entry;
  });
  const below: Buffer[] = [];
  for (let level = 0; level < leaves; level++) {
    const leaf = packed(directory(entries));
    const at = below.reduce((sum, one) => sum + one.length, 0);
    below.push(leaf);
    entries = [{ id: entries[0]?.id ?? 0, run: 0, offset: at, length: leaf.length }];
  }
  const root = packed(directory(entries));
  const told = packed(Buffer.from(typeof metadata === 'string' ? metadata : JSON.stringify(metadata)));
  const sections = [root, told, Buffer.concat(below), Buffer.concat(sorted.map(({ octets }) => octets))];
  const head = Buffer.alloc(HEADER);
  head.write('PMTiles', 'latin1');
  head[7] = 3;
  let at = HEADER;
  for (const [index, { length }] of sections.entries()) {
    head.writeBigUInt64LE(BigInt(at), 8 + 16 * index);
    head.writeBigUInt64LE(BigInt(length), 16 + 16 * index);
    at += length;
  }
  const zooms = tiles.map(({ z }) => z);
  const code = isGzip ? 2 : 1;
  head.set([code, code, 1, Math.min(...zooms, 14), Math.max(...zooms, 0)], 97);
  for (const [index, degrees] of bounds.entries())
    head.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * index);
  for (const [where, value] of Object.entries(header)) head[Number(where)] = value;
  return Buffer.concat([head, ...sections]);
};
