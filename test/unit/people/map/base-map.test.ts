import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mapWarnings } from '../../../../src/commands/check/missing-files.ts';
import type { Config } from '../../../../src/config/schema.ts';
import { MAX_MAP_OCTETS, readBaseMap } from '../../../../src/people/map/base-map.ts';
import { MapFile } from '../../../../src/people/map/map-file.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-map-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const RING = [
  [1.4, 43.5],
  [1.5, 43.5],
  [1.5, 43.7],
  [1.4, 43.5],
];
const COMMUNE = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { nom: 'Bourg' },
      geometry: { type: 'MultiPolygon', coordinates: [[RING]] },
    },
    { type: 'Feature', properties: {}, geometry: null },
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'GeometryCollection',
        geometries: [{ type: 'Point', coordinates: [1.4, 43.6, 120] }],
      },
    },
  ],
};

const written = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(
    file,
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
  return file;
};
const faultOf = (content: unknown): string => {
  const read = readBaseMap(written('fault.geojson', content));
  return 'fault' in read ? read.fault : '';
};
const geometry = (type: string, coordinates: unknown) => ({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: {}, geometry: { type, coordinates } }],
});

test('a file is told what is wrong with it as a map, in words', () => {
  expect(faultOf(COMMUNE)).toBe('');
  expect(faultOf(`\ufeff${JSON.stringify(COMMUNE)}`)).toBe('');
  expect(faultOf('{')).toMatch(/^is not JSON: /);
  expect(faultOf(Buffer.from([0xff, 0xfe, 0x7b]))).toBe('is not UTF-8');
  expect(faultOf([1])).toMatch(/^is not GeoJSON: it must be/);
  expect(faultOf({ type: 'Topology', objects: {} })).toBe('is TopoJSON: convert it to GeoJSON');
  expect(faultOf({ type: 'FeatureCollection' })).toMatch(/has no features$/);
  expect(faultOf(geometry('Polygon', [[[574_000, 6_280_000]]]))).toMatch(
    /^features\[0\] has the position \[574000, 6280000\], which is not on the earth: .*Lambert-93$/,
  );
  expect(faultOf(geometry('Point', ['1', 2]))).toBe('features[0] has a position that is not two numbers');
  expect(faultOf(geometry('Polygon', 3))).toBe('features[0] has coordinates that are no list');
  expect(faultOf(geometry('Circle', []))).toMatch(/geometry of the type "Circle"/);
  expect(faultOf({ type: 'Point', coordinates: [0, 91] })).toMatch(/^the geometry has the position/);
});

test('a file that is too large or not there is no map', () => {
  const file = written('large.geojson', '');
  truncateSync(file, MAX_MAP_OCTETS + 1);
  expect(readBaseMap(file)).toEqual({
    fault: 'has 20.0 MiB, and a map of GeoJSON has at most 20: simplify its outlines, or make PMTiles of it',
  });
  expect(readBaseMap(join(folder, 'none'))).toMatchObject({
    fault: expect.stringMatching(/^cannot be read/),
  });
  expect(readBaseMap(folder)).toEqual({ fault: 'is no file' });
});

test('check names what is wrong with the map', () => {
  const warned = (file: string) => mapWarnings({ map: { file } } as Config);
  expect(mapWarnings({} as Config)).toEqual([]);
  expect(warned(written('good.geojson', COMMUNE))).toEqual([]);
  expect(warned(join(folder, 'none'))[0]).toMatch(/which is not on this machine: the gateway starts without/);
  expect(warned(written('bad.geojson', '{'))[0]).toMatch(/^map\.file: .*bad\.geojson is not JSON: /);
});

test('the map is served as it is, compressed where the client takes it, and not again to who has it', async () => {
  const rig = new HttpRig(undefined, {
    baseMap: new MapFile(written('served.geojson', COMMUNE), { warn: () => {} }),
  });
  const ask = (headers: Record<string, string> = {}) =>
    rig.ask('viewer', 'GET', '/v1/map', undefined, headers);
  const plain = await ask();
  expect(plain.statusCode).toBe(200);
  expect(plain.headers['content-type']).toBe('application/geo+json');
  expect(plain.headers['cache-control']).toBe('private, no-cache');
  expect(plain.json()).toEqual(COMMUNE);
  const packed = await ask({ 'accept-encoding': 'br, gzip;q=0.5' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(packed.rawPayload).toString())).toEqual(COMMUNE);
  expect((await ask({ 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  const etag = String(plain.headers['etag']);
  const known = await ask({ 'if-none-match': `"other", ${etag.replace('W/', '')}` });
  expect([known.statusCode, known.body, known.headers['etag']]).toEqual([304, '', etag]);
  expect((await ask({ 'if-none-match': '"other"' })).statusCode).toBe(200);
  expect((await rig.ask('sender', 'GET', '/v1/map')).statusCode).toBe(403);
  await rig.app.close();
});

test('without a map the answer is a problem that says how to have one', async () => {
  const rig = new HttpRig();
  const response = await rig.ask('viewer', 'GET', '/v1/map');
  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({
    type: 'urn:tocsin:problem:not-found',
    detail: expect.stringContaining('map.file'),
  });
  await rig.app.close();
});

test('a type that every object inherits is no geometry, however deep its coordinates are', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  for (const type of ['constructor', 'toString', '__proto__'])
    expect(readBaseMap(written(`${type}.json`, `{"type":"${type}","coordinates":${deep}}`))).toEqual({
      fault: expect.stringContaining('is not GeoJSON'),
    });
});
