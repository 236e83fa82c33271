import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isArchive } from './archive/header.ts';
import { octetsOf, readArchive, type TileArchive } from './archive/read-archive.ts';
import { mapFault } from './map-fault.ts';

/** The largest map of GeoJSON: a browser parses it in about a second. */
export const MAX_MAP_OCTETS = 20 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** The map of the administrator, as it is served. */
interface BaseMap {
  readonly octets: Buffer;
  readonly etag: string;
  /** The same, compressed on the first call and kept. */
  readonly gzipped: () => Promise<Buffer>;
}

export type ReadMap =
  | { readonly map: BaseMap }
  | { readonly tiles: TileArchive }
  | { readonly fault: string };

const compress = promisify(gzip);

const hashOf = (value: Buffer | string): string =>
  createHash('sha256').update(value).digest('base64url').slice(0, 22);

/** Tells a file from every other one, and from itself before it was written anew. */
export const identityOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  hashOf(`${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`);

const served = (octets: Buffer): BaseMap => {
  let packed: Promise<Buffer> | undefined;
  return {
    octets,
    // Weak, since the compressed octets have the same (RFC 9110, 8.8.3.3).
    etag: `W/"${hashOf(octets)}"`,
    gzipped: () => {
      packed ??= compress(octets);
      return packed;
    },
  };
};

const readGeoJson = (descriptor: number, size: number): ReadMap => {
  if (size > MAX_MAP_OCTETS)
    return {
      fault: `has ${(size / MEBIBYTE).toFixed(1)} MiB, and a map of GeoJSON has at most ${MAX_MAP_OCTETS / MEBIBYTE}: simplify its outlines, or make PMTiles of it`,
    };
  const octets = readFileSync(descriptor);
  const fault = mapFault(octets);
  return fault === undefined ? { map: served(octets) } : { fault };
};

/** Reads a map, and says which file it was. Never throws. */
export const readMapAndIdentity = (
  file: string,
): { readonly read: ReadMap; readonly identity: string | undefined } => {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const stat = fstatSync(descriptor, { bigint: true });
      const identity = identityOf(stat);
      if (!stat.isFile()) return { read: { fault: 'is no file' }, identity };
      const isTiles = /\.pmtiles$/i.test(file) || isArchive(octetsOf(descriptor, 0, 2));
      const read = (isTiles ? readArchive : readGeoJson)(descriptor, Number(stat.size));
      // Whoever copies over the file while it is read would make half of each of it.
      return identityOf(fstatSync(descriptor, { bigint: true })) === identity
        ? { read, identity }
        : { read: { fault: 'was written while it was read' }, identity: undefined };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { read: { fault: `cannot be read: ${why}` }, identity: undefined };
  }
};

/** Reads a map of GeoJSON or of PMTiles, or says what is wrong with the file. Never throws. */
export const readBaseMap = (file: string): ReadMap => readMapAndIdentity(file).read;
