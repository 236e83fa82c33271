import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeCases } from '../../../../src/compose/inbound/compose-cases.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { OTHER, PHONE, sentAlerts } from '../../../support/inbound/sent-alerts.ts';

let phones: PhoneRig;
let rig: HttpRig;
let told = 0;
beforeEach(async () => {
  phones = await PhoneRig.open();
  const { store, config, disk } = phones;
  rig = new HttpRig(undefined, {
    answers: store,
    cases: composeCases(store, config.inbound, disk.clock, () => told++),
    clock: disk.clock,
  });
});
afterEach(async () => {
  await rig.app.close();
  await phones.close();
});
const { asked } = sentAlerts(() => phones);
const get = (url: string, role: Role = 'viewer') => rig.ask(role, 'GET', url);
const post = (url: string, body?: object, headers = {}, role: Role = 'operator') =>
  rig.ask(role, 'POST', url, body, headers);
const ids = async (query: string) =>
  (await get(`/v1/cases${query}`)).json().items.map(({ id }: { id: number }) => id);

test('open cases are listed oldest first with their age, closed ones newest first, page by page and by alert', async () => {
  const alert = await asked();
  await phones.say('2', PHONE);
  await phones.disk.clock.advance(90_000);
  await phones.say('au secours', OTHER);
  await phones.say('au secours', '+33639980103');
  const first = await get('/v1/cases?state=open&limit=2');
  expect(first.json()).toMatchObject({
    items: [
      { id: 1, number: PHONE, alert, waitedSeconds: 90, state: 'open', holder: null },
      { id: 2, waitedSeconds: 0, alert: null },
    ],
    next: '2',
  });
  expect(await ids('?state=open&limit=2&cursor=2')).toEqual([3]);
  expect(await ids(`?alert=${alert}`)).toEqual([1]);
  for (const id of [1, 3]) await post(`/v1/cases/${id}/close`, { outcome: 'falseAlarm' });
  expect(await ids('?state=closed')).toEqual([3, 1]);
  expect(await ids('')).toEqual([3, 2, 1]);
});

test('a case has its whole history and what its phone wrote', async () => {
  await phones.say('bonjour', PHONE);
  await phones.say('au secours', PHONE);
  await post('/v1/cases/1/note', { text: 'porte bleue' });
  const response = await get('/v1/cases/1');
  expect(response.headers['etag']).toBe('"2"');
  expect(response.json()).toMatchObject({
    history: [
      {
        by: { kind: 'system', id: 'phone:+33639980101', name: 'SMS' },
        action: 'open',
        detail: { inboxId: 2 },
      },
      {
        by: { kind: 'system', id: 'operator', name: 'the operator' },
        action: 'note',
        detail: { text: 'porte bleue' },
      },
    ],
    messages: [
      { text: 'au secours', handledAs: 'help' },
      { text: 'bonjour', handledAs: 'inbox' },
    ],
  });
  expect((await get('/v1/cases/9')).statusCode).toBe(404);
});

test('a case that somebody has is answered 409 with who has it, and is taken over by that name', async () => {
  await phones.say('au secours', PHONE);
  expect((await post('/v1/cases/1/take')).json()).toMatchObject({ state: 'taken', holder: 'the operator' });
  const refused = await post('/v1/cases/1/take', {}, {}, 'admin');
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:case-taken', holder: 'the operator' });
  expect((await post('/v1/cases/1/take', { from: 'the operator' }, {}, 'admin')).json().holder).toBe(
    'the admin',
  );
  expect(told).toBeGreaterThan(0);
});

test('a step on another version than the one that was seen is answered 412', async () => {
  await phones.say('au secours', PHONE);
  expect((await post('/v1/cases/1/take', undefined, { 'if-match': '"1"' })).statusCode).toBe(200);
  expect((await post('/v1/cases/1/take', undefined, { 'if-match': '"1"' }, 'admin')).statusCode).toBe(412);
});

test('a message in the inbox becomes a case once, and a retry with its key gets the same answer', async () => {
  await phones.say('rien ne va plus', PHONE);
  const key = { 'idempotency-key': 'a' };
  const made = await post('/v1/cases', { inbox: 1, take: true }, key);
  expect(made.statusCode).toBe(201);
  expect(made.headers['location']).toBe('/v1/cases/1');
  expect((await post('/v1/cases', { inbox: 1, take: true }, key)).json()).toEqual(made.json());
  const again = await post('/v1/cases', { inbox: 1 });
  expect(again.statusCode).toBe(409);
  expect(again.json()).toMatchObject({ type: 'urn:tocsin:problem:case-open', case: 1 });
  expect((await post('/v1/cases', { inbox: 99 })).json().errors).toMatchObject([{ path: 'inbox' }]);
});

test('wrong fields of a step are named', async () => {
  await phones.say('au secours', PHONE);
  const errorsOf = async (path: string, body: object) =>
    (await post(`/v1/cases/1/${path}`, body)).json().errors.map((one: { path: string }) => one.path);
  expect(await errorsOf('close', { outcome: 'other' })).toEqual(['text']);
  expect(await errorsOf('close', { outcome: 'gone' })).toEqual(['outcome']);
  expect(await errorsOf('reclassify', { meaning: 'help' })).toEqual(['meaning']);
  expect(await errorsOf('hand', {})).toEqual(['to']);
});

test('a case is handed over, said to be no call, and opened again', async () => {
  await phones.say('au secours', PHONE);
  expect((await post('/v1/cases/1/hand', { to: 'Équipe 3' })).json()).toMatchObject({ holder: 'Équipe 3' });
  const none = await post('/v1/cases/1/reclassify', { from: 'Équipe 3' });
  expect(none.json()).toMatchObject({ state: 'closed', outcome: 'noCall' });
  expect((await post('/v1/cases/1/reopen')).json()).toMatchObject({ state: 'open', holder: null });
  expect((await post('/v1/cases/1/reopen')).json()).toMatchObject({ type: 'urn:tocsin:problem:wrong-state' });
});
