import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BYTE_ORDER_MARK, utf16, windows1252 } from '../../support/encoded.ts';
import { forgetPeople, numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
beforeEach(() => forgetPeople(rig.disk.path));
afterAll(() => rig.close());

const namesNow = async () =>
  (await rig.ask('GET', '/v1/contacts')).json().items.map(({ name }: { name: string }) => name);
const FILE = `numéro;nom\r\n${numberAt(1)};Hélène Béranger\r\n`;

describe('the encoding of an import', () => {
  test.each([
    ['UTF-8', Buffer.from(FILE), 'utf-8', {}],
    ['UTF-16 with a byte order mark', utf16(BYTE_ORDER_MARK + FILE, 'le'), 'utf-16le', {}],
    ['big-endian UTF-16 without one', utf16(FILE, 'be'), 'utf-16be', { encoding: 1 }],
    ['windows-1252', windows1252(FILE), 'windows-1252', { encoding: 1 }],
  ])('is recognised and said, and a guess is a warning: %s', async (_what, file, encoding, warningCounts) => {
    const job = await rig.upload(file);
    expect(job).toMatchObject({ state: 'done', created: 1, encoding, warningCounts });
    expect(await namesNow()).toEqual(['Hélène Béranger']);
    if ('encoding' in warningCounts)
      expect(job['warnings']).toEqual([
        { row: 1, column: null, kind: 'encoding', message: expect.stringContaining(`read as ${encoding}`) },
      ]);
  });

  test('is what the request says, without a warning', async () => {
    const job = await rig.upload(Buffer.from([...windows1252(FILE)]), '?encoding=Latin1');
    expect(job).toMatchObject({ created: 1, encoding: 'windows-1252', warnings: [] });
    const wrong = await rig.upload(windows1252(FILE), '?encoding=utf-8&map=nom=name&others=ignore');
    expect(wrong).toMatchObject({ encoding: 'utf-8', state: 'failed' });
  });

  test('is guessed again, and said again, when a checked file is run', async () => {
    const checked = await rig.upload(windows1252(FILE), '?dryRun=true');
    expect(checked).toMatchObject({ encoding: 'windows-1252', warningCounts: { encoding: 1 } });
    await rig.ask('POST', `/v1/imports/${checked['id']}/run`);
    expect(await rig.ended(checked['id'] as number)).toMatchObject({
      state: 'done',
      encoding: 'windows-1252',
      warningCounts: { encoding: 1 },
    });
  });
});

describe('a dry run', () => {
  test('warns of what may be a mistake in rows that are taken in, by row and column', async () => {
    const rows = [
      'number,name,language,latitude,longitude',
      `${numberAt(1)},A,klingon,,`,
      `${numberAt(2)},B,fra,,`,
      `${numberAt(3)},C,fr,-2.01,48.65`,
      `${numberAt(4)},D,,48.65,-2.01`,
      `${numberAt(5)},Réunion,gsw,-21.1,55.5`,
      `+33199000001,F,,,`,
      `${numberAt(6)},"G\nH",,,`,
      `${numberAt(7)},abroad,,40.4,-3.7`,
    ];
    const job = await rig.upload(`${rows.join('\n')}\n`, '?dryRun=true');
    expect(job).toMatchObject({ state: 'checked', refused: 0, created: 8, errors: [] });
    expect(job['warnings']).toEqual([
      { row: 2, column: 'language', kind: 'language', message: expect.stringMatching(/^is no language/) },
      { row: 3, column: 'language', kind: 'language', message: expect.stringMatching(/^is not how BCP 47/) },
      { row: 4, column: 'latitude', kind: 'position', message: expect.stringMatching(/swapped/) },
      { row: 7, column: 'number', kind: 'number', message: 'is a fixed line, and may get no SMS' },
      { row: 8, column: 'name', kind: 'lines', message: expect.stringMatching(/several lines/) },
    ]);
    expect(job['warningCounts']).toEqual({ language: 2, position: 1, number: 1, lines: 1 });
  });

  test('lists the first thousand warnings, and counts all', async () => {
    const rows = Array.from({ length: 1600 }, (_, n) => `${numberAt(n)},zz`);
    const job = await rig.upload(`number,language\n${rows.join('\n')}\n`, '?dryRun=true');
    expect(job['warnings']).toHaveLength(1000);
    expect(job['warningCounts']).toEqual({ language: 1600 });
  });
});
