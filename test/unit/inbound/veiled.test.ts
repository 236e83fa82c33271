import { afterEach, beforeEach, expect, test } from 'vitest';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { PHONE } from '../../support/inbound/sent-alerts.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open();
  rig.veil = async (_from, text) => (text.includes('482123') ? text.replace('482123', '…') : undefined);
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

test.each([
  ['NON 482123 STOP', 'inbox'],
  ['STOP 482123', 'optOut'],
  ['retirez-moi de vos listes, le code 482123 ne sert plus', 'optOut'],
  ['au secours, OK 482123', 'help'],
  ['LANCER crue 482123', 'launch'],
  ['bonsoir 482123', 'inbox'],
])(
  'a working code in %j is kept neither in the inbox nor in what the message causes',
  async (text, handledAs) => {
    const message = await rig.say(text, PHONE);
    expect(message.handledAs).toBe(handledAs);
    const kept = JSON.stringify([
      message.text,
      await rig.store.takeHappenings(100),
      await rig.store.getCase(1),
      await rig.store.audit(
        { actor: undefined, action: undefined, subject: undefined, since: undefined },
        { limit: 100, cursor: undefined },
      ),
      await rig.store.optOuts({ number: PHONE, listId: undefined }, { limit: 100, cursor: undefined }),
    ]);
    expect(kept).not.toContain('482123');
  },
);

test('a working code in a message from a name is not kept either', async () => {
  expect((await rig.say('OK 482123', 'ORANGE')).text).toBe('OK …');
});

test('a message that cannot be handled is kept and told without what can be a code', async () => {
  rig.veil = async () => {
    throw new Error('a fault');
  };
  const { text, handledAs } = await rig.say('OK 482123, puis LANCER crue 7K2M-9QXT', PHONE);
  expect([text, handledAs]).toEqual(['OK …, puis LANCER crue …', 'failed']);
  expect(JSON.stringify(await rig.store.takeHappenings(100))).not.toMatch(/482123|9QXT/);
  expect(rig.errors.splice(0)).not.toEqual([]);
});
