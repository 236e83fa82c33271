import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Gateway } from '../gateway/gateway.ts';

const WEST = 1.36;
const SOUTH = 43.54;
const WIDTH = 0.05;
const HEIGHT = 0.035;
const NAMES = [
  'Bourg',
  'Les Aubiers',
  'Saint-Lys',
  'Le Pré',
  'Rive',
  'La Croix',
  'Moulins',
  'Bellevue',
  'Port',
];

/** An outline that wanders, the same at each run. */
const ring = (column: number, row: number): number[][] => {
  const corner = (x: number, y: number): number[] => {
    const bend = 0.18 * Math.sin(5 * x + 3 * y);
    return [WEST + (x + bend) * WIDTH, SOUTH + (y + 0.2 * Math.cos(4 * x - y)) * HEIGHT];
  };
  const side = [0, 0.25, 0.5, 0.75];
  const points = [
    ...side.map((t) => corner(column + t, row)),
    ...side.map((t) => corner(column + 1, row + t)),
    ...side.map((t) => corner(column + 1 - t, row + 1)),
    ...side.map((t) => corner(column, row + 1 - t)),
  ];
  return [...points, points[0] ?? []];
};

const TOWN = {
  type: 'FeatureCollection',
  features: [
    ...NAMES.map((nom, index) => ({
      type: 'Feature',
      properties: { nom },
      geometry: { type: 'Polygon', coordinates: [ring(index % 3, Math.floor(index / 3))] },
    })),
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'LineString',
        coordinates: Array.from({ length: 40 }, (_, i) => [
          WEST + 0.16 * (i / 39),
          SOUTH + 0.04 + 0.02 * Math.sin(i / 6),
        ]),
      },
    },
  ],
};

/** A file with a map of nine communes and a river; `remove` takes it away. */
export const townMap = (): { readonly file: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-town-'));
  const file = join(folder, 'town.geojson');
  writeFileSync(file, JSON.stringify(TOWN));
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

const FIRST_NAMES = ['Anna', 'Paul', 'Rosa', 'Denis', 'Lina', 'Hugo', 'Nadia', 'Karim', 'Zoé', 'Ivan'];

/** Contacts of the town on a grid, 4 of 5 with a position; the others have only a postal code. */
export const townspeople = async ({ api }: Gateway, people = 400): Promise<void> => {
  const rows = Array.from({ length: people }, (_, index) => {
    const lat = SOUTH + 0.1 * (((index * 7) % 20) / 20);
    const lon = WEST + 0.15 * (((index * 11) % 23) / 23);
    const place = index % 5 === 4 ? ',' : `${lat.toFixed(5)},${lon.toFixed(5)}`;
    const name =
      index === 0 ? '<img src=x onerror=alert(1)> \u202eevil' : `${FIRST_NAMES[index % 10]} ${index}`;
    return `+3363998${String(index).padStart(4, '0')},${name},fr,${place},${index % 2 === 0 ? '31000' : '31100'},${'ABC'[index % 3]},${index % 4}`;
  });
  const csv = ['number,name,language,latitude,longitude,postalCode,building,floor', ...rows].join('\n');
  const sent = await api.request('POST', '/v1/imports', csv, { 'content-type': 'text/csv' });
  if (sent.status !== 202) throw new Error(await sent.text());
  const { id } = (await sent.json()) as { id: number };
  await vi.waitFor(
    async () => {
      const job = await api.get<{ state: string }>(`/v1/imports/${id}`);
      if (job.state !== 'done') throw new Error(`the import is ${job.state}`);
    },
    { timeout: 30_000 },
  );
};
