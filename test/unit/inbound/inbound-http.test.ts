import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeKeywords } from '../../../src/compose/inbound/compose-inbound.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { HOUR_MS, newMessage, T0 } from '../../support/store/messages.ts';

let phones: PhoneRig;
let rig: HttpRig;
beforeEach(async () => {
  phones = await PhoneRig.open();
  rig = new HttpRig(undefined, {
    answers: phones.store,
    keywords: composeKeywords(phones.store),
    alertAnswers: phones.store,
    reader: phones.store,
  });
});
afterEach(async () => {
  await rig.app.close();
  await phones.close();
});

const ask = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
  headers: Record<string, string> = {},
  role: Role = 'operator',
) => rig.ask(role, method, url, body, headers);

const shelter = { word: 'Abri', reply: 'Gymnase ouvert dès 18 h.' };
const PHONE = '+33639980101' as Msisdn;

describe('a keyword in the HTTP API', () => {
  test('is created, is answered with its reply, and is replaced and removed', async () => {
    const made = await ask('POST', '/v1/keywords', shelter);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ id: 1, name: 'abri', ...shelter, version: 1 });
    await phones.say('ABRI !', PHONE);
    const at = made.headers['location'] as string;
    const changed = await ask('PUT', at, { ...shelter, reply: 'École ouverte.' }, { 'if-match': '"1"' });
    expect(changed.json()).toMatchObject({ version: 2 });
    expect((await ask('PUT', at, shelter, { 'if-match': '"1"' })).statusCode).toBe(412);
    await phones.say('abri', PHONE);
    expect(await phones.textsTo(PHONE)).toEqual(['Gymnase ouvert dès 18 h.', 'École ouverte.']);
    expect((await ask('GET', '/v1/keywords')).json().items).toHaveLength(1);
    expect((await ask('DELETE', at)).statusCode).toBe(204);
    expect(await phones.say('abri', PHONE)).toMatchObject({ handledAs: 'inbox' });
  });

  test('is refused if it exists already with other accents or case', async () => {
    await ask('POST', '/v1/keywords', { word: 'météo', reply: 'Vent.' });
    const second = await ask('POST', '/v1/keywords', { word: 'METEO', reply: 'Pluie.' });
    expect(second.json()).toMatchObject({ type: 'urn:tocsin:problem:name-taken' });
  });

  test('cannot be a word that opts out or in, or a text without letters', async () => {
    const none = [
      'STOP',
      'stop please',
      'Arrêt',
      'CANCEL',
      'end',
      'START',
      '…',
      '',
      '\u0000',
      '\ud800',
      'x'.repeat(41),
    ];
    for (const word of none) {
      const response = await ask('POST', '/v1/keywords', { word, reply: 'x' });
      expect(response.statusCode).toBe(422);
      expect(response.json().errors[0]).toMatchObject({ path: 'word' });
    }
  });

  test('has a reply of three parts at most', async () => {
    const response = await ask('POST', '/v1/keywords', { word: 'INFO', reply: 'é'.repeat(460) });
    expect(response.json().errors).toMatchObject([{ path: 'reply', message: 'is longer than 3 parts' }]);
  });

  test('can be created only by operators and admins', async () => {
    for (const role of ['viewer', 'approver', 'sender'] as const) {
      expect((await ask('POST', '/v1/keywords', shelter, {}, role)).statusCode).toBe(403);
    }
  });
});

test('an answer whose meaning is a name that every object of JavaScript has, such as "constructor", is stored like any other', async () => {
  const answers = [
    { word: '1', meaning: 'constructor' },
    { word: '2', meaning: 'help' },
  ];
  const alert = phones.rows.alert({ launchedAt: T0, answers, questionUntil: T0 + HOUR_MS });
  const message = newMessage({ to: PHONE as Msisdn });
  await phones.rows.send(phones.store, alert, message);
  phones.rows.setState(message, 'delivered');
  await phones.say('1', PHONE);
  const answer = await ask('GET', `/v1/alerts/${alert}/answers`);
  expect(answer.json()).toMatchObject({ items: [{ number: PHONE, meaning: 'constructor', text: '1' }] });
});

describe('the answers to an alert in the HTTP API', () => {
  const url = (alert: number, query = '') => `/v1/alerts/${alert}/answers${query}`;
  let alert: number;
  beforeEach(async () => {
    const answers = [
      { word: '1', meaning: 'safe' },
      { word: '2', meaning: 'help' },
    ];
    alert = phones.rows.alert({ launchedAt: T0, answers, questionUntil: T0 + HOUR_MS });
    for (let index = 0; index < 4; index++) {
      const message = newMessage({ to: `+3363998010${index}` as Msisdn });
      await phones.rows.send(phones.store, alert, message);
      phones.rows.setState(message, 'delivered');
    }
    await phones.say('1', '+33639980100');
    await phones.say('2 au 3e étage', PHONE);
  });

  test('have calls for help first and count each person once', async () => {
    const response = await ask('GET', url(alert));
    expect(response.json()).toEqual({
      alert,
      counts: { people: 4, safe: 1, help: 1, other: 0, silent: 2 },
      items: [
        {
          number: PHONE,
          name: null,
          meaning: 'help',
          text: '2 au 3e étage',
          at: '2026-01-01T00:00:00.000Z',
          inbox: 2,
          case: { id: 1, state: 'open', holder: null },
        },
        expect.objectContaining({ number: '+33639980100', meaning: 'safe', text: '1' }),
        expect.objectContaining({
          number: '+33639980102',
          meaning: 'silent',
          text: null,
          at: null,
          inbox: null,
        }),
        expect.objectContaining({ number: '+33639980103', meaning: 'silent' }),
      ],
      next: null,
    });
  });

  test('are returned page by page, with each person once', async () => {
    const numbers = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await ask('GET', url(alert, `?limit=1${next === '' ? '' : `&cursor=${next}`}`));
      numbers.push(...page.json().items.map(({ number }: { number: string }) => number));
      next = page.json().next;
    }
    expect(numbers).toEqual([PHONE, '+33639980100', '+33639980102', '+33639980103']);
  });

  test('can be filtered by meaning', async () => {
    for (const [meaning, count] of [
      ['help', 1],
      ['silent', 2],
      ['other', 0],
    ] as const) {
      expect((await ask('GET', url(alert, `?meaning=${meaning}`))).json().items).toHaveLength(count);
    }
  });

  test('of an unknown alert are answered 404, with a garbled cursor 422, and for a sender 403', async () => {
    expect((await ask('GET', url(99))).statusCode).toBe(404);
    expect((await ask('GET', url(alert, '?cursor=x-1'))).statusCode).toBe(422);
    expect((await ask('GET', url(alert), undefined, {}, 'sender')).statusCode).toBe(403);
  });

  test('are in the inbox as "answer" with their alert', async () => {
    const { items } = (await ask('GET', '/v1/inbox')).json();
    expect(items[0]).toMatchObject({ text: '2 au 3e étage', handledAs: 'answer', alert });
  });
});
