import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { NO_NUMBER } from '../../../src/domain/messages/msisdn.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { forgetPeople, numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
beforeEach(() => forgetPeople(rig.disk.path));
afterAll(() => rig.close());

const contactsNow = async () =>
  (await rig.ask('GET', '/v1/contacts')).json().items as { number: string; [key: string]: unknown }[];
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

describe('the import of a file of contacts', () => {
  test('creates a contact for each row', async () => {
    const job = await rig.upload(
      lines(
        'Numéro;Nom;Langue;Latitude;Longitude;Code postal;Bâtiment',
        `06 39 98 00 01;A. Person;fr-FR;48,65;-2,01;35400;B`,
        `${numberAt(2)};;;;;01000;`,
      ),
    );
    expect(job).toMatchObject({
      state: 'done',
      dryRun: false,
      rows: 2,
      created: 2,
      updated: 0,
      refused: 0,
      errors: [],
      failure: null,
      finishedAt: expect.any(String),
    });
    expect(await contactsNow()).toMatchObject([
      {
        number: numberAt(1),
        name: 'A. Person',
        language: 'fr',
        position: { lat: 48.65, lon: -2.01 },
        postalCode: '35400',
        attributes: { Bâtiment: 'B' },
        source: `import ${job['id']}`,
      },
      { number: numberAt(2), name: null, position: null, postalCode: '01000', attributes: {} },
    ]);
  });

  test('merges by number: an empty cell leaves the value as it was', async () => {
    await rig.make('/v1/contacts', {
      number: numberAt(1),
      name: 'Old',
      attributes: { floor: 3, site: 'X' },
    });
    const job = await rig.upload(
      lines(
        'number,name,site',
        `${numberAt(1)},,Y`,
        `${numberAt(2)},New,`,
        `${numberAt(2)},Newer,Z`,
        `${numberAt(2)},,`,
      ),
    );
    expect(job).toMatchObject({ rows: 4, created: 1, updated: 2, unchanged: 1 });
    expect(await contactsNow()).toMatchObject([
      { name: 'Old', attributes: { floor: 3, site: 'Y' }, version: 2 },
      { name: 'Newer', attributes: { site: 'Z' } },
    ]);
  });

  test('lists refused rows with their row number in a spreadsheet and the reason, and imports the other rows', async () => {
    const job = await rig.upload(
      lines(
        'number,name,lat,lon,language',
        `${numberAt(1)},Good,,,`,
        ',Nobody,,,',
        '',
        `112,Short,,,`,
        `${numberAt(2)},Half,48.5,,`,
        `${numberAt(3)},Far,98.5,-2,klingon!`,
        `${numberAt(4)},Good,48.5,-2,en,too much`,
        `"${numberAt(5)}","Two\nlines",,,`,
        `${numberAt(6)},${'x'.repeat(501)},,,`,
      ),
    );
    expect(job).toMatchObject({ state: 'done', rows: 8, created: 2, refused: 6 });
    expect(job['errors']).toEqual([
      { row: 3, column: 'number', message: 'is missing' },
      { row: 5, column: 'number', message: NO_NUMBER },
      { row: 6, column: 'lon', message: 'is missing: a position is both' },
      { row: 7, column: 'language', message: 'is no language, such as fr' },
      { row: 7, column: 'lat', message: 'is no latitude in degrees' },
      { row: 8, column: null, message: 'has 6 cells, the header 5' },
      { row: 10, column: 'name', message: 'is longer than 500 characters' },
    ]);
    expect((await contactsNow()).map(({ name }) => name)).toEqual(['Good', 'Two\nlines']);
  });

  test('lists the first thousand of many wrong rows', async () => {
    const job = await rig.upload(lines('number', ...Array.from({ length: 1600 }, () => 'x')));
    expect(job).toMatchObject({ state: 'done', rows: 1600, refused: 1600, created: 0 });
    expect(job['errors']).toHaveLength(1000);
  });

  test('imports nothing in a dry run, and imports once when it is run after that', async () => {
    await rig.make('/v1/contacts', { number: numberAt(1) });
    const csv = lines('number,name', `${numberAt(1)},A`, `${numberAt(2)},B`, `${numberAt(2)},C`, 'x,D');
    const job = await rig.upload(csv, '?dryRun=true');
    expect(job).toMatchObject({
      state: 'checked',
      dryRun: true,
      rows: 4,
      created: 1,
      updated: 2,
      refused: 1,
    });
    expect(await contactsNow()).toMatchObject([{ number: numberAt(1), name: null }]);
    const run = await rig.ask('POST', `/v1/imports/${job['id']}/run`);
    expect(run.statusCode).toBe(202);
    expect(await rig.ended(Number(job['id']))).toMatchObject({
      state: 'done',
      dryRun: false,
      rows: 4,
      created: 1,
      updated: 2,
    });
    expect((await contactsNow()).map(({ name }) => name)).toEqual(['A', 'C']);
    const again = await rig.ask('POST', `/v1/imports/${job['id']}/run`);
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ type: 'urn:tocsin:problem:not-checked' });
    expect((await rig.ask('POST', '/v1/imports/999999/run')).statusCode).toBe(404);
  });

  test('adds contacts to a list with their consent, and keeps a known refusal', async () => {
    const list = await rig.make('/v1/lists', { name: 'joined', kind: 'information' });
    await rig.make('/v1/contacts', { number: numberAt(1) });
    await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(1)}`, {
      consent: 'refused',
      consentSource: 'telephone',
    });
    const job = await rig.upload(
      lines(
        'number,consent,consent source,consent date',
        `${numberAt(1)},yes,,`,
        `${numberAt(2)},,,`,
        `${numberAt(3)},non,letter,2025-06-01`,
        `${numberAt(4)},maybe,,`,
        `${numberAt(5)},,,02/11/2026`,
      ),
      `?list=${list}&consent=given&consentSource=form%2017`,
    );
    expect(job).toMatchObject({ state: 'done', created: 2, refused: 2, list });
    expect((job['errors'] as { message: string }[]).map(({ message }) => message)).toEqual([
      'is none of given, refused, unknown',
      'is no date or time, such as 2026-11-02',
    ]);
    expect((await rig.ask('GET', `/v1/lists/${list}/members`)).json().items).toMatchObject([
      { number: numberAt(1), consent: 'refused', consentSource: 'telephone' },
      { number: numberAt(2), consent: 'given', consentSource: 'form 17' },
      {
        number: numberAt(3),
        consent: 'refused',
        consentSource: 'letter',
        consentAt: '2025-06-01T00:00:00.000Z',
      },
    ]);
  });

  test.each(['2026-02-31', '2025-02-29', '2026-04-31T10:00:00Z'])(
    'refuses %s as the day of a consent, and does not read it as a day of the next month',
    async (day) => {
      const list = (await rig.ask('POST', '/v1/lists', { name: `of ${day}`, kind: 'emergency' })).json().id;
      const csv = lines('number,consent,consent date', `${numberAt(1)},yes,${day}`);
      const job = await rig.upload(csv, `?list=${list}`);
      expect(job).toMatchObject({ created: 0, refused: 1 });
    },
  );

  test('is listed with its first twenty errors, and has all of them by itself', async () => {
    const job = await rig.upload(lines('number', ...Array.from({ length: 30 }, () => 'x')));
    expect(job['errors']).toHaveLength(30);
    const [listed] = (await rig.ask('GET', '/v1/imports?limit=1')).json().items;
    expect(listed).toEqual({ ...job, errors: (job['errors'] as unknown[]).slice(0, 20) });
  });

  test('uses the requested mapping of columns', async () => {
    const job = await rig.upload(
      lines('Portable|Remarks|Site', `${numberAt(1)}|never mind|North`),
      '?map=Portable=number&map=Remarks=ignore&map=Site=attributes.site&delimiter=%7C',
    );
    expect(job).toMatchObject({ state: 'done', created: 1 });
    expect(await contactsNow()).toMatchObject([{ number: numberAt(1), attributes: { site: 'North' } }]);
  });

  test('is done once if the file is sent again with its Idempotency-Key', async () => {
    const headers = { 'content-type': 'text/csv', 'idempotency-key': 'file-1' };
    const csv = lines('number', numberAt(1));
    const first = await rig.ask('POST', '/v1/imports', csv, headers);
    const again = await rig.ask('POST', '/v1/imports', csv, headers);
    expect(again.statusCode).toBe(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json().id).toBe(first.json().id);
    const other = await rig.ask('POST', '/v1/imports', lines('number', numberAt(2)), headers);
    expect(other.statusCode).toBe(422);
    await rig.ended(first.json().id);
    const all = (await rig.ask('GET', '/v1/imports?limit=1000')).json().items as {
      id: number;
      state: string;
    }[];
    expect(all.filter(({ id }) => id > first.json().id)).toEqual([]);
  });

  test('can be sent again with its Idempotency-Key if it could not begin, since only the file was received', async () => {
    const headers = { 'content-type': 'text/csv', 'idempotency-key': 'file-2' };
    const csv = lines('number', numberAt(3));
    const failing = vi
      .spyOn(rig.disk.store.imports, 'moveImport')
      .mockRejectedValueOnce(new TocsinError('storeUnavailable', 'silent'));
    expect((await rig.ask('POST', '/v1/imports', csv, headers)).statusCode).toBe(503);
    failing.mockRestore();
    const again = await rig.ask('POST', '/v1/imports', csv, headers);
    expect(again.statusCode).toBe(202);
    await rig.ended(again.json().id);
  });
});

describe('the CSV export of contacts', () => {
  test('can be imported again, and has nothing that a spreadsheet would run as a formula', async () => {
    const all = [
      { number: numberAt(1), name: '=HYPERLINK("x")', attributes: { note: '@x', floor: -3, '+x': 'y' } },
      {
        number: numberAt(2),
        name: 'A, "B"\nC',
        language: 'fr',
        position: { lat: -48.5, lon: -2.01 },
        postalCode: '01000',
      },
      { number: numberAt(3), name: "-x'", attributes: { name: 'attribute' } },
    ];
    for (const one of all.slice(1)) await rig.make('/v1/contacts', one);
    await rig.make('/v1/contacts', { ...all[0], attributes: { note: '@x', floor: -3 } });
    const csv = await rig.ask('GET', '/v1/contacts.csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body).toBe(
      [
        'number,name,language,lat,lon,postalCode,floor,attributes.name,note',
        `${numberAt(1)},"'=HYPERLINK(""x"")",,,,,-3,,'@x`,
        `${numberAt(2)},"A, ""B""\nC",fr,-48.5,-2.01,01000,,,`,
        `${numberAt(3)},'-x',,,,,,attribute,`,
        '',
      ].join('\r\n'),
    );
    const before = await contactsNow();
    forgetPeople(rig.disk.path);
    const job = await rig.upload(csv.body);
    expect(job).toMatchObject({ state: 'done', created: 3, refused: 0 });
    const strip = (contacts: readonly object[]) =>
      contacts.map((one) => ({ ...one, id: 0, source: '', createdAt: '', updatedAt: '', version: 0 }));
    const strings = JSON.parse(JSON.stringify(strip(before)).replaceAll('"floor":-3', '"floor":"-3"'));
    expect(strip(await contactsNow())).toEqual(strings);
  });

  test('of one list has only the members of that list', async () => {
    const list = await rig.make('/v1/lists', { name: 'exported', kind: 'emergency' });
    await rig.upload(lines('number', numberAt(1)), `?list=${list}`);
    await rig.upload(lines('number', numberAt(2)));
    const { body } = await rig.ask('GET', `/v1/contacts.csv?list=${list}`);
    expect(body).toContain(`\r\n${numberAt(1)},`);
    expect(body).not.toContain(numberAt(2));
  });
});
