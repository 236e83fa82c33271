import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { townMap, townspeople } from '../support/console/town.ts';

const HOSTILE = '<img src=x onerror=alert(1)> {{n}} \u202etsetal';
const town = townMap();
const soon = <T>(value: () => T | Promise<T>) => expect.poll(value);

let rig: ConsoleRig;
let desk: Page;
let night: Page;

const make = async (path: string, body: object): Promise<{ id: number; version: number }> => {
  const response = await rig.gateway.api.request('POST', path, body);
  if (response.status !== 201) throw new Error(await response.text());
  return response.json() as Promise<{ id: number; version: number }>;
};

const box = (south: number, west: number, size: number) => ({
  polygon: [
    [south, west],
    [south, west + size],
    [south + size, west + size],
    [south + size, west],
    [south, west],
  ],
});

let north: { id: number; version: number };
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [], country: 'FR', map: { file: town.file } });
  await Promise.all([
    rig.person('Anna', { role: 'operator', phone: '+33639985001' }),
    rig.person('Vera', { role: 'viewer', phone: '+33639985002' }),
    townspeople(rig.gateway),
  ]);
  north = await make('/v1/areas', { name: 'Rive nord', shape: box(43.59, 1.4, 0.03) });
  await make('/v1/areas', { name: HOSTILE, shape: { circle: { lat: 43.57, lon: 1.46, radiusKm: 1.2 } } });
  await make('/v1/areas', { name: 'Centre', shape: { postalCodes: ['31000'] } });
  await make('/v1/segments', {
    name: 'Rive nord à pied',
    rule: { and: [{ area: north.id }, { field: 'attributes.floor', op: 'lt', value: 1 }] },
  });
  [desk, night] = await Promise.all([
    rig.open('/people/areas', 'Anna', { locale: 'en-GB' }),
    rig.open('/people/areas', 'Anna', { locale: 'fr-FR', scheme: 'dark', width: 390, height: 844 }),
  ]);
});
afterAll(async () => {
  town.remove();
  await rig.stop();
});

const go = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${rig.gateway.url}/console${path}`);
  await page.locator('h1').waitFor();
};

const width = (page: Page): Promise<number> => page.evaluate<number>('document.documentElement.scrollWidth');

test('the areas are listed with their size, who is inside, and on the map, whatever they are called', async () => {
  const row = (name: string) => desk.getByRole('row').filter({ has: desk.getByRole('link', { name }) });
  await row('Rive nord').getByText(/^\d+$/).waitFor();
  // Where it is, for whoever can't see the map.
  await row('Rive nord')
    .getByText(/^On the map, it touches: .*Moulins/)
    .waitFor();
  expect(await row('Rive nord').textContent()).toMatch(/Outline of 4 pointsOn the map.*8\.\d+ km²\d+$/);
  await row('Centre').getByText('200', { exact: true }).waitFor();
  expect(await row('Centre').textContent()).toContain('Postal codes 31000');
  expect(await row(HOSTILE).textContent()).toMatch(
    /Circle of 1\.2\u202f?\s?km around 43\.5700°\u202fN, 1\.4600°\u202fE/,
  );
  await desk.getByRole('application', { name: /Map of the areas/ }).waitFor();
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'areas');
  await night.getByText(/^Cercle de/).waitFor();
  expect(await violations(night)).toEqual([]);
  expect(await width(night)).toBe(390);
  await rig.picture(night, 'areas-phone-dark');
});

test('an area that something uses is not removed, and the page says what uses it', async () => {
  await go(desk, `/people/areas/${north.id}`);
  await desk.getByRole('button', { name: 'Remove', exact: true }).click();
  const told = desk.getByRole('alert');
  await told.getByText('“Rive nord” is not removed, because something uses it:').waitFor();
  expect(await told.getByRole('link', { name: 'Rive nord à pied' }).getAttribute('href')).toMatch(
    /\/people\/segments\/1$/,
  );
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'area-used');
  await go(night, `/people/areas/${north.id}`);
  await night.getByText(/^\d+ personnes dans la zone$/).waitFor();
  expect(await violations(night)).toEqual([]);
  await rig.picture(night, 'area-phone-dark');
});

test('an area that is removed comes back by one click', async () => {
  await make('/v1/areas', { name: 'Passing', shape: box(43.6, 1.45, 0.01) });
  await go(desk, '/people/areas');
  await desk.getByRole('link', { name: 'Passing' }).click();
  await desk.getByRole('button', { name: 'Remove', exact: true }).click();
  await desk.getByText('Passing is removed.').waitFor();
  await desk.getByRole('link', { name: 'Passing' }).waitFor({ state: 'detached' });
  await desk.getByRole('button', { name: 'Undo' }).click();
  await desk.getByRole('link', { name: 'Passing' }).waitFor();
});

test('what somebody else changed meanwhile is not written over, and what was typed is kept', async () => {
  const one = await make('/v1/areas', { name: 'Shared', shape: box(43.6, 1.42, 0.01) });
  await go(desk, `/people/areas/${one.id}`);
  await desk.getByLabel('Name').fill('Mine');
  const other = { name: 'Theirs', shape: box(43.6, 1.42, 0.02) };
  await rig.gateway.api.request('PUT', `/v1/areas/${one.id}`, other);
  await desk.getByRole('button', { name: 'Save the area' }).click();
  await desk.getByText('Somebody changed it since you saw it.').first().waitFor();
  expect(await desk.getByLabel('Name').inputValue()).toBe('Mine');
  await desk.reload();
  await desk.getByRole('button', { name: 'Read anew' }).click();
  await soon(() => desk.getByLabel('Name').inputValue()).toBe('Theirs');
});

test('a file is looked at before its areas are made, and only those that can be are', async () => {
  await go(desk, '/people/areas/import');
  const feature = (nom: string, coordinates: unknown) => ({
    type: 'Feature',
    properties: { nom },
    geometry: { type: 'Polygon', coordinates },
  });
  const ring = (lon: number) => [
    [lon, 43.55],
    [lon + 0.02, 43.55],
    [lon + 0.02, 43.58],
    [lon, 43.55],
  ];
  const file = {
    type: 'FeatureCollection',
    features: [
      feature('Plaine', [ring(1.4)]),
      feature('Rive nord', [ring(1.42)]),
      feature('Lambert', [
        [
          [574000, 6280000],
          [574100, 6280000],
          [574000, 6280100],
          [574000, 6280000],
        ],
      ]),
      { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1, 2] } },
    ],
  };
  await desk.locator('input[type=file]').setInputFiles({
    name: 'zones.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await desk.getByText('3 areas are in the file.').waitFor();
  await desk.getByText('1 feature is no polygon and was left out.').waitFor();
  await desk.getByText('There is an area of this name').waitFor();
  await desk.getByText('A latitude is −90 to 90, a longitude −180 to 180.').waitFor();
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'area-import');
  await desk.getByRole('button', { name: 'Make 1 area' }).click();
  await desk.getByRole('link', { name: 'Plaine' }).waitFor();
});

test('who may only look sees the area and its people, and no button that changes it', async () => {
  const page = await rig.open(`/people/areas/${north.id}`, 'Vera', { locale: 'en-GB' });
  await page.getByText(/^People inside: \d+$/).waitFor();
  expect(await page.getByRole('button', { name: /Save|Remove/ }).count()).toBe(0);
  await go(page, '/people/areas');
  expect(await page.getByRole('link', { name: 'New area' }).count()).toBe(0);
});

test('the page of reach says how many are written to, and why the others are not', async () => {
  await make('/v1/lists', { name: 'Alerte', kind: 'emergency' });
  for (const index of [0, 1, 2, 3])
    await rig.gateway.api.request('PUT', `/v1/lists/1/members/%2B33639980${`00${index}`}`, {
      consent: index === 3 ? 'refused' : 'given',
      consentSource: 'form',
    });
  await rig.gateway.api.request('POST', '/v1/opt-outs', { number: '+33639980002', evidence: 'a call' });
  await go(desk, '/people/reach');
  const figure = (label: string) =>
    desk.locator('.funnel > div').filter({ hasText: label }).locator('.big-figure').textContent();
  await soon(() => figure('are written to')).toBe('2');
  await soon(() => figure('opted out')).toBe('1');
  await soon(() => figure('refused, or did not agree')).toBe('1');
  await soon(() => figure('on no list')).toBe('396');
  await desk.getByLabel('Rows').fill('postalCode,inhabitants\n31000,84000\n31100,1200\n');
  await desk.getByRole('button', { name: 'Replace …' }).click();
  await desk.getByRole('button', { name: 'Replace them by 2 rows' }).click();
  await desk.getByText('2 rows are stored.').waitFor();
  await desk.getByRole('cell', { name: '84\u202f000' }).waitFor();
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'reach');
  await go(night, '/people/reach');
  await night.getByText('Zones', { exact: true }).last().click();
  await night.getByRole('application').waitFor();
  expect(await violations(night)).toEqual([]);
  expect(await width(night)).toBe(390);
  await rig.picture(night, 'reach-phone-dark');
});
