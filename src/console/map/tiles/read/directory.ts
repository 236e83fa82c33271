import { type Entry, readVarint } from 'pmtiles';
import { BadArchive, LIMITS } from './limits.ts';

/** The entries of an unpacked directory (PMTiles 3, 4.2): four columns of numbers. */
export const directoryOf = (octets: Uint8Array): Entry[] => {
  const at = { buf: octets, pos: 0 };
  const next = (): number => {
    const value = readVarint(at);
    if (!Number.isSafeInteger(value) || at.pos > octets.length)
      throw new BadArchive('a directory is cut off');
    return value;
  };
  const count = next();
  // Each entry has four octets at least.
  if (count > LIMITS.directoryEntries || 4 * count > octets.length)
    throw new BadArchive(`a directory of ${count} entries`);
  const entries = Array.from(
    { length: count },
    (): Entry => ({ tileId: 0, offset: 0, length: 0, runLength: 0 }),
  );
  let id = 0;
  for (const entry of entries) {
    id += next();
    entry.tileId = id;
  }
  for (const entry of entries) entry.runLength = next();
  for (const entry of entries) entry.length = next();
  let follows = 0;
  for (const [index, entry] of entries.entries()) {
    const value = next();
    // 0: right after the one before.
    entry.offset = value === 0 && index > 0 ? follows : value - 1;
    follows = entry.offset + entry.length;
    if (entry.offset < 0) throw new BadArchive('an entry before the start');
  }
  return entries;
};
