import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

describe('the import of a hostile file', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['is empty', '', /the file is empty/],
    ['has no column for the number', 'a,b\n1,2\n', /no column is the number/],
    ['is one line of 2 MB', 'x'.repeat(2_000_000), /row 1 is longer than 65536/],
    ['never closes a quote in its header', 'number,"name\n1,2\n', /row 1 has a quote that opens/],
  ])('that %s fails with a reason', async (_, file, why) => {
    const job = await rig.upload(file);
    expect(job).toMatchObject({ state: 'failed', failure: expect.stringMatching(why) });
  });

  test('with a row that cannot be read takes in all others, before and after it', async () => {
    const rows = [`${numberAt(1)},A`, `${numberAt(2)},"B`, '9'.repeat(2_000_000), `${numberAt(3)},"C ""c"""`];
    const job = await rig.upload(`number,name\n${rows.join('\n')}\n`);
    expect(job).toMatchObject({
      state: 'done',
      rows: 4,
      refused: 2,
      errors: [
        { row: 3, column: null, message: expect.stringMatching(/^has a quote that opens and is not closed/) },
        { row: 4, column: null, message: 'is longer than 65536 characters' },
      ],
    });
    expect(await contactsNow()).toMatchObject([
      { number: numberAt(1), name: 'A' },
      { number: numberAt(3), name: 'C "c"' },
    ]);
  });

  test('with a byte order mark, quotes, NULs or other encodings is read row by row', async () => {
    const job = await rig.upload(
      Buffer.concat([
        Buffer.from(`\ufeffnumber,"na""me",__proto__\r\n${numberAt(1)},"A ""B"", C",x\r\n`),
        Buffer.from(`${numberAt(2)},caf\xe9,\r\n`, 'latin1'),
        Buffer.from(`${numberAt(3)},a\0b,\r\n"'${numberAt(4)}",'=1+1,\r\n`),
      ]),
    );
    expect(job).toMatchObject({
      state: 'done',
      created: 2,
      errors: [
        { row: 3, column: 'na"me', message: 'is not UTF-8' },
        { row: 4, column: 'na"me', message: 'holds a NUL' },
      ],
    });
    const [first, second] = await contactsNow();
    expect(first).toMatchObject({ number: numberAt(1), name: 'A "B", C', attributes: { proto__: 'x' } });
    expect(second).toMatchObject({ number: numberAt(4), name: '=1+1' });
  });

  test.each([
    ['', { 'content-type': 'application/json' }, 415],
    ['?list=999', {}, 404],
    ['?list=x', {}, 422],
    ['?map=Portable', {}, 422],
    ['?map=Portable=phone', {}, 422],
    ['?dryRun=perhaps', {}, 422],
    ['?consent=maybe', {}, 422],
    ['?delimiter=xx', {}, 422],
    ['?encoding=klingon', {}, 422],
  ])('with the query "%s" and the headers %j is answered %d', async (query, headers, status) => {
    const before = (await rig.ask('GET', '/v1/imports?limit=1000')).json().items.length;
    const response = await rig.ask('POST', `/v1/imports${query}`, '"x"', {
      'content-type': 'text/csv',
      ...headers,
    });
    expect(response.statusCode).toBe(status);
    expect((await rig.ask('GET', '/v1/imports?limit=1000')).json().items).toHaveLength(before);
  });
});
