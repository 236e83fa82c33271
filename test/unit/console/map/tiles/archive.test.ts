import { expect, test } from 'vitest';
import { Archive, type ReadOctets } from '../../../../../src/console/map/tiles/read/archive.ts';
import { directoryOf } from '../../../../../src/console/map/tiles/read/directory.ts';
import { BadArchive, LIMITS } from '../../../../../src/console/map/tiles/read/limits.ts';
import { directory, pmtiles } from '../../../../support/map/pmtiles.ts';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const TILES = [
  { z: 3, x: 2, y: 5, octets: octets('a') },
  { z: 3, x: 7, y: 0, octets: octets('b') },
  { z: 10, x: 516, y: 374, octets: octets('the town') },
];

const open = (file: Buffer): { archive: Archive; reads: (readonly [number, number])[] } => {
  const reads: (readonly [number, number])[] = [];
  const read: ReadOctets = async (offset, length) => {
    reads.push([offset, length]);
    return new Uint8Array(file.subarray(offset, offset + length)).buffer;
  };
  return { archive: new Archive(file.length, read), reads };
};
const textAt = async (archive: Archive, z: number, x: number, y: number): Promise<string | undefined> => {
  const tile = await archive.tile(z, x, y);
  return tile && new TextDecoder().decode(tile);
};

test.each([
  { isGzip: true, leaves: 0 },
  { isGzip: false, leaves: 1 },
  { isGzip: true, leaves: 3 },
])('finds the tiles of an archive ($isGzip, $leaves levels of leaves)', async (options) => {
  const { archive, reads } = open(pmtiles(TILES, options));
  expect(await textAt(archive, 3, 2, 5)).toBe('a');
  expect(await textAt(archive, 10, 516, 374)).toBe('the town');
  expect(await textAt(archive, 3, 7, 0)).toBe('b');
  expect(await textAt(archive, 3, 7, 1)).toBeUndefined();
  // The start once, each directory once, each tile.
  expect(reads).toHaveLength(1 + options.leaves + 3);
});

const isBad = (file: Buffer) => expect(open(file).archive.tile(3, 2, 5)).rejects.toThrow(BadArchive);

test('refuses what is no archive of vector tiles, or is cut off', async () => {
  await isBad(Buffer.from('PMTiles\u0004'.padEnd(200, ' ')));
  await isBad(Buffer.from('nothing'));
  await isBad(pmtiles(TILES, { header: { 99: 2 } }));
  await isBad(pmtiles(TILES, { header: { 97: 3 } }));
  await isBad(pmtiles(TILES, { header: { 98: 4 } }));
  await isBad(pmtiles(TILES).subarray(0, 150));
});

test('follows no chain of directories further than the specification allows', async () => {
  await isBad(pmtiles(TILES, { leaves: 4 }));
});

test('unpacks no tile and no directory beyond the limit', async () => {
  await isBad(pmtiles([{ z: 3, x: 2, y: 5, octets: new Uint8Array(LIMITS.tile + 1) }]));
  const fits = open(pmtiles([{ z: 3, x: 2, y: 5, octets: new Uint8Array(LIMITS.tile) }]));
  expect(await fits.archive.tile(3, 2, 5)).toHaveLength(LIMITS.tile);
});

test('asks for no piece beyond the end of the file', async () => {
  const whole = pmtiles(TILES, { isGzip: false });
  const { archive, reads } = open(whole.subarray(0, -8));
  await expect(archive.tile(10, 516, 374)).rejects.toThrow(BadArchive);
  expect(reads).toHaveLength(1);
});

test('tries the start again after a failure of the network', async () => {
  const file = pmtiles(TILES);
  let isCut = true;
  const archive = new Archive(file.length, async (offset, length) => {
    if (isCut) throw new Error('cut');
    return new Uint8Array(file.subarray(offset, offset + length)).buffer;
  });
  await expect(archive.tile(3, 2, 5)).rejects.toThrow('cut');
  isCut = false;
  expect(await textAt(archive, 3, 2, 5)).toBe('a');
});

test('a directory is refused that tells of more entries than it has, or than there may be', () => {
  const entry = { id: 1, run: 1, offset: 0, length: 5 };
  expect(directoryOf(directory([entry, { ...entry, id: 9 }]))).toHaveLength(2);
  expect(() => directoryOf(directory([entry]).subarray(0, -1))).toThrow();
  expect(() => directoryOf(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1]))).toThrow(BadArchive);
  expect(() => directoryOf(Buffer.alloc(0))).toThrow();
  expect(() => directoryOf(Buffer.from([1, 1, 1, 1, 0]))).toThrow('before the start');
});
