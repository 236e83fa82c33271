import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Roster } from '../../../src/domain/duty/roster.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { numberAt } from '../../support/people/people.ts';

const [ANNA, BRUNO, STRANGER] = [numberAt(1), numberAt(2), numberAt(3)];

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open();
  const shift = { kind: 'weekly', days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 0, since: undefined } as const;
  const roster: Roster = {
    timeZone: 'Europe/Paris',
    people: [
      { name: 'Anna', phone: ANNA, language: 'fr' },
      { name: 'Bruno', phone: BRUNO, language: 'fr' },
    ],
    shifts: [{ ...shift, who: ['Anna'], until: undefined }],
    exceptions: [],
    imported: [],
    fallback: [],
    aliases: {},
  };
  await rig.store.duty.rosters.create('SAMU', roster, 0);
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

const onDuty = async () => (await rig.store.duty.onDuty(1, rig.disk.clock.now())).map(({ name }) => name);
/** The code as the phone of Anna shows it: no list of messages has it. */
const asked = async (): Promise<string> => {
  await rig.say('RELEVE Bruno', ANNA);
  const [message] = rig.rows.rows(`SELECT text FROM messages WHERE recipient = '${ANNA}' ORDER BY id DESC`);
  return /\d{6}/.exec(String(message?.['text']))?.[0] ?? expect.fail('no code was made');
};
const guess = (code: string, by: number): string => String((Number(code) + by) % 1_000_000).padStart(6, '0');

test.each([0, 1, 3, 10, 60])(
  'a hundred guesses that are handled together are three, also with the right code among them behind %i',
  async (behind) => {
    const code = await asked();
    await rig.stopHandling();
    for (let at = 0; at < 100; at++) {
      await rig.arrive(`RELEVE ${at === behind + 3 ? code : guess(code, at + 1)}`, BRUNO);
    }
    await rig.restart();
    expect(await onDuty()).toEqual(['Anna']);
  },
);

test('the right code from another phone, also from that of the giver, hands nothing over', async () => {
  const code = await asked();
  await rig.say(`RELEVE ${code}`, STRANGER);
  await rig.say(`RELEVE ${code}`, ANNA);
  await rig.say(`RELEVE ${code}`, 'ORANGE');
  expect(await onDuty()).toEqual(['Anna']);
  await rig.say(`RELEVE ${code}`, BRUNO);
  expect(await onDuty()).toEqual(['Bruno']);
  await rig.say(`RELEVE ${code}`, BRUNO);
  expect(await onDuty()).toEqual(['Bruno']);
});

test('nobody hands over to themselves in other letters, or without being on duty', async () => {
  for (const name of ['anna', 'ANNA', ' Ａｎｎａ ']) await rig.say(`RELEVE ${name}`, ANNA);
  await rig.say('RELEVE Bruno', STRANGER);
  await rig.say('RELEVE Anna', BRUNO);
  expect(await rig.store.duty.handOversTo(BRUNO, '', rig.disk.clock.now())).toEqual([]);
  expect(await rig.textsTo(BRUNO)).not.toContainEqual(expect.stringContaining('Pour accepter'));
  expect(await onDuty()).toEqual(['Anna']);
});

test('no list of messages shows the code to those who may read messages', async () => {
  const code = await asked();
  const filter = {
    state: undefined,
    priority: undefined,
    reference: undefined,
    since: undefined,
    owner: undefined,
  };
  const page = { limit: 10, cursor: undefined };
  const { items } = await rig.store.list({ ...filter, to: ANNA as never, alert: undefined }, page);
  expect(items).toMatchObject([{ text: expect.stringContaining('code …') }]);
  expect(JSON.stringify(items)).not.toContain(code);
});
