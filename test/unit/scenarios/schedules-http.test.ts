import { afterEach, beforeEach, expect, test } from 'vitest';
import { PreparationDesk } from '../../support/preparation-desk.ts';
import { numberOf } from '../../support/store/messages.ts';

let desk: PreparationDesk;
let scenario: number;
beforeEach(async () => {
  desk = await PreparationDesk.open();
  scenario = await desk.make('/v1/scenarios', {
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
afterEach(() => desk.close());

const body = (own: object = {}) => ({
  name: 'Exercice',
  cron: '*/10 * * * *',
  timeZone: 'Europe/Paris',
  scenario,
  values: { place: 'Tours' },
  ...own,
});
const create = (own: object = {}) => desk.ask('operator', 'POST', '/v1/schedules', body(own));
const replace = (own: object = {}) => desk.ask('operator', 'PUT', '/v1/schedules/1', body(own));

test('a schedule is made, shown with its next time, and refused where it is none', async () => {
  const made = await create({ cron: '0 10 1 * *' });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({
    ...body({ cron: '0 10 1 * *' }),
    grace: 'PT5M',
    enabled: true,
    next: '2026-01-01T09:00:00.000Z',
  });
  expect((await desk.ask('viewer', 'GET', '/v1/schedules/1/launches')).json()).toEqual({
    items: [],
    next: null,
  });
  expect((await desk.ask('viewer', 'GET', '/v1/schedules/2/launches')).statusCode).toBe(404);
  expect((await desk.ask('viewer', 'POST', '/v1/schedules', body())).statusCode).toBe(403);
  for (const wrong of [
    { cron: '0 0 30 2 *' },
    { timeZone: 'Mars' },
    { cron: '* * * * * *' },
    { grace: 'P9D' },
  ])
    expect((await create({ name: 'x', ...wrong })).statusCode).toBe(422);
});

test.each([
  ['there is no such scenario', { scenario: 99 }, 'scenario', /no such scenario/],
  ['it lacks a value that the scenario needs', { values: {} }, 'values', /\{place\} has no value/],
  ['a value is the scenario’s to say', { values: { place: 'x', action: 'y' } }, 'values', /"montez"/],
])('a schedule is refused at once where %s, made or changed', async (_why, own, path, message) => {
  const wrong = { path, message: expect.stringMatching(message) };
  const refused = await create(own);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors).toContainEqual(wrong);
  await create();
  const changed = await replace(own);
  expect(changed.statusCode).toBe(422);
  expect(changed.json().errors).toContainEqual(wrong);
});
