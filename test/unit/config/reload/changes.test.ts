import { describe, expect, test } from 'vitest';
import { changesOf, takenOver } from '../../../../src/config/reload/changes.ts';
import { type Config, configSchema } from '../../../../src/config/schema.ts';

const carrier = (id: string, own: object = {}) => ({
  id,
  type: 'smpp',
  host: '127.0.0.1',
  systemId: 'tocsin',
  password: 'hush',
  ...own,
});
const modem = (id: string, own: object = {}) => ({ id, type: 'modem', device: `/dev/${id}`, ...own });
const config = (routes: readonly object[], more: object = {}): Config =>
  configSchema.parse({ routes, ...more });

const NOTHING = { added: [], removed: [], changed: [], plan: false, needsRestart: [] };

describe('the changes of a configuration', () => {
  test('are none where nothing differs, also with patterns and defaults written out', () => {
    const balance = { code: '*123#', pattern: '([0-9]+) EUR' };
    const before = config([carrier('a'), modem('m', { balance })]);
    const after = config([carrier('a', { port: 2775, window: 100 }), modem('m', { balance })]);
    expect(changesOf(before, after)).toEqual(NOTHING);
  });

  test('name the routes that come and go, and that queued messages are planned anew', () => {
    expect(changesOf(config([carrier('a'), carrier('b')]), config([carrier('b'), carrier('c')]))).toEqual({
      ...NOTHING,
      added: ['c'],
      removed: ['a'],
      plan: true,
    });
  });

  test.each([
    ['rate', carrier('a', { rate: 10 }), carrier('a', { rate: 20 }), 'adapted'],
    ['rate', carrier('a'), carrier('a', { rate: 20 }), 'restarted'],
    ['password', carrier('a'), carrier('a', { password: 'n0t-same' }), 'restarted'],
    ['tls.verify', carrier('a', { tls: {} }), carrier('a', { tls: { verify: false } }), 'restarted'],
    ['limits.perDay', modem('a'), modem('a', { limits: { perDay: 5 } }), 'restarted'],
    ['heartbeat', modem('a'), modem('a', { heartbeat: { to: '+33639980001' } }), 'adapted'],
    ['ear', modem('a'), modem('a', { ear: { number: '+33639980001' } }), 'adapted'],
    [
      'ear.cellBroadcast',
      modem('a', { ear: { number: '+33639980001' } }),
      modem('a', { ear: { number: '+33639980001', cellBroadcast: {} } }),
      'restarted',
    ],
  ])(
    'of %s are named without their values, and say whether the session goes on',
    (field, before, after, how) => {
      const { changed, plan } = changesOf(config([before]), config([after]));
      expect(changed).toEqual([{ id: 'a', fields: [field], how }]);
      expect(plan).toBe(false);
    },
  );

  test('plan queued messages anew where the rules, the order or the preferences of routes differ', () => {
    const two = [carrier('a'), modem('b')];
    const differ = (after: Config) => changesOf(config(two), after).plan;
    expect(differ(config(two, { plan: [{ tiers: [['b'], ['a']] }] }))).toBe(true);
    expect(differ(config(two.toReversed()))).toBe(true);
    expect(differ(config([carrier('a'), modem('b', { prefer: ['+336'] })]))).toBe(true);
  });

  test('that only a restart takes over are named one by one, and named again until then', () => {
    const before = config([carrier('a')], { http: { tls: { cert: 'a.pem', key: 'a.key' } } });
    const after = config(
      [carrier('a', { inbound: { perHour: 5 } }), carrier('b', { inbound: { perHour: 7 } })],
      {
        http: { listen: '127.0.0.1:9', tls: { cert: 'b.pem', key: 'b.key' } },
        retention: { messages: '30d' },
        alerts: { testNumbers: ['+33639980001'] },
      },
    );
    const needsRestart = [
      'alerts.testNumbers',
      'http.listen',
      'retention.messages',
      'routes.a.inbound.perHour',
      'routes.b.inbound.perHour',
    ];
    const { needsRestart: first, ...others } = changesOf(before, after);
    expect(first.toSorted()).toEqual(needsRestart);
    expect(others).toEqual({ added: ['b'], removed: [], changed: [], plan: true });
    const running = takenOver(before, after);
    expect(running.http).toEqual({ ...before.http, tls: after.http.tls });
    const again = changesOf(running, after);
    expect({ ...again, needsRestart: again.needsRestart.toSorted() }).toEqual({ ...NOTHING, needsRestart });
    expect(changesOf(running, config([carrier('a'), carrier('b')])).needsRestart).toEqual(['http.tls']);
  });
});
