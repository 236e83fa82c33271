import { describe, expect, test } from 'vitest';
import { alarmWarnings, describeGatewayAlarms } from '../../../../src/commands/check/alarm-summary.ts';
import { configSchema } from '../../../../src/config/schema.ts';

const config = (alarms: object = {}, duty: readonly string[] = []) =>
  configSchema.parse({ alarms, inbound: { duty } });

describe('check says who is told that the gateway itself fails', () => {
  test.each([
    [config({}, ['roster/1']), 'whoever is on duty (inbound.duty), or all admins with a phone if nobody is'],
    [config(), 'all admins with a phone (inbound.duty names nobody)'],
    [config({ sms: { to: ['anna', 'bert'] } }), 'the users anna, bert, or all admins'],
    [config({ sms: { severities: [] } }), 'nobody is told by SMS'],
    [config({ off: ['backupOld'] }), 'never raised: backupOld'],
  ])('%#', (given, said) => {
    expect(describeGatewayAlarms(given).join('\n')).toContain(said);
  });

  test('and warns when that would be nobody', () => {
    const nobody = [expect.stringContaining('nobody is told by SMS')];
    expect(alarmWarnings(config(), [['operator']])).toEqual(nobody);
    expect(alarmWarnings(config({ sms: { severities: [] } }), [['admin']])).toEqual(nobody);
    expect(alarmWarnings(config(), undefined)).toEqual([expect.stringContaining('only to admins')]);
    expect(alarmWarnings(config(), [['admin']])).toEqual([]);
    expect(alarmWarnings(config({}, ['+33639980098']), [])).toEqual([]);
  });
});

test('an unknown kind, a name that no user can have, and a duration out of its bounds are refused with their path', () => {
  const { error } = configSchema.safeParse({
    alarms: { off: ['fire'], sms: { to: [''], tellAgain: '1s' }, backupAfter: '1m' },
  });
  expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual([
    'alarms.backupAfter',
    'alarms.off.0',
    'alarms.sms.tellAgain',
    'alarms.sms.to.0',
  ]);
});
