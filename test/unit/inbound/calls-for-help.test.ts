import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, SAFE_OR_HELP, sentAlerts } from '../../support/inbound/sent-alerts.ts';
import { HOUR_MS, newMessage, T0 } from '../../support/store/messages.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const { asked } = sentAlerts(() => rig);

describe('a call for help', () => {
  test('is sent to each phone of the duty list at once, as critical, with the person and the text', async () => {
    const alert = await asked({ title: 'Crue de la Loire' });
    rig.rows.contact(PHONE, 'École Jean', 'fr');
    await rig.say('2 coincés\u0000 au 3e', PHONE);
    const sent = await rig.sent();
    expect(sent.map(({ to, priority, text }) => ({ to, priority, text }))).toEqual(
      DUTY.map((to) => ({
        to,
        priority: 'critical',
        text: `AIDE DEMANDÉE par École Jean, ${PHONE} (Crue de la Loire) : 2 coincés au 3e (répondez PRIS 1 …)`,
      })),
    );
    expect(alert).toBeGreaterThan(0);
  });

  test('is sent to the duty list once, however often it is repeated, and again if the person had answered "safe" since', async () => {
    await asked();
    for (const text of ['2', '2', 'help', '1', '2']) await rig.say(text, PHONE);
    expect(await rig.sent()).toHaveLength(2 * DUTY.length);
  });

  test('from the eleventh phone on is only counted, and the duty list later gets one message with the number', async () => {
    const alert = rig.rows.alert({ launchedAt: T0, answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS });
    for (let index = 0; index < 25; index++) {
      const number = toMsisdn(`+336399803${String(index).padStart(2, '0')}`);
      if (number === undefined) throw new Error('no such number');
      const message = newMessage({ to: number });
      await rig.rows.send(rig.store, alert, message);
      rig.rows.setState(message, 'sent');
      await rig.arrive('2', number);
    }
    await rig.say('1', OTHER);
    const toFirst = () => rig.textsTo(DUTY[0] ?? '');
    expect(await toFirst()).toHaveLength(10);
    await rig.disk.clock.advance(60_000);
    await rig.idle();
    while ((await toFirst()).length === 10);
    await rig.disk.clock.advance(600_000);
    expect((await toFirst()).slice(10)).toEqual([
      `AIDE DEMANDÉE par 15 autres personnes (Crue), alerte ${alert}. Cas 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 et 5 autres. Répondez PRIS et le numéro.`,
    ]);
  });
});
