/** The fixed header of a PMTiles archive, version 3 (its specification, chapter 3). */
export const HEADER_OCTETS = 127;
/** The root directory lies within so many octets from the start. */
const MOST_BEFORE_ROOT_ENDS = 16_384;
/** Tiles of a higher zoom are smaller than a millimetre on the ground. */
const MAX_ZOOM = 24;

interface Section {
  readonly offset: number;
  readonly length: number;
}

export interface ArchiveHeader {
  readonly root: Section;
  readonly metadata: Section;
  readonly isGzip: boolean;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
}

const GZIP = 2;
const NONE = 1;
const COMPRESSIONS: Readonly<Record<number, string>> = { 0: 'not known', 3: 'brotli', 4: 'zstd' };
const MVT = 1;
const TILE_TYPES: Readonly<Record<number, string>> = {
  2: 'pictures (PNG)',
  3: 'pictures (JPEG)',
  4: 'pictures (WebP)',
  5: 'pictures (AVIF)',
  6: 'MapLibre Tiles (MLT)',
};

const compressionFault = (what: string, code: number): string | undefined =>
  code === GZIP || code === NONE
    ? undefined
    : `has ${what} whose compression is ${COMPRESSIONS[code] ?? `of the number ${code}`}: make it with gzip or without`;

/** Whether octets begin like an archive of any version. */
export const isArchive = (octets: Buffer): boolean => octets.subarray(0, 2).toString('latin1') === 'PM';

const magicFault = (octets: Buffer): string | undefined => {
  if (octets.subarray(0, 15).toString('latin1') === 'SQLite format 3')
    return 'is MBTiles: convert it (pmtiles convert map.mbtiles map.pmtiles)';
  if (!isArchive(octets)) return 'is named .pmtiles, but does not begin like PMTiles';
  const version = octets.subarray(0, 7).toString('latin1') === 'PMTiles' ? octets[7] : octets[2];
  return version === 3 ? undefined : `is PMTiles of version ${version}, and only version 3 is read`;
};

const boundsOf = (octets: Buffer): ArchiveHeader['bounds'] => {
  const [west = 0, south = 0, east = 0, north = 0] = [102, 106, 110, 114].map(
    (at) => octets.readInt32LE(at) / 1e7,
  );
  const isOnEarth =
    west >= -180 && east <= 180 && south >= -90 && north <= 90 && west < east && south < north;
  // Some writers leave them empty.
  return isOnEarth ? [west, south, east, north] : [-180, -85, 180, 85];
};

/** Reads a header, or says in words why the console could not show such an archive. */
export const readHeader = (
  octets: Buffer,
  fileOctets: number,
): { readonly header: ArchiveHeader } | { readonly fault: string } => {
  const wrong = magicFault(octets);
  if (wrong !== undefined) return { fault: wrong };
  if (octets.length < HEADER_OCTETS) return { fault: 'is cut off: it has not even the header of PMTiles' };
  // Numbers above 2^53 lose digits, and are beyond the end of any file all the same.
  const at = (offset: number): number => Number(octets.readBigUInt64LE(offset));
  const section = (offset: number): Section => ({ offset: at(offset), length: at(offset + 8) });
  const [root, metadata, leaves, tiles] = [section(8), section(24), section(40), section(56)];
  const end = Math.max(...[root, metadata, leaves, tiles].map(({ offset, length }) => offset + length));
  if (end > fileOctets)
    return { fault: `is cut off: its header tells of ${end} octets, and the file has ${fileOctets}` };
  if (root.offset < HEADER_OCTETS || root.length === 0 || root.offset + root.length > MOST_BEFORE_ROOT_ENDS)
    return { fault: 'has a root directory that is not within its first 16 KiB' };
  const [directories = 0, tileCompression = 0, tileType = 0, minZoom = 0, maxZoom = 0] = octets.subarray(
    97,
    102,
  );
  const fault =
    (tileType === MVT
      ? undefined
      : `has ${TILE_TYPES[tileType] ?? `tiles of the type ${tileType}`}: only vector tiles (MVT) are drawn`) ??
    compressionFault('directories', directories) ??
    compressionFault('tiles', tileCompression) ??
    (minZoom <= maxZoom && maxZoom <= MAX_ZOOM
      ? undefined
      : `has the zooms ${minZoom} to ${maxZoom}: they must rise, to at most ${MAX_ZOOM}`);
  if (fault !== undefined) return { fault };
  return {
    header: { root, metadata, isGzip: directories === GZIP, minZoom, maxZoom, bounds: boundsOf(octets) },
  };
};
