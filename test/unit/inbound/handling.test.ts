import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, SAFE_OR_HELP, sentAlerts } from '../../support/inbound/sent-alerts.ts';
import { HOUR_MS, newMessage, numberOf, T0 } from '../../support/store/messages.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const { asked, optOuts } = sentAlerts(() => rig);

describe('a text that launches a scenario', () => {
  test('is passed to the launcher with a reference to its place in the inbox, the phone gets the reply, and the inbox shows no code', async () => {
    await asked();
    expect(await rig.say('LANCER crue 12345678', PHONE)).toMatchObject({
      handledAs: 'launch',
      text: 'LANCER …',
    });
    expect(rig.launched).toEqual([`${PHONE} LANCER crue 12345678 inbox 1 ${T0}`]);
    expect(await rig.textsTo(PHONE)).toEqual(['Lancé.']);
  });

  test('gets a reply even above the hourly limit of replies', async () => {
    for (let count = 0; count < 6; count++) await rig.say(`LANCER crue 1234567${count}`, PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(6);
  });
});

describe('a gateway that restarts', () => {
  test('continues with the unhandled messages from phones, and handles no message twice', async () => {
    await rig.store.keywords.create('abri', { word: 'ABRI', reply: 'Gymnase.' }, T0);
    await asked();
    await rig.say('2', PHONE);
    await rig.say('ABRI', OTHER);
    await rig.stopHandling();
    await rig.arrive('STOP', PHONE);
    await rig.arrive('ABRI', OTHER);
    await rig.restart();
    await rig.restart();
    expect(optOuts()).toHaveLength(1);
    expect(await rig.textsTo(OTHER)).toEqual(['Gymnase.', 'Gymnase.']);
    expect(await rig.textsTo(PHONE)).toHaveLength(1);
    expect(await rig.textsTo(DUTY[0] ?? '')).toHaveLength(1);
  });
});

describe('hostile messages from phones', () => {
  test('are taken as answers like others, and the message about them to the duty list can be sent', async () => {
    const texts = [
      'half a surrogate pair: \ud83d',
      'NULs: \u0000\u0000',
      'é'.repeat(10_000),
      '🌊'.repeat(5000),
      'right-to-left overrides: \u202egnp.exe',
      'braces: {who} {text} {title}',
    ];
    const alert = rig.rows.alert({ launchedAt: T0, answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS });
    for (const [index, text] of texts.entries()) {
      const number = numberOf(500 + index);
      const message = newMessage({ to: number });
      await rig.rows.send(rig.store, alert, message);
      rig.rows.setState(message, 'sent');
      expect(await rig.say(`2 ${text}`, number)).toMatchObject({ handledAs: 'answer', alert });
    }
    const calls = await rig.textsTo(DUTY[0] ?? '');
    expect(calls).toHaveLength(texts.length);
    for (const call of calls) {
      expect(call.isWellFormed()).toBe(true);
      expect(call.length).toBeLessThan(400);
      expect(call).not.toContain('\u0000');
    }
  });

  test('that come by the hundred from one phone are all handled, in order', async () => {
    await rig.stopHandling();
    for (let index = 0; index < 600; index++) await rig.arrive(index % 2 === 0 ? 'STOP' : 'START', PHONE);
    await rig.restart();
    expect(optOuts()).toEqual([]);
    expect(await rig.textsTo(PHONE)).toHaveLength(4);
  });
});
