import { readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ArchiveHeader, HEADER_OCTETS, readHeader } from './header.ts';
import { type ArchiveMetadata, readMetadata } from './metadata.ts';

const MEBIBYTE = 1024 * 1024;
/** What the metadata and the root directory have at most, unpacked: real ones have some 50 KiB. */
const MOST_UNPACKED = MEBIBYTE;

/** What an archive says of itself. */
export interface TileArchive extends Pick<ArchiveHeader, 'bounds' | 'minZoom' | 'maxZoom'>, ArchiveMetadata {
  readonly octets: number;
}

/** Octets of an open file; fewer at its end. */
export const octetsOf = (descriptor: number, offset: number, length: number): Buffer => {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(descriptor, buffer, 0, length, offset));
};

/** Reads what stands at the start of an archive of vector tiles, or says what is wrong with it. */
export const readArchive = (
  descriptor: number,
  octets: number,
): { readonly tiles: TileArchive } | { readonly fault: string } => {
  const read = readHeader(octetsOf(descriptor, 0, HEADER_OCTETS), octets);
  if ('fault' in read) return read;
  const { root, metadata, isGzip, ...shown } = read.header;
  if (metadata.length > MOST_UNPACKED) return { fault: 'has metadata of more than 1 MiB' };
  const unpacked = ({ offset, length }: typeof root): Buffer => {
    const packed = octetsOf(descriptor, offset, length);
    return isGzip && length > 0 ? gunzipSync(packed, { maxOutputLength: MOST_UNPACKED }) : packed;
  };
  try {
    unpacked(root);
  } catch (error) {
    return { fault: `has a root directory that cannot be read: ${String(error)}` };
  }
  try {
    const { bounds, minZoom, maxZoom } = shown;
    return { tiles: { bounds, minZoom, maxZoom, octets, ...readMetadata(unpacked(metadata)) } };
  } catch (error) {
    return { fault: `has metadata that cannot be read: ${String(error)}` };
  }
};
