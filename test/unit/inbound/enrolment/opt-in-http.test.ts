import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeKeywords } from '../../../../src/compose/inbound/compose-inbound.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { PeopleRig } from '../../../support/people/people-rig.ts';
import { T0 } from '../../../support/store/messages.ts';

let rig: PeopleRig;
beforeEach(async () => {
  rig = await PeopleRig.open();
});
afterEach(() => rig.close());

const list = (words: readonly string[], own: object = {}) => ({
  name: `list ${words.join()}`,
  kind: 'emergency',
  optIn: { words, ...own },
});
const errors = async (body: object, url = '/v1/lists', method: 'POST' | 'PUT' = 'POST') => {
  const refused = await rig.ask(method, url, body);
  expect(refused.statusCode).toBe(422);
  return refused.json().errors;
};

describe('a list that phones join by a word', () => {
  test('is shown as it was made, with the code asked for unless said otherwise', async () => {
    const made = await rig.ask('POST', '/v1/lists', list(['CRUE', 'INSCRIPTION CRUE']));
    expect(made.json()).toMatchObject({ optIn: { words: ['CRUE', 'INSCRIPTION CRUE'], double: true } });
    const url = String(made.headers['location']);
    const welcome = 'Bienvenue : {list}, de {sender}. STOP pour finir.';
    const changed = await rig.ask('PUT', url, list(['crue'], { double: false, welcome }));
    expect(changed.json().optIn).toEqual({ words: ['crue'], double: false, welcome });
    const plain = await rig.ask('PUT', url, { name: 'plain', kind: 'emergency' });
    expect(plain.json()).not.toHaveProperty('optIn');
  });

  test('is refused with each word that is read as something else', async () => {
    await rig.disk.store.keywords.create('abri', { word: 'ABRI', reply: 'x' }, T0);
    expect(await errors(list(['STOP', 'abri', 'deux', 'INFO', 'Neige', 'NEIGÉ']))).toEqual([
      { path: 'optIn.words[0]', message: 'opts out or in again: it can enrol nobody' },
      { path: 'optIn.words[1]', message: 'is a keyword' },
      { path: 'optIn.words[2]', message: 'is how people answer an alert: it can enrol nobody' },
      {
        path: 'optIn.words[3]',
        message: 'confirms, or asks for language, postal code or INFO: it can enrol nobody',
      },
      { path: 'optIn.words[5]', message: 'is the same as another, as words are compared' },
    ]);
  });

  test('is refused a word of another list, and may keep its own', async () => {
    const made = await rig.ask('POST', '/v1/lists', list(['CRUE']));
    const { id } = made.json();
    expect(await errors(list(['neige', 'crue']))).toEqual([
      { path: 'optIn.words[1]', message: `joins list ${id} already` },
    ]);
    const url = `/v1/lists/${id}`;
    expect((await rig.ask('PUT', url, list(['CRUE', 'VENT']))).statusCode).toBe(200);
    await rig.ask('POST', '/v1/lists', list(['NEIGE']));
    expect(await errors(list(['NEIGE']), url, 'PUT')).toMatchObject([{ path: 'optIn.words[0]' }]);
  });

  test('is refused a welcome that does not say how to leave', async () => {
    expect(await errors(list(['CRUE'], { welcome: 'Bienvenue.' }))).toEqual([
      { path: 'optIn.welcome', message: 'does not say how to leave: it has to have the word STOP' },
    ]);
  });

  test('has a word that can be no keyword any more', async () => {
    const { id } = (await rig.ask('POST', '/v1/lists', list(['CRUE']))).json();
    const { store } = rig.disk;
    const http = new HttpRig(undefined, { answers: store, keywords: composeKeywords(store) });
    const refused = await http.ask('operator', 'POST', '/v1/keywords', { word: 'Crue', reply: 'x' });
    expect(refused.json().errors).toEqual([
      { path: 'word', message: `joins list ${id}: it can be no keyword` },
    ]);
    await http.app.close();
  });
});
