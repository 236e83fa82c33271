import { afterEach, beforeEach, expect, test } from 'vitest';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE } from '../../../support/inbound/sent-alerts.ts';

const [FIRST = '', SECOND = ''] = DUTY;
let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
  rig.rows.contact(FIRST as never, 'Jean', 'fr');
  await rig.say('au secours, rue Haute', PHONE);
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const first = async () => (await rig.store.getCase(1)) ?? expect.fail('there is no case');
const answerTo = async (text: string, from: string) => {
  expect(await rig.say(text, from)).toMatchObject({ handledAs: 'case' });
  return (await rig.textsTo(from)).at(-1);
};

test.each(['PRIS 1', 'pris 1.', 'Pris cas 1', 'je prends 1', 'TAKE 1', 'take #1'])(
  'a phone of the duty list takes a case by %j',
  async (text) => {
    await answerTo(text, FIRST);
    expect(await first()).toMatchObject({ state: 'taken', holder: { id: `phone:${FIRST}`, name: 'Jean' } });
  },
);

test('the answer says whose case it is, in the language of the word', async () => {
  expect(await answerTo('PRIS 1', FIRST)).toBe(
    `Cas 1 : il est à vous. ${PHONE} : au secours, rue Haute Quand c'est fini : CLOS 1`,
  );
  expect(await answerTo('TAKE 1', SECOND)).toBe('Case 1 is taken by Jean.');
  expect(await answerTo('CLOS 1', FIRST)).toBe('Cas 1 clos.');
  expect(await first()).toMatchObject({ state: 'closed', outcome: 'helped' });
  expect(await answerTo('close 1', FIRST)).toBe('Case 1 is closed already.');
  expect(await answerTo('pris 7', FIRST)).toBe("Il n'y a pas de cas 7.");
});

test('the answer is critical, so that it does not wait behind an alert; the reply to an opt-out is not', async () => {
  await answerTo('PRIS 1', FIRST);
  await rig.say('STOP', PHONE);
  const priorityOf = async (to: string) => (await rig.sent()).findLast((one) => one.to === to)?.priority;
  expect(await priorityOf(FIRST)).toBe('critical');
  expect(await priorityOf(PHONE)).toBe('normal');
});

test('a phone that is not on the duty list takes nothing', async () => {
  expect(await rig.say('PRIS 1', OTHER)).toMatchObject({ handledAs: 'inbox' });
  expect(await first()).toMatchObject({ state: 'open' });
});

test('a text of a duty phone that is no command is read as any other, also as a call for help', async () => {
  expect(await rig.say('pris dans les bouchons', FIRST)).toMatchObject({ handledAs: 'inbox' });
  expect(await rig.say('STOP', SECOND)).toMatchObject({ handledAs: 'optOut' });
  expect(await rig.say('au secours', FIRST)).toMatchObject({ handledAs: 'help' });
  expect((await rig.textsTo(FIRST)).filter((text) => text.includes(`par Jean, ${FIRST}`))).toEqual([]);
});
