import { expect, test } from 'vitest';
import type { RouteView } from '../../../src/domain/routes/routes-control.ts';
import { RouteWatch } from '../../../src/notify/route-watch.ts';
import { modem1 } from '../../support/http/fake-routes.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

test('the event of a modem whose SIM refused its PIN does not have the whole number of the SIM', async () => {
  const clock = new VirtualClock();
  const told: unknown[] = [];
  let route: RouteView = { ...modem1, state: 'up', reason: undefined };
  const watch = new RouteWatch({
    routes: { list: () => [route] },
    publish: async (type, data) => {
      told.push({ ...data, type });
    },
    clock,
    log: recordingLog(),
  });
  watch.start();
  route = { ...route, state: 'down', reason: 'SIM 8933150319000000018 refused its PIN' };
  await clock.advance(1000);
  expect(told).toEqual([
    {
      type: 'route.down',
      route: 'modem-1',
      state: 'down',
      before: 'up',
      reason: 'SIM 8933…0018 refused its PIN',
    },
  ]);
  await watch.stop();
});
