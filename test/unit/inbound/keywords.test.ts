import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, sentAlerts } from '../../support/inbound/sent-alerts.ts';
import { HOUR_MS, numberOf, T0 } from '../../support/store/messages.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const { asked } = sentAlerts(() => rig);

describe('a keyword', () => {
  const reply = 'Gymnase ouvert dès 18 h.';
  beforeEach(async () => {
    await rig.store.keywords.create('abri', { word: 'ABRI', reply }, T0);
  });

  test('is answered with its reply in any spelling', async () => {
    expect(await rig.say('Abri ?', PHONE)).toMatchObject({ handledAs: 'keyword' });
    expect(await rig.textsTo(PHONE)).toEqual([reply]);
  });

  test('is answered at most the configured number of times in an hour over all phones', async () => {
    await rig.close();
    rig = await PhoneRig.open({ inbound: { repliesPerHourInAll: 3 } });
    await rig.store.keywords.create('abri', { word: 'ABRI', reply }, T0);
    for (let index = 0; index < 5; index++) {
      expect(await rig.say('Abri ?', numberOf(index))).toMatchObject({ handledAs: 'keyword' });
    }
    expect(await rig.sent()).toHaveLength(3);
    await expect.poll(() => rig.over).toEqual(['repliesPerHourInAll', 'repliesPerHourInAll']);
    await rig.disk.clock.advance(HOUR_MS);
    await rig.say('Abri ?', PHONE);
    expect(await rig.textsTo(PHONE)).toEqual([reply]);
  });

  test('is not recognised as one word of a longer text', async () => {
    expect(await rig.say('quel abri', PHONE)).toMatchObject({ handledAs: 'inbox' });
  });

  test('is checked after the answers of an open question, and before "other"', async () => {
    await asked();
    expect(await rig.say('ABRI', PHONE)).toMatchObject({ handledAs: 'keyword' });
    expect(await rig.say('un abri ?', PHONE)).toMatchObject({ handledAs: 'answer' });
  });

  test('is answered at most four times in an hour for each phone, so that two gateways do not reply to each other for ever', async () => {
    for (let time = 0; time < 20; time++) await rig.say('ABRI', PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(4);
    expect(await rig.say('ABRI', OTHER)).toMatchObject({ handledAs: 'keyword' });
    expect(await rig.textsTo(OTHER)).toHaveLength(1);
    await rig.disk.clock.advance(HOUR_MS + 1);
    await rig.say('ABRI', PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(5);
  });
});
