import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scheduler } from '../../../../src/alerts/schedule/scheduler.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { numberOf } from '../../../support/store/messages.ts';

const MINUTE_MS = 60_000;

let rig: PreparationRig;
let scenario: number;
beforeEach(async () => {
  rig = await PreparationRig.open();
  scenario = await rig.make('/v1/scenarios', {
    name: 'exercice',
    content: {
      defaultLanguage: 'fr',
      placeholders: {},
      variants: [{ language: 'fr', text: 'Crue à {place} : {action}.' }],
    },
    values: { action: 'montez' },
    audience: { include: [{ numbers: [numberOf(0)] }] },
    kind: 'exercise',
  });
});
afterEach(() => rig.close());

const body = (own: object = {}) => ({
  name: 'Exercice',
  cron: '*/10 * * * *',
  timeZone: 'Europe/Paris',
  scenario,
  values: { place: 'Tours' },
  ...own,
});
const create = (own: object = {}) => rig.ask('operator', 'POST', '/v1/schedules', body(own));
const replace = (own: object = {}) => rig.ask('operator', 'PUT', '/v1/schedules/1', body(own));

test('a schedule is created and shown with its next time, and is refused with a wrong cron or time zone', async () => {
  const made = await create({ cron: '0 10 1 * *' });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({
    ...body({ cron: '0 10 1 * *' }),
    grace: 'PT5M',
    enabled: true,
    next: '2026-01-01T09:00:00.000Z',
  });
  expect((await rig.ask('viewer', 'GET', '/v1/schedules/1/launches')).json()).toEqual({
    items: [],
    next: null,
  });
  expect((await rig.ask('viewer', 'GET', '/v1/schedules/2/launches')).statusCode).toBe(404);
  expect((await rig.ask('viewer', 'POST', '/v1/schedules', body())).statusCode).toBe(403);
  for (const wrong of [
    { cron: '0 0 30 2 *' },
    { timeZone: 'Mars' },
    { cron: '* * * * * *' },
    { grace: 'P9D' },
  ])
    expect((await create({ name: 'x', ...wrong })).statusCode).toBe(422);
});

test.each([
  ['its scenario does not exist', { scenario: 99 }, 'scenario', /no such scenario/],
  ['it lacks a value that the scenario needs', { values: {} }, 'values', /\{place\} has no value/],
  ['it gives a value that the scenario fixes', { values: { place: 'x', action: 'y' } }, 'values', /"montez"/],
])('a schedule that is created or changed is refused if %s', async (_why, own, path, message) => {
  const wrong = { path, message: expect.stringMatching(message) };
  const refused = await create(own);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors).toContainEqual(wrong);
  await create();
  const changed = await replace(own);
  expect(changed.statusCode).toBe(422);
  expect(changed.json().errors).toContainEqual(wrong);
});

/** The planned times that a gateway takes when it begins to look now, ms after the schedule was made. */
const taken = async (begin: number): Promise<readonly number[]> => {
  const { store, clock } = rig.disk;
  const fires = async () => (await store.schedules.fires(1, { limit: 10, cursor: undefined })).items;
  const scheduler = new Scheduler({
    restMs: 1000,
    repository: store.schedules,
    launcher: { launch: async () => ({ kind: 'unknown' }) },
    unlaunched: async () => {},
    clock,
    log: recordingLog(),
  });
  scheduler.start();
  while (clock.pending === 0) await nextTurn();
  await scheduler.stop();
  return (await fires()).map(({ plannedAt }) => plannedAt - begin);
};

test('a planned time that has come is launched even if the values of the schedule are changed in the same second', async () => {
  const { clock } = rig.disk;
  const begin = clock.now();
  await create();
  await clock.advance(10 * MINUTE_MS);
  expect((await replace({ values: { place: 'Blois' }, grace: 'PT10M' })).statusCode).toBe(200);
  expect(await taken(begin)).toEqual([10 * MINUTE_MS]);
});

test.each([
  ['the cron rule is changed', [{ cron: '*/5 * * * *' }]],
  ['the time zone is changed', [{ timeZone: 'Asia/Kathmandu' }]],
  ['the schedule is disabled and enabled again', [{ enabled: false }, {}]],
])('a planned time that has come is not launched if in the same second %s', async (_what, changes) => {
  const { clock } = rig.disk;
  const begin = clock.now();
  await create();
  await clock.advance(10 * MINUTE_MS);
  for (const change of changes) expect((await replace(change)).statusCode).toBe(200);
  expect(await taken(begin)).toEqual([]);
});
