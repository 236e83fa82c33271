import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HeartbeatRig } from '../../support/heartbeat-rig.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TO = '+33639980000';
let rig: HeartbeatRig;
beforeEach(() => {
  rig = new HeartbeatRig();
});
afterEach(() => rig.stop());

describe('a heartbeat', () => {
  test('is sent only by its route, with low priority and a validity of 30 minutes, and an owner that no token has', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    expect(rig.sent).toEqual([
      {
        to: TO,
        text: 'Tocsin heartbeat by modem-1, 2026-01-01T00:00:00.000Z',
        priority: 'low',
        validForMs: 30 * MINUTE_MS,
        reference: 'heartbeat modem-1',
        onUncertain: 'hold',
        routes: ['modem-1'],
        owner: 'heartbeat',
      },
    ]);
  });

  test('is sent again after its interval, and not earlier', async () => {
    rig.start({ 'modem-1': { to: TO, every: '6h', text: 'alive' } });
    await rig.clock.advance(MINUTE_MS);
    rig.end('delivered');
    await rig.clock.advance(6 * HOUR_MS - 2 * MINUTE_MS);
    expect(rig.sent).toHaveLength(1);
    await rig.clock.advance(2 * MINUTE_MS);
    expect(rig.sent).toHaveLength(2);
    expect(rig.sent[1]?.text).toBe('alive');
  });

  test('is sent once a day however often the gateway is restarted', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('delivered');
    for (let restart = 0; restart < 10; restart++) {
      await rig.stop();
      await rig.clock.advance(2 * HOUR_MS);
      rig.start({ 'modem-1': { to: TO } });
      await rig.clock.advance(0);
    }
    expect(rig.sent).toHaveLength(1);
    await rig.clock.advance(DAY_MS - 20 * HOUR_MS);
    expect(rig.sent).toHaveLength(2);
  });

  test("of one route doesn't depend on heartbeats of other routes", async () => {
    rig.start({
      'modem-1': { to: TO },
      'modem-2': { to: TO, every: '1h' },
      'modem-3': undefined,
    });
    await rig.clock.advance(0);
    expect(rig.sent.map(({ routes }) => routes)).toEqual([['modem-1'], ['modem-2']]);
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    expect([...rig.alarms.keys()]).toEqual(['modem-2']);
  });

  test('is not sent by a disabled route, and is sent after the route is enabled', async () => {
    rig.disabled.add('modem-1');
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(3 * DAY_MS);
    expect(rig.sent).toEqual([]);
    rig.disabled.clear();
    await rig.clock.advance(MINUTE_MS);
    expect(rig.sent).toHaveLength(1);
  });

  test("waits for the previous heartbeat to end, so that heartbeats don't pile up in a slow network", async () => {
    rig.start({ 'modem-1': { to: TO, every: '1m' } });
    await rig.clock.advance(2 * HOUR_MS);
    expect(rig.sent).toHaveLength(1);
  });

  test('that the intake refuses, or that fails since the store cannot be read, is logged and tried again', async () => {
    rig.takes = false;
    rig.unreadable = 1;
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(MINUTE_MS);
    expect(rig.log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'a heartbeat cannot be checked or sent'],
      ['error', 'a heartbeat was not accepted'],
    ]);
    rig.takes = true;
    await rig.clock.advance(MINUTE_MS);
    expect(rig.sent).toHaveLength(1);
  });
});
