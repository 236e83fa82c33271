import { renameSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { townMap, townspeople } from '../support/console/town.ts';
import { lakeArchive } from '../support/map/town-tiles.ts';

interface Context {
  readonly getImageData: (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray };
}
type Polygon = readonly (readonly [number, number])[];

const town = townMap();
const soon = <T>(value: () => T | Promise<T>) => expect.poll(value);

let rig: ConsoleRig;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [], country: 'FR', map: { file: town.file } });
  await Promise.all([
    rig.person('Anna', { role: 'operator', phone: '+33639985001' }),
    townspeople(rig.gateway),
  ]);
});
afterAll(async () => {
  town.remove();
  await rig.stop();
});

const json = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
  (await rig.gateway.api.request(method, path, body)).json() as Promise<T>;

const storedAs = async (name: string): Promise<{ id: number; shape: { polygon: Polygon } }> => {
  const { items } = await json<{ items: { id: number; name: string; shape: { polygon: Polygon } }[] }>(
    'GET',
    '/v1/areas?limit=500',
  );
  const found = items.find((area) => area.name === name);
  if (found === undefined) throw new Error(`there is no area ${name}`);
  return found;
};

const countedIn = async (shape: object): Promise<number> =>
  (await json<{ people: number }>('POST', '/v1/audiences/count', { audience: { include: [{ shape }] } }))
    .people;

const stage = (page: Page): Locator => page.getByRole('application');

/** Where the corners of the test's outline are on the map, as parts of its width and height. */
const CORNERS = [
  [0.3, 0.3],
  [0.7, 0.3],
  [0.7, 0.7],
  [0.3, 0.7],
] as const;

/** One window for most tests: signing in and loading take longer than what they look at. */
let desk: Promise<Page> | undefined;

const openNew = async (name: string): Promise<Page> => {
  desk ??= rig.open('/people/areas', 'Anna', { locale: 'en-GB' });
  const page = await desk;
  // Within the page, as a person goes; what the test before typed is left.
  const leave = page.getByRole('button', { name: 'Leave it' });
  if (await leave.isVisible()) await leave.click();
  await page.getByRole('link', { name: 'Areas', exact: true }).click();
  await page.getByRole('link', { name: 'New area' }).first().click();
  return begin(page, name);
};

const begin = async (page: Page, name: string): Promise<Page> => {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await stage(page).scrollIntoViewIfNeeded();
  return page;
};

const at = async (page: Page, [x, y]: readonly [number, number]): Promise<{ x: number; y: number }> => {
  // The mouse waits for nothing, and a line of text that appears above the map moves the map.
  await stage(page).hover({ trial: true });
  const box = await stage(page).boundingBox();
  if (box === null) throw new Error('the map is not in sight');
  return { x: box.x + box.width * x, y: box.y + box.height * y };
};

const cells = (page: Page): Locator => page.getByRole('textbox', { name: /^(Latitude|Longitude) of point/ });

/** The corners as the table of coordinates has them. */
const written = async (page: Page): Promise<Polygon> => {
  const values = await cells(page).evaluateAll((fields) =>
    fields.map((field) => Number((field as unknown as { value: string }).value || Number.NaN)),
  );
  return values.flatMap((lat, index) =>
    index % 2 === 0 && !Number.isNaN(lat) ? [[lat, values[index + 1] ?? Number.NaN] as const] : [],
  );
};

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save the area' }).click();
  await page.getByRole('heading', { name: 'Areas', level: 1 }).waitFor();
};

const shownCount = async (page: Page): Promise<number> => {
  const figure = page.locator('.area-count .big-figure');
  await figure.waitFor();
  return Number((await figure.textContent())?.replaceAll(/\D/g, ''));
};

let drawn: Polygon;

test('an outline that is clicked is counted as it is drawn and is that area at the gateway', async () => {
  const page = await openNew('By pointer');
  for (const corner of CORNERS) {
    const { x, y } = await at(page, corner);
    await page.mouse.click(x, y);
  }
  const last = await at(page, CORNERS[3]);
  await page.mouse.dblclick(last.x, last.y);
  const first = await shownCount(page);
  drawn = await written(page);
  expect(drawn).toHaveLength(4);
  expect(first).toBe(await countedIn({ polygon: [...drawn, drawn[0]] }));
  expect(first).toBeGreaterThan(10);
  // 80 of 400 townspeople have no position.
  await page.getByText('80 of 400 contacts have no position: no outline reaches them.').waitFor();
  await rig.picture(page, 'area-drawn');

  // A corner is dragged inwards: fewer people are inside.
  const from = await at(page, CORNERS[2]);
  const to = await at(page, [0.5, 0.5]);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await soon(() => shownCount(page)).toBeLessThan(first);
  const changed = await written(page);
  expect(await shownCount(page)).toBe(await countedIn({ polygon: [...changed, changed[0]] }));
  await save(page);
  const { shape } = await storedAs('By pointer');
  expect(shape.polygon).toEqual([...changed, changed[0]]);
});

test('the same outline is drawn by keys alone, from the name to the button that saves it', async () => {
  const page = await openNew('By k');
  await page.getByRole('textbox', { name: 'Name' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.type('eys');
  // To the kinds of areas, and on to the map.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect.poll(() => stage(page).and(page.locator(':focus')).count()).toBe(1);
  const press = async (key: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time++) await page.keyboard.press(key);
  };
  await press('ArrowUp', 6);
  await press('Enter', 1);
  await page.getByText(/^Point 1 at 43\.\d{4}°\u202fN, 1\.\d{4}°\u202fE$/).waitFor({ state: 'attached' });
  await press('ArrowRight', 10);
  await press('Enter', 1);
  await press('ArrowDown', 8);
  await press('Enter', 1);
  // One too many is taken back.
  await press('ArrowLeft', 3);
  await press('Enter', 1);
  await press('Backspace', 1);
  await press('ArrowLeft', 7);
  await press('Enter', 2);
  await page.getByText('The outline is closed, 4 points').waitFor({ state: 'attached' });
  const corners = await written(page);
  expect(corners).toHaveLength(4);
  const [north, , south] = corners;
  expect(north?.[0]).toBeGreaterThan(south?.[0] ?? 90);
  expect(await shownCount(page)).toBe(await countedIn({ polygon: [...corners, corners[0]] }));
  await page.getByRole('button', { name: 'Save the area' }).press('Enter');
  await page.getByRole('heading', { name: 'Areas', level: 1 }).waitFor();
  expect((await storedAs('By keys')).shape.polygon).toEqual([...corners, corners[0]]);
});

test('the same outline is written as coordinates, in fields and as WKT, without touching the map', async () => {
  const page = await openNew('By fields');
  for (const [index, [lat, lon]] of drawn.entries()) {
    const fields = cells(page);
    await fields.nth(2 * index).fill(String(lat));
    await fields.nth(2 * index + 1).fill(String(lon).replace('.', ','));
    await page.keyboard.press('Enter');
  }
  expect(await written(page)).toEqual(drawn);
  expect(await shownCount(page)).toBe(await countedIn({ polygon: [...drawn, drawn[0]] }));
  await save(page);
  expect((await storedAs('By fields')).shape.polygon).toEqual([...drawn, drawn[0]]);

  const other = await openNew('By WKT');
  const wkt = [...drawn, drawn[0]].map((place) => `${place?.[1]} ${place?.[0]}`).join(', ');
  await other.getByLabel('Paste coordinates').fill(`POLYGON ((${wkt}))`);
  await other.getByRole('button', { name: 'Take these points' }).click();
  await save(other);
  expect((await storedAs('By WKT')).shape.polygon).toEqual([...drawn, drawn[0]]);
});

test('coordinates that are wrong are told in words, and nothing of them is taken', async () => {
  const page = await openNew('Wrong');
  await cells(page).first().fill('95');
  await page.getByText('A latitude is a number from −90 to 90.').waitFor();
  const paste = page.getByLabel('Paste coordinates');
  const take = page.getByRole('button', { name: 'Take these points' });
  await paste.fill('574000 6280000');
  await take.click();
  await page
    .getByText(/^574000 6280000 is not on the earth: .* Convert other coordinates first\.$/)
    .waitFor();
  await paste.fill('43.6, 1.4\n<b>Bourg</b>');
  await take.click();
  await page.getByText(/^“<b>Bourg<\/b>” is no place/).waitFor();
  await paste.fill('0 -100\n1 100\n2 0');
  await take.click();
  await page.getByText('The outline spans more than 180 degrees of longitude.').waitFor();
  await paste.fill('43.6 1.4\n43.7 1.5\n43.7 1.4\n43.6 1.5');
  await take.click();
  await page.getByText(/^The outline crosses itself \(edges 1 and 3\)/).waitFor();
  await paste.fill('43.6 1.4\n43.7 1.5');
  await take.click();
  await page.getByText('2 points. Set at least three.').waitFor();
  expect(await page.getByRole('button', { name: 'Save the area' }).isDisabled()).toBe(true);
});

test('a circle is set by two clicks, and its radius in metres afterwards', async () => {
  const page = await openNew('Circle');
  await page.getByText('Circle', { exact: true }).click();
  const centre = await at(page, [0.5, 0.5]);
  await page.mouse.click(centre.x, centre.y);
  await page.mouse.click(centre.x + 80, centre.y);
  const radius = page.getByLabel('Radius in metres');
  await soon(() => radius.inputValue()).toMatch(/^[1-9]/);
  await radius.fill('1500');
  await shownCount(page);
  await page.getByText('7.07').waitFor();
  await save(page);
  const { shape } = (await storedAs('Circle')) as never as {
    shape: { circle: { radiusKm: number; lat: number } };
  };
  expect(shape.circle.radiusKm).toBe(1.5);
  expect(shape.circle.lat).toBeGreaterThan(43.5);
});

test('on a phone an outline is drawn by touch, two fingers zoom, and nothing scrolls sideways', async () => {
  const look = { locale: 'en-GB', width: 390, height: 844, hasTouch: true } as const;
  const page = await begin(await rig.open('/people/areas/new', 'Anna', look), 'By touch');
  const before = await page.locator('.map-scale').textContent();
  const middle = await at(page, [0.5, 0.5]);
  const wire = await page.context().newCDPSession(page);
  const fingers = (gap: number) => [
    { x: middle.x - gap, y: middle.y, id: 0 },
    { x: middle.x + gap, y: middle.y, id: 1 },
  ];
  await wire.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
  for (const gap of [40, 60, 90])
    await wire.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(gap) });
  await wire.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await soon(() => page.locator('.map-scale').textContent()).not.toBe(before);
  const tap = async (corner: readonly [number, number]): Promise<void> => {
    const { x, y } = await at(page, corner);
    await wire.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await wire.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  for (const corner of CORNERS) await tap(corner);
  await page.getByRole('button', { name: 'Close the outline' }).tap();
  expect(await written(page)).toHaveLength(4);
  await shownCount(page);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  await rig.picture(page, 'area-phone');
});

test('an archive of tiles that is put in the place of the map shows after a reload, without a restart', async () => {
  // Without areas the map shows all of the archive.
  const { items } = await json<{ items: { id: number }[] }>('GET', '/v1/areas?limit=500');
  for (const { id } of items) await rig.gateway.api.request('DELETE', `/v1/areas/${id}`);
  writeFileSync(`${town.file}.next`, lakeArchive());
  renameSync(`${town.file}.next`, town.file);
  const page = await rig.open('/people/areas/new', 'Anna', { locale: 'en-GB' });
  await page.getByText('© OpenStreetMap').waitFor();
  // The lake is in its middle, land around it.
  const pixel = (x: number, y: number) =>
    page.locator('.map-canvas').evaluate(
      (canvas, [across, down]) => {
        const { width, height } = canvas as unknown as { width: number; height: number };
        const context = (canvas as unknown as { getContext: (kind: '2d') => Context }).getContext('2d');
        return [...context.getImageData(width * across, height * down, 1, 1).data].join();
      },
      [x, y] as const,
    );
  await soon(() => pixel(0.5, 0.5)).toBe('179,209,230,255');
  expect(await pixel(0.45, 0.62)).toBe('179,209,230,255');
  await rig.picture(page, 'map-tiles');
  expect(await pixel(0.5, 0.82)).toBe('251,251,248,255');
  // Nearer by the keyboard, in the middle of the lake there is only water.
  await stage(page).press('+');
  await stage(page).press('+');
  await soon(() => pixel(0.5, 0.82)).toBe('179,209,230,255');
});
