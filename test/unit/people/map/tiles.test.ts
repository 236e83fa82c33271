import { mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mapWarnings } from '../../../../src/commands/check/missing-files.ts';
import type { Config } from '../../../../src/config/schema.ts';
import { readBaseMap } from '../../../../src/people/map/base-map.ts';
import { MapFile } from '../../../../src/people/map/map-file.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { type ArchiveOptions, pmtiles } from '../../../support/map/pmtiles.ts';
import { lakeArchive } from '../../../support/map/town-tiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-tiles-'));
const file = join(folder, 'map.pmtiles');
const archive = lakeArchive();
const warnings: string[] = [];
let rig: HttpRig;

/** As a deployment swaps a file. */
const swap = (octets: Buffer | string): void => {
  writeFileSync(`${file}.next`, octets);
  renameSync(`${file}.next`, file);
};

beforeAll(() => {
  swap(archive);
  rig = new HttpRig(undefined, {
    baseMap: new MapFile(file, { warn: (fields) => warnings.push((fields as { why: string }).why) }),
  });
});
beforeEach(() => swap(archive));
afterAll(async () => {
  await rig.app.close();
  rmSync(folder, { recursive: true });
});

const described = () => rig.ask('viewer', 'GET', '/v1/map');
const piece = (range: string | undefined, headers: Record<string, string> = {}) =>
  rig.ask('viewer', 'GET', '/v1/map/tiles', undefined, { ...(range && { range }), ...headers });

test('the map tells that it has tiles, where, at which zooms, and whom to name in plain text', async () => {
  const answer = await described();
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  const { etag, ...rest } = answer.json();
  expect(rest).toEqual({
    type: 'PMTiles',
    octets: archive.length,
    bounds: [1.40625, 43.3252, 1.7578, 43.5804],
    minZoom: 10,
    maxZoom: 10,
    attribution: '© OpenStreetMap',
    layers: ['earth', 'water', 'roads', 'places'],
  });
  const got = await piece('bytes=0-126');
  expect([got.statusCode, got.headers['etag']]).toEqual([206, etag]);
  const known = await rig.ask('viewer', 'GET', '/v1/map', undefined, {
    'if-none-match': String(answer.headers['etag']),
  });
  expect(known.statusCode).toBe(304);
  expect((await rig.ask('sender', 'GET', '/v1/map/tiles')).statusCode).toBe(403);
  expect((await rig.ask(undefined, 'GET', '/v1/map/tiles')).statusCode).toBe(401);
});

test('ranges give exactly their octets', async () => {
  const size = archive.length;
  for (const [range, first, last] of [
    ['bytes=0-0', 0, 0],
    ['bytes=7-126', 7, 126],
    ['bytes=10-', 10, size - 1],
    ['bytes=-5', size - 5, size - 1],
    [`bytes=-${size + 100}`, 0, size - 1],
    ['bytes=100-999999999', 100, size - 1],
  ] as const) {
    const got = await piece(range);
    expect([got.statusCode, got.headers['content-range']]).toEqual([206, `bytes ${first}-${last}/${size}`]);
    expect(got.rawPayload.equals(archive.subarray(first, last + 1))).toBe(true);
    expect(got.headers['content-type']).toBe('application/vnd.pmtiles');
  }
});

test.each([
  'bytes=5-4',
  'bytes=-',
  'bytes=-0',
  'bytes=0-1,3-4',
  'bytes=0-1, bytes=3-4',
  'items=0-1',
  'bytes=a-b',
  'bytes=0x1-0x2',
  'bytes=1e3-2e3',
  'bytes=--5',
  'bytes=999999999-',
  'bytes=99999999999999999999-',
  `bytes=${'0'.repeat(5000)}-1`,
])('the range %s is refused, and nothing of the file is sent', async (range) => {
  const got = await piece(range);
  expect([got.statusCode, got.headers['content-range']]).toEqual([416, `bytes */${archive.length}`]);
  expect(got.json().type).toBe('urn:tocsin:problem:range-refused');
});

test('the file is never sent whole, and no range is longer than 2 MiB', async () => {
  expect((await piece(undefined)).statusCode).toBe(400);
  const most = 2 * 1024 * 1024;
  swap(Buffer.concat([archive, Buffer.alloc(most)]));
  expect((await piece(`bytes=0-${most}`)).statusCode).toBe(416);
  expect((await piece('bytes=0-')).statusCode).toBe(416);
  expect((await piece(`bytes=1-${most}`)).rawPayload).toHaveLength(most);
});

test('who reads one file gets nothing of the file that takes its place', async () => {
  const { etag } = (await described()).json();
  for (const name of ['if-match', 'if-range']) {
    expect((await piece('bytes=0-9', { [name]: etag })).statusCode).toBe(206);
    expect((await piece('bytes=0-9', { [name]: `W/${etag}` })).statusCode).toBe(412);
  }
  expect((await piece('bytes=0-9', { 'if-match': `"other", ${etag}` })).statusCode).toBe(206);
  expect((await piece('bytes=0-9', { 'if-match': '*' })).statusCode).toBe(206);
  const next = lakeArchive('Rive!');
  swap(next);
  for (const name of ['if-match', 'if-range']) {
    const got = await piece('bytes=0-9', { [name]: etag });
    expect([got.statusCode, got.json().type]).toEqual([412, 'urn:tocsin:problem:changed-meanwhile']);
  }
  const other = (await described()).json();
  expect(other.etag).not.toBe(etag);
  const all = await piece('bytes=0-', { 'if-match': other.etag });
  expect(all.rawPayload.equals(next)).toBe(true);
});

test('a file of the same length that was written in place is another file', async () => {
  const { etag } = (await described()).json();
  writeFileSync(file, archive);
  utimesSync(file, 1, 1);
  expect((await piece('bytes=0-9', { 'if-match': etag })).statusCode).toBe(412);
});

test('a map of the other kind, a wrong one and a missing one are seen at the next request', async () => {
  const point = '{"type":"Point","coordinates":[1,43]}';
  const moved = join(folder, 'map.geojson');
  const map = new MapFile(moved, { warn: () => {} });
  const other = new HttpRig(undefined, { baseMap: map });
  const ask = (path = '/v1/map') => other.ask('viewer', 'GET', path, undefined, { range: 'bytes=0-9' });
  const missing = await ask();
  expect([missing.statusCode, missing.json().detail]).toEqual([
    503,
    expect.stringContaining('cannot be read'),
  ]);
  writeFileSync(moved, point);
  expect((await ask()).json()).toEqual(JSON.parse(point));
  expect((await ask('/v1/map/tiles')).statusCode).toBe(404);
  writeFileSync(moved, archive);
  expect((await ask()).json().type).toBe('PMTiles');
  expect((await ask('/v1/map/tiles')).statusCode).toBe(206);
  writeFileSync(moved, '{');
  expect((await ask()).json()).toMatchObject({
    type: 'urn:tocsin:problem:map-unavailable',
    detail: expect.stringContaining('is not JSON'),
  });
  expect((await ask('/v1/map/tiles')).statusCode).toBe(503);
  await other.app.close();
});

test('the log tells once that the file became wrong', async () => {
  warnings.length = 0;
  swap('PMTilesX');
  for (let time = 0; time < 3; time++) await described();
  swap(archive);
  expect((await described()).statusCode).toBe(200);
  swap('PMTilesX');
  await described();
  expect(warnings).toEqual(Array(2).fill(expect.stringContaining('is PMTiles of version 88')));
});

test('check and the start say in words why an archive cannot be shown', () => {
  const tile = { z: 3, x: 1, y: 1, octets: new Uint8Array(50) };
  const faultOf = (octets: Buffer | string): string => {
    swap(octets);
    const read = readBaseMap(file);
    return 'fault' in read ? read.fault : '';
  };
  const made = (options: ArchiveOptions) => faultOf(pmtiles([tile], options));
  expect(made({})).toBe('');
  expect(made({ isGzip: false, leaves: 1 })).toBe('');
  expect(made({ header: { 99: 2 } })).toBe('has pictures (PNG): only vector tiles (MVT) are drawn');
  expect(made({ header: { 99: 6 } })).toMatch(/MLT/);
  expect(made({ header: { 97: 3 } })).toMatch(/^has directories whose compression is brotli: make it/);
  expect(made({ header: { 98: 4 } })).toMatch(/^has tiles whose compression is zstd/);
  expect(made({ header: { 7: 2 } })).toBe('is PMTiles of version 2, and only version 3 is read');
  expect(made({ header: { 100: 9, 101: 4 } })).toMatch(/zooms 9 to 4/);
  expect(made({ header: { 13: 1 } })).toMatch(/^is cut off: its header tells of/);
  expect(made({ header: { 8: 0 } })).toMatch(/root directory/);
  expect(made({ metadata: '{' })).toMatch(/^has metadata that cannot be read/);
  expect(made({ metadata: `"${' '.repeat(2_000_000)}"` })).toMatch(/^has metadata that cannot be read/);
  expect(made({ bounds: [0, 0, 0, 0] })).toBe('');
  expect(faultOf('GIF89a')).toBe('is named .pmtiles, but does not begin like PMTiles');
  expect(faultOf('SQLite format 3\0')).toMatch(/^is MBTiles: convert it/);
  expect(faultOf('PMTiles\u0003')).toMatch(/^is cut off/);
  swap(archive);
  truncateSync(file, archive.length - 1);
  expect(mapWarnings({ map: { file } } as Config)[0]).toMatch(
    /^map\.file: .*map\.pmtiles is cut off: .*grid/,
  );
});

test('an attribution is text of at most 200 letters, whatever it was', () => {
  const told = (attribution: unknown) => {
    swap(
      pmtiles([{ z: 3, x: 1, y: 1, octets: new Uint8Array(9) }], {
        metadata: { attribution, vector_layers: [{ id: 'water' }, null, { id: 7 }] },
      }),
    );
    const read = readBaseMap(file);
    return 'tiles' in read ? [read.tiles.attribution, ...read.tiles.layers] : [];
  };
  expect(told('<b onclick="x">A &amp; B</b>\n&copy;\u202e C')).toEqual(['A & B © C', 'water']);
  expect(told(['x'])).toEqual([undefined, 'water']);
  expect(told('🗺'.repeat(300))[0]).toBe('🗺'.repeat(200));
  expect(told('<'.repeat(4000))[0]).toHaveLength(200);
});
