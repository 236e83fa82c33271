const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** What is read of an archive at most. Archives of real places stay far below. */
export const LIMITS = {
  /** A tile or a directory as it is in the file; the gateway sends no more at once. */
  packed: 2 * MEBIBYTE,
  directory: MEBIBYTE,
  directoryEntries: 100_000,
  /** Directories that lead to a tile, as the specification allows. */
  depth: 4,
  tile: 4 * MEBIBYTE,
  layers: 100,
  features: 20_000,
  points: 200_000,
  labels: 300,
  /** Points of all tiles that are drawn at once. */
  pointsDrawn: 800_000,
} as const;

/** An archive, or a tile of it, is not what it should be. */
export class BadArchive extends Error {}
