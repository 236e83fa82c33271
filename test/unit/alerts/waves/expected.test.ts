import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

const correction = {
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'Crue : la route est coupée.' }],
    placeholders: {},
  },
  values: {},
};

const launched = async (people: number): Promise<number> => {
  const { id } = await rig.create(people);
  await rig.launch(id);
  await rig.untilExpanded(id);
  return id;
};
/** Passes more time than the half second for which counts are used again. */
const counted = () => rig.disk.clock.advance(1000);
const expectedIn = async (id: number, wave: number) => (await rig.disk.store.waves(id))[wave - 1]?.expected;

describe('the expected number of people of a wave', () => {
  test('counts for an update everybody who may have the alert, or whose message is queued', async () => {
    const id = await launched(10);
    const claims = await rig.claim(`${id}.1`, 6);
    await rig.deliver(claims.slice(0, 3));
    await rig.refuse(claims.slice(3, 5));
    await counted();
    await rig.service.update(id, correction, author);
    expect(await expectedIn(id, 2)).toBe(8);
  });

  test('counts for a second update each person once, also people who got the first update in place of the alert', async () => {
    const id = await launched(10);
    await rig.deliver(await rig.claim(`${id}.1`, 4));
    await rig.service.update(id, correction, author);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.2`));
    await counted();
    await rig.service.update(id, correction, author);
    expect(await expectedIn(id, 3)).toBe(10);
  });

  test('counts for a cancel the people who may have a text of the alert, not those whose message the cancel withdraws', async () => {
    const id = await launched(10);
    await rig.deliver(await rig.claim(`${id}.1`, 4));
    await rig.service.update(id, correction, author);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.2`, 1));
    await counted();
    await rig.service.cancel(id, correction, { actor: author });
    // Four people have the alert, and one has the update in its place.
    expect(await expectedIn(id, 3)).toBe(5);
    await rig.untilExpanded(id);
    expect((await rig.disk.store.waves(id))[2]?.recipients).toBe(5);
  });

  test('counts for a first and a second resend to the undelivered the people whom nothing has reached', async () => {
    const id = await launched(4);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 1));
    await rig.refuse(claims.slice(1));
    await counted();
    await rig.service.resend(id, 'undelivered', author);
    expect(await expectedIn(id, 2)).toBe(3);
    await rig.untilExpanded(id);
    const again = await rig.claim(`${id}.2`);
    await rig.deliver(again.slice(0, 1));
    await rig.refuse(again.slice(1));
    await counted();
    await rig.service.resend(id, 'undelivered', author);
    expect(await expectedIn(id, 3)).toBe(2);
  });
});

test('toCome of an alert counts the people of an update who have no message of this update yet', async () => {
  const id = await launched(2);
  const claims = await rig.claim(`${id}.1`);
  await rig.deliver(claims.slice(0, 1));
  await counted();
  await rig.service.update(id, correction, author);
  await rig.until(
    async () => (await rig.disk.store.waves(id))[1]?.recipients,
    (recipients) => recipients === 1,
  );
  expect(await rig.service.overview(id)).toMatchObject({ toCome: 1 });
});

test('toCome of an alert is 0 as soon as its wave is stopped', async () => {
  const { id } = await rig.create(6000);
  await rig.launch(id);
  await rig.until(
    () => rig.traffic.waiting(`${id}.1`),
    (waiting) => waiting === 2000,
  );
  expect((await rig.service.overview(id))?.toCome).toBe(4000);
  const stopped = rig.service.stop(id, author);
  await rig.until(
    async () => (await rig.disk.store.waves(id))[0]?.state.kind,
    (kind) => kind === 'stopped',
  );
  expect((await rig.service.overview(id))?.toCome).toBe(0);
  await stopped;
});
