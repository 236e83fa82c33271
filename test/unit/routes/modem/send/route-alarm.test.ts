import { expect, it } from 'vitest';
import { RouteRunner } from '../../../../../src/dispatch/route/route-runner.ts';
import { ready, stop } from '../../../../support/modem/harness.ts';

const doubted = 'its last heartbeat is expired';

it('a modem whose heartbeat message did not arrive is degraded with that reason, and is still used', async () => {
  const { route, clock } = await ready();
  const runner = new RouteRunner(route, undefined, clock);
  runner.alarm = doubted;
  expect(runner.status).toMatchObject({ state: 'degraded', reason: doubted, room: 3 });
  expect(runner.budget(false)).toBe(2);
  runner.alarm = undefined;
  expect(runner.status).toMatchObject({ state: 'up', reason: undefined });
  await stop(route);
});

it('a worse state of the modem, or an operator’s decision, is shown in place of the missing heartbeat', async () => {
  const { route, clock, modem } = await ready();
  const runner = new RouteRunner(route, undefined, clock);
  runner.alarm = doubted;
  runner.shut = { state: 'disabled', reason: 'disabled by an operator' };
  expect(runner.status).toMatchObject({ state: 'disabled', room: 0 });
  runner.shut = undefined;
  modem.missing = 1;
  modem.unplug();
  expect(runner.status).toMatchObject({ state: 'down', reason: 'no modem: unplugged' });
  await stop(route);
});
