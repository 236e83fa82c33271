import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { State } from '../../../src/domain/messages/state.ts';
import { judgeHeartbeats } from '../../../src/ops/heartbeats.ts';
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

describe('a heartbeat that is not delivered', () => {
  test.each(['failed', 'expired', 'undelivered', 'uncertain', 'unconfirmed'] as const)(
    'but %s raises an alarm within a minute, with one log line, until a later heartbeat arrives',
    async (state) => {
      rig.start({ 'modem-1': { to: TO } });
      await rig.clock.advance(0);
      rig.end(state, 'call barred');
      await rig.clock.advance(MINUTE_MS);
      const reason = `its last heartbeat, of 2026-01-01T00:00:00.000Z, is ${state}: call barred`;
      expect(rig.alarms.get('modem-1')).toBe(reason);
      await rig.clock.advance(HOUR_MS);
      const errors = rig.log.lines.filter(({ level }) => level === 'error');
      expect(errors).toEqual([
        {
          level: 'error',
          fields: { route: 'modem-1', reason },
          message: 'the heartbeat did not arrive',
        },
      ]);
      // While the next heartbeat is under way, the alarm stays.
      await rig.clock.advance(DAY_MS);
      expect(rig.sent).toHaveLength(2);
      expect(rig.alarms.get('modem-1')).toBe(reason);
      rig.end('delivered');
      await rig.clock.advance(MINUTE_MS);
      expect(rig.alarms.get('modem-1')).toBeUndefined();
    },
  );

  test('in time, but later, ends its alarm', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('unconfirmed');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeDefined();
    rig.end('delivered');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
  });

  test('keeps its alarm over a restart', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('expired');
    await rig.stop();
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    expect(rig.alarms.get('modem-1')).toMatch(/is expired$/);
  });

  test('raises no alarm, and sends none, if its route is removed while it is looked at', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('expired');
    rig.reading = () => rig.removeAll();
    await rig.clock.advance(DAY_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
    expect(rig.sent).toHaveLength(1);
  });

  test('raises no alarm while its route is disabled', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    rig.disabled.add('modem-1');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
  });
});

describe('a heartbeat of a route under load', () => {
  test('that expires because other messages had precedence raises no alarm', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    for (let minute = 0; minute < 30; minute++) {
      rig.carried += 10;
      await rig.clock.advance(MINUTE_MS);
    }
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toBeUndefined();
    expect(rig.log.lines).toEqual([]);
    await rig.clock.advance(DAY_MS);
    expect(rig.sent).toHaveLength(2);
  });

  test('that expires while the route has sent nothing else raises an alarm', async () => {
    rig.start({ 'modem-1': { to: TO, every: '1h' } });
    await rig.clock.advance(0);
    rig.carried = 10;
    await rig.clock.advance(MINUTE_MS);
    rig.end('delivered');
    await rig.clock.advance(2 * HOUR_MS);
    rig.end('expired');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toMatch(/is expired/);
  });

  test('that is never confirmed raises an alarm', async () => {
    rig.start({ 'modem-1': { to: TO } });
    await rig.clock.advance(0);
    rig.carried = 10;
    await rig.clock.advance(MINUTE_MS);
    rig.end('unconfirmed');
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms.get('modem-1')).toMatch(/is unconfirmed/);
  });
});

describe('the judgement of the last heartbeats of a route', () => {
  const at = (createdAt: number, state: State) => ({ state, reason: undefined, createdAt });

  test.each([
    ['no heartbeat yet', [], true, false],
    ['one under way', [at(0, 'sent')], false, false],
    ['one delivered, not yet a day old', [at(1, 'delivered')], false, false],
    ['one delivered, a day old', [at(0, 'delivered')], true, false],
    ['one failed, a day old', [at(0, 'failed')], true, true],
    ['one under way behind a failed one', [at(9, 'sending'), at(0, 'failed')], false, true],
    ['one under way behind a delivered one', [at(9, 'queued'), at(0, 'delivered')], false, false],
    ['one cancelled behind a failed one', [at(9, 'cancelled'), at(0, 'failed')], false, true],
    ['one cancelled behind a delivered one', [at(9, 'cancelled'), at(0, 'delivered')], false, false],
    ['one delivered, by a clock that was set back since', [at(DAY_MS + 1, 'delivered')], true, false],
    ['one under way, by a clock that was set back since', [at(DAY_MS + 1, 'sent')], false, false],
    ['one delivered behind a failed one', [at(9, 'delivered'), at(0, 'failed')], false, false],
  ] as const)('for %s (%j): the next is due: %s, an alarm is raised: %s', (_name, messages, due, alarmed) => {
    const judged = judgeHeartbeats(messages, DAY_MS, DAY_MS);
    expect({ due: judged.due, alarmed: judged.alarm !== undefined }).toEqual({ due, alarmed });
  });
});
