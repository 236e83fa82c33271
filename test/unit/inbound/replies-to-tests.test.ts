import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TEST_REPLY_MS } from '../../../src/domain/operation/alert-test.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { DUTY, PHONE, sentAlerts } from '../../support/inbound/sent-alerts.ts';
import { newMessage, T0 } from '../../support/store/messages.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(() => rig.close());
const { asked } = sentAlerts(() => rig);

/** A test of another alert, which the phone has. */
const tested = async (createdAt = T0): Promise<void> => {
  const message = newMessage({ to: PHONE, owner: 'alertTest', createdAt });
  await rig.store.enqueue([message]);
  rig.rows.setState(message, 'delivered');
  rig.disk.fill(`
    INSERT INTO alert_tests (alert_id, at, by_id, by_name, hash) VALUES (99, ${createdAt}, 't', 't', 'h');
    INSERT INTO alert_test_messages (test_id, place, number, language, short, message_id)
    SELECT max(id), 0, '${PHONE}', 'fr', 0, ${message.id} FROM alert_tests`);
};

describe('a reply to a test', () => {
  test('is no answer to a question that the phone got before the test', async () => {
    const alert = await asked();
    await tested();
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'inbox' });
    expect((await rig.store.answerCounts(alert)).byMeaning).toEqual({});
  });

  test('that calls for help is taken as a call for help all the same', async () => {
    const alert = await asked();
    await tested();
    expect(await rig.say('2', PHONE)).toMatchObject({ handledAs: 'answer', alert });
  });

  test('does not keep the phone from answering a question that comes after the test', async () => {
    await tested();
    const alert = await asked();
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'answer', alert });
  });

  test('is an answer again a day after the test', async () => {
    const alert = await asked();
    await tested(T0 - TEST_REPLY_MS);
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'answer', alert });
  });
});
