import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertClient } from '../../../../support/alerts/alert-client.ts';
import { crowding } from '../../../../support/crowding.ts';
import { NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';
import type { RouteView } from '../../../../support/http/api-client.ts';
import { numberOf } from '../../../../support/store/messages.ts';

/** A message for a node that sleeps until its next beat leaves in about two seconds on a quiet machine. */
const SOON_MS = 4000;

let rig: NodesOnCarrier;
let north: AlertClient;
let south: AlertClient;

beforeEach(async () => {
  rig = await NodesOnCarrier.make();
  ({ north, south } = await rig.startBoth('south'));
});
afterEach(() => rig[Symbol.asyncDispose]());

const byNorth = (own: object = {}) => ({
  to: numberOf(0),
  text: 'Gagnez les hauteurs.',
  routes: ['of-north'],
  ...own,
});

const routeOfNorth = async (client: AlertClient): Promise<RouteView | undefined> => {
  const { items } = await client.get<{ items: RouteView[] }>('/v1/routes');
  return items.find(({ id }) => id === 'of-north');
};

test('a message that only a route of another node may carry is sent there soon', async () => {
  const startedAt = performance.now();
  const { id } = await south.send(byNorth());
  await rig.smsc.until(({ phones }) => phones.shownCount === 1);
  expect(performance.now() - startedAt).toBeLessThan(SOON_MS * crowding());
  expect(await south.untilState(id, 'delivered')).toMatchObject({ route: 'of-north' });
});

test('a message that is with a node as it is killed becomes uncertain, or is sent again with its mark, and its route is shown as down', async () => {
  rig.smsc.misbehave({ swallow: 1 });
  const held = await south.send(byNorth({ onUncertain: 'hold' }));
  const resent = await south.send(byNorth({ to: numberOf(1), onUncertain: 'resend' }));
  await rig.smsc.until(({ stats }) => stats.swallowed === 2);
  await rig.nodes.end('north');
  rig.smsc.calm();
  await south.untilState(held.id, 'uncertain');
  await south.untilState(resent.id, 'queued');
  const queued = await south.send(byNorth({ to: numberOf(2) }));
  const west = await rig.start('west');
  for (const client of [south, west]) {
    const down = { state: 'down', reason: 'the node north does not run' };
    await client.until(
      () => routeOfNorth(client),
      (route) => route?.state === 'down',
    );
    expect(await routeOfNorth(client)).toMatchObject(down);
    expect(await client.get('/v1/routes/of-north')).toMatchObject(down);
  }
  expect(await west.message(queued.id)).toMatchObject({ state: 'queued' });
  await rig.start('north');
  expect(await west.untilState(resent.id, 'delivered')).toMatchObject({ possibleDuplicate: true });
  expect(await west.untilState(queued.id, 'delivered')).toMatchObject({ possibleDuplicate: false });
  expect(await west.message(held.id)).toMatchObject({ state: 'uncertain' });
  expect([0, 1, 2].map((index) => rig.smsc.phones.texts(numberOf(index)).length)).toEqual([0, 1, 1]);
});

test.each(['of-all', 'of-north'])(
  'the route %s is disabled through one node for all nodes, and enabled through another',
  async (route) => {
    const switchThrough = (client: AlertClient, verb: string) =>
      client.call('POST', `/v1/routes/${route}/${verb}`);
    const isShown = (client: AlertClient, state: string) =>
      client.until(
        () => client.get<{ items: RouteView[] }>('/v1/routes'),
        ({ items }) => items.find(({ id }) => id === route)?.state === state,
      );
    const own = { routes: [route] };
    await switchThrough(south, 'disable');
    await isShown(north, 'disabled');
    const waiting = [
      await north.send(byNorth({ ...own, to: numberOf(10) })),
      await south.send(byNorth({ ...own, to: numberOf(11) })),
    ];
    // A message by another route that was accepted later leaves.
    const later = await north.send(byNorth({ to: numberOf(12), routes: ['of-south'] }));
    await south.untilState(later.id, 'delivered');
    for (const { id } of waiting) expect(await north.message(id)).toMatchObject({ state: 'queued' });
    await switchThrough(north, 'enable');
    for (const { id } of waiting) await south.untilState(id, 'delivered');
    await isShown(south, 'up');
    expect(rig.smsc.phones.shownCount).toBe(3);
  },
);
