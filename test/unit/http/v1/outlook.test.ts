import { expect, test } from 'vitest';
import type { OutlookAsked } from '../../../../src/http/server/services.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

test('the outlook is the forecast for so many people, with what the disk and the intake allow', async () => {
  const asked: OutlookAsked[] = [];
  const rig = new HttpRig(undefined, {
    outlook: (one) => {
      asked.push(one);
      const routes = [{ route: 'orange', usable: true, ratePerSecond: 500, aloneMs: 8_030 }];
      return { routes, etaMs: 8_030, inTime: true, reason: undefined };
    },
  });
  const answer = await rig.ask('viewer', 'GET', '/v1/outlook?people=4000&parts=2&priority=high');
  expect(answer.json()).toEqual({
    people: 4000,
    parts: 2,
    priority: 'high',
    eta: 8,
    reason: null,
    routes: [{ route: 'orange', usable: true, rate: 500, eta: 8 }],
    ready: true,
    notReady: null,
    disk: { free: 80e9, reserve: 1e9 },
  });
  expect(asked).toEqual([{ people: 4000, partsEach: 2, priority: 'high' }]);
  rig.readiness = { ready: false, reason: 'the disk is full', routesUp: [], routesDown: [] };
  const later = (await rig.ask('viewer', 'GET', '/v1/outlook')).json();
  expect(later).toMatchObject({ people: 1000, parts: 1, ready: false, notReady: 'the disk is full' });
  for (const query of ['people=0', 'people=x', 'parts=99', 'priority=now', 'more=1'])
    expect((await rig.ask('viewer', 'GET', `/v1/outlook?${query}`)).statusCode).toBe(422);
  await rig.app.close();
});
