import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { AlertClient } from '../../support/alerts/alert-client.ts';
import { startAlertGateway, textsTo as textsOf } from '../../support/alerts/alert-gateway.ts';
import type { ConfigInput } from '../../support/gateway/gateway.ts';

let smsc: Smsc;
let operator: AlertClient;
let as: (role: Role) => Promise<AlertClient>;

const start = async (input: Partial<ConfigInput>) => {
  ({ smsc, operator, as } = await startAlertGateway(input));
};
const textsTo = (number: string) => textsOf(operator, number);

const scenario = (name: string) => ({
  name,
  kind: 'live',
  severity: 'severe',
  priority: 'high',
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'Alarme, {place} : éloignez-vous.' }],
    placeholders: { place: { maxLength: 12 } },
  },
  audience: { include: [{ numbers: ['+33639980001'] }] },
  validFor: 'PT1H',
});

const alarm = (site: string, fingerprint = 'c0ffee') => ({
  version: '4',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Gas', severity: 'critical', site },
      annotations: {},
      startsAt: '2026-01-01T00:00:00Z',
      fingerprint,
    },
  ],
});

describe('an alarm that another program posts', () => {
  const triggers = {
    alertmanager: [{ labels: { severity: 'critical' }, scenario: 'Gaz', values: { place: 'labels.site' } }],
    webhooks: [{ name: 'pump', identity: ['/id'], rules: [{ scenario: 'Gaz', values: { place: '/site' } }] }],
  };
  const raise = (body: unknown, name = 'alertmanager') =>
    operator.call<{ outcomes: { result: string; alert: number | null }[] }>(
      'POST',
      `/v1/triggers/${name}`,
      body,
    );

  test('launches an approved scenario with its values once, and the alert’s log names the approver', async () => {
    await start({ triggers, alerts: { twoPersons: 'live' } });
    const { id } = await operator.call<{ id: number }>('POST', '/v1/scenarios', scenario('Gaz'), {
      status: 201,
    });
    expect(await raise(alarm('Nord', 'early'))).toMatchObject({ outcomes: [{ result: 'waiting' }] });
    await (await as('approver')).call('POST', `/v1/scenarios/${id}/approve`);
    const { outcomes } = await raise(alarm('Nord, quai numéro trois'));
    expect(outcomes).toMatchObject([{ result: 'launched' }]);
    const alert = outcomes[0]?.alert ?? 0;
    const done = await operator.untilAlert(alert, ({ state }) => state === 'completed');
    expect(done.log.map(({ action, by }) => [action, by.name])).toEqual(
      expect.arrayContaining([
        ['create', 'trigger alertmanager'],
        ['approve', 'test approver, who approved the scenario'],
        ['launch', 'trigger alertmanager'],
      ]),
    );
    expect(await textsTo('+33639980001')).toEqual(['Alarme, Nord, qua... : éloignez-vous.']);
    expect(await raise(alarm('Nord, quai numéro trois'))).toMatchObject({
      outcomes: [{ result: 'known', alert }],
    });
    expect(await raise(alarm('Nord, quai numéro trois', 'other'))).toMatchObject({
      outcomes: [{ result: 'held' }],
    });
    expect(await operator.call('GET', '/v1/triggers')).toMatchObject({
      brake: { on: false, held: { perMinute: 0, identical: 1 } },
      triggers: [
        { name: 'alertmanager', counts: { launched: 1, waiting: 1, known: 1, held: 1 } },
        { name: 'pump', counts: { launched: 0 }, lastAt: null },
      ],
    });
  });

  test('to the path of a configured webhook is mapped as the configuration says', async () => {
    await start({ triggers });
    const { id } = await operator.call<{ id: number }>('POST', '/v1/scenarios', scenario('Gaz'), {
      status: 201,
    });
    await (await as('approver')).call('POST', `/v1/scenarios/${id}/approve`);
    expect(await raise({ id: 5, site: 'Sud' }, 'pump')).toMatchObject({ outcomes: [{ result: 'launched' }] });
    await operator.call('POST', '/v1/triggers/nobody', {}, { status: 404 });
    await operator.call('POST', '/v1/triggers/alertmanager', { alerts: 3 }, { status: 422 });
    await (await as('sender')).call('POST', '/v1/triggers/pump', {}, { status: 403 });
  });
});

describe('launch codes of a phone', () => {
  test('are issued by an admin to configured phones only, and shown once', async () => {
    await start({ triggers: { sms: { phones: ['+33639980042'] } } });
    const admin = await as('admin');
    const body = { phone: '+33639980042', count: 2 };
    const { codes } = await admin.call<{ codes: string[] }>('POST', '/v1/launch-codes', body, {
      status: 201,
    });
    expect(codes).toEqual([expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/), expect.any(String)]);
    const seen = await admin.call('GET', '/v1/launch-codes');
    expect(seen).toEqual({
      items: [{ phone: '+33639980042', unused: 2, used: 0, wrong: 0, lockedUntil: null }],
      next: null,
    });
    await admin.call('POST', '/v1/launch-codes', { phone: '+33639980043' }, { status: 422 });
    await operator.call('POST', '/v1/launch-codes', body, { status: 403 });
  });

  test('launch a scenario by SMS, and the SMS gets a reply and is listed in the inbox', async () => {
    await start({ triggers: { sms: { phones: ['+33639980042'] } } });
    const plan = {
      ...scenario('Gaz'),
      content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Gaz : éloignez-vous.' }] },
    };
    const { id } = await operator.call<{ id: number }>('POST', '/v1/scenarios', plan, { status: 201 });
    await (await as('approver')).call('POST', `/v1/scenarios/${id}/approve`);
    const admin = await as('admin');
    const phone = '+33639980042';
    const { codes } = await admin.call<{ codes: string[] }>(
      'POST',
      '/v1/launch-codes',
      { phone },
      { status: 201 },
    );
    await smsc.sendInbound({ from: phone, to: '38002', text: `launch gaz ${codes[0]}` });
    await expect.poll(() => textsTo(phone)).toEqual(['Launched: Gaz. Alert 1.']);
    await operator.untilAlert(1, ({ state }) => state === 'completed');
    expect(await textsTo('+33639980001')).toEqual(['Gaz : éloignez-vous.']);
    expect(await operator.call('GET', '/v1/inbox')).toMatchObject({ items: [{ handledAs: 'launch' }] });
  });
});
