import { afterEach, beforeEach, expect, test } from 'vitest';
import { RosterRig } from '../../support/http/roster-rig.ts';
import { numberAt } from '../../support/people/people.ts';

// The virtual clock begins on 2026-01-01T00:00:00Z, a Thursday.
let rig: RosterRig;
beforeEach(async () => {
  rig = await RosterRig.open();
  await rig.user('Anna', numberAt(1), 'en');
});
afterEach(() => rig.close());

const body = (own: object = {}) => ({
  name: 'Astreinte',
  timeZone: 'Europe/Paris',
  people: [{ name: 'Dr Roux', phone: numberAt(2) }],
  shifts: [{ days: ['thu', 'fri'], from: '20:00', to: '08:00', who: ['Anna'] }],
  fallback: ['Dr Roux'],
  ...own,
});
const make = (own: object = {}) => rig.ask('POST', '/v1/rosters', body(own));

test('a roster is stored and shown as it was sent, with its next change and the gaps of the coming 14 days', async () => {
  const made = await make();
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({
    ...body(),
    people: [{ name: 'Dr Roux', phone: numberAt(2), language: 'fr' }],
    exceptions: [],
    imported: { events: 0, periods: 0, until: null },
    next: '2026-01-01T19:00:00.000Z',
    version: 1,
  });
  const { gaps } = made.json();
  expect(gaps[0]).toEqual({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T19:00:00.000Z' });
  expect(gaps[1]).toEqual({ from: '2026-01-02T07:00:00.000Z', to: '2026-01-02T19:00:00.000Z' });
  expect(gaps.at(-1).to).toBe('2026-01-15T00:00:00.000Z');
  expect((await rig.ask('GET', '/v1/rosters/1')).json()).toEqual(made.json());
});

test('who is on duty is told for now and for another time: users with their phone, others with theirs, the fallback', async () => {
  await make();
  expect((await rig.ask('GET', '/v1/rosters/1/now')).json()).toEqual({
    at: '2026-01-01T00:00:00.000Z',
    people: [{ name: 'Dr Roux', phone: numberAt(2), language: 'fr', user: null }],
    fallback: true,
    unreachable: [],
    next: '2026-01-01T19:00:00.000Z',
  });
  const night = await rig.ask('GET', '/v1/rosters/1/now?at=2026-01-01T23:00:00%2B01:00');
  expect(night.json()).toMatchObject({
    people: [{ name: 'Anna', phone: numberAt(1), language: 'en', user: 1 }],
    fallback: false,
  });
  expect((await rig.ask('GET', '/v1/rosters/2/now')).statusCode).toBe(404);
});

test('a user who was disabled is on duty no more: the fallback is, and the answer names who is missing', async () => {
  await make();
  await rig.users.disable('Anna', { version: undefined, by: { id: 'cli', name: 'cli' } });
  const night = await rig.ask('GET', '/v1/rosters/1/now?at=2026-01-01T22:00:00Z');
  expect(night.json()).toMatchObject({
    people: [{ name: 'Dr Roux' }],
    fallback: true,
    unreachable: ['Anna'],
  });
});

test.each([
  [{ timeZone: 'Paris' }, 'timeZone'],
  [{ shifts: [{ days: ['thu'], from: '25:00', to: '08:00', who: ['Anna'] }] }, 'shifts[0].from'],
  [{ shifts: [{ days: ['thu'], from: '08:00', to: '20:00', who: ['Nobody'] }] }, 'shifts[0].who'],
  [{ fallback: ['Dr Roux', 'Nobody'] }, 'fallback[1]'],
  // A user with another phone.
  [
    {
      people: [
        { name: 'Dr Roux', phone: numberAt(2) },
        { name: 'anna', phone: numberAt(3) },
      ],
    },
    'people[1].name',
  ],
  [
    { exceptions: [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z', out: 'Anna' }] },
    'exceptions[0].to',
  ],
  [
    {
      people: [
        { name: 'Roux', phone: numberAt(2) },
        { name: 'ROUX', phone: numberAt(3) },
      ],
      fallback: ['Roux'],
    },
    'people[1].name',
  ],
])('a roster with %j is refused, and the answer names the field', async (own, path) => {
  const refused = await make(own);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors).toContainEqual(expect.objectContaining({ path }));
});

test('a rotation and an exception are shown as they were sent', async () => {
  const own = {
    shifts: [
      {
        everyDays: 7,
        start: '2025-12-29',
        at: '08:00',
        who: ['Anna', 'Dr Roux'],
        until: '2026-03-31',
      },
    ],
    exceptions: [
      { from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z', out: 'Anna', in: 'Dr Roux' },
    ],
  };
  expect((await make(own)).json()).toMatchObject(own);
  const now = await rig.ask('GET', '/v1/rosters/1/now?at=2026-01-02T12:00:00Z');
  expect(now.json().people).toMatchObject([{ name: 'Dr Roux' }]);
});

test('an audience with a roster is whoever is on duty at the moment of the launch, and nobody once the roster is gone', async () => {
  await make();
  const { store } = rig.disk;
  const audience = { include: [{ roster: 1 }] };
  const page = (dutyAt?: number) => store.audiencePage(audience, '', 10, { overrideOptOut: false, dutyAt });
  expect((await page()).map(({ number }) => number)).toEqual([numberAt(2)]);
  const night = Date.parse('2026-01-01T22:00:00Z');
  expect((await page(night)).map(({ number }) => number)).toEqual([numberAt(1)]);
  const count = await store.countAudience(audience, { overrideOptOut: false });
  expect(count).toMatchObject({ people: 1, missing: [], meaning: { 'roster 1': 'duty' } });
  const without = { include: [{ numbers: [numberAt(1), numberAt(2)] }], exclude: [{ roster: 1 }] };
  expect(await store.audiencePage(without, '', 10, { overrideOptOut: false })).toMatchObject([
    { number: numberAt(1) },
  ]);
  await rig.ask('DELETE', '/v1/rosters/1');
  expect(await store.audienceMeaning(audience)).toMatchObject({ missing: ['roster 1'] });
});

test('erasing a number takes the person out of every roster, and the phone from its user', async () => {
  await make({ shifts: [{ days: ['thu'], from: '20:00', to: '08:00', who: ['Dr Roux', 'Anna'] }] });
  const { store } = rig.disk;
  await store.persons.erase(numberAt(2), 'erased-1', [numberAt(2)]);
  await store.persons.erase(numberAt(1), 'erased-2', [numberAt(1)]);
  const { definition } = (await store.duty.rosters.get(1)) ?? {};
  expect(definition).toMatchObject({ people: [], fallback: [], shifts: [{ who: ['Anna'] }] });
  expect(await store.findUser('Anna')).toMatchObject({ phone: undefined, version: 2 });
});
