import type { ApiClient } from '../http/api-client.ts';

const NAMES = [
  'Camille',
  'Louise',
  'Youssef',
  'Inès',
  'Gabriel',
  'Maël',
  'Léa',
  'Nour',
  'Hugo',
  'Zoé',
  'Adam',
  'Rose',
];
const CODES = ['31000', '31200', '31300', '31400', '31500'];

/** Makes a JSON request as the admin, and answers with what it made. */
export const make = async (
  api: ApiClient,
  path: string,
  body: object,
  method = 'POST',
): Promise<{ id: number; version: number }> => {
  const response = await api.request(method, path, body);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { id: number; version: number };
};

/** How many contacts a query finds, such as `?list=1`. */
export const contactsIn = async (api: ApiClient, query = ''): Promise<number> => {
  const response = await api.request('GET', `/v1/contacts${query}`);
  return ((await response.json()) as { items: unknown[] }).items.length;
};

/** Imports people by a CSV file, and waits until they are there. */
const importCsv = async (api: ApiClient, csv: string, query = ''): Promise<void> => {
  const response = await api.request('POST', `/v1/imports${query}`, csv, { 'content-type': 'text/csv' });
  if (!response.ok) throw new Error(await response.text());
  const { id } = (await response.json()) as { id: number };
  for (;;) {
    const job = (await (await api.request('GET', `/v1/imports/${id}`)).json()) as { state: string };
    if (job.state === 'done') return;
    if (job.state === 'failed') throw new Error(JSON.stringify(job));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** A town: two lists, and people of several languages and places. */
export const town = async (api: ApiClient, count = 120): Promise<{ readonly list: number }> => {
  const { id: list } = await make(api, '/v1/lists', { name: 'Riverains de la Garonne', kind: 'emergency' });
  await make(api, '/v1/lists', { name: 'Lettre de la mairie', kind: 'information' });
  const rows = Array.from({ length: count }, (_, at) => {
    const name = `${NAMES[at % NAMES.length]} ${String.fromCharCode(65 + (at % 26))}.`;
    const language = at % 9 === 0 ? 'en' : 'fr';
    return `+3363998${String(1000 + at).padStart(4, '0')};${name};${language};${CODES[at % CODES.length]};${'ABC'[at % 3]};${at % 5}`;
  });
  const csv = ['number;name;language;postal code;building;floor', ...rows].join('\n');
  await importCsv(api, csv, `?list=${list}&consent=given&consentSource=formulaire%202026`);
  return { list };
};
