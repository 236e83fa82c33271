import { afterEach, beforeEach, expect, test } from 'vitest';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE } from '../../../support/inbound/sent-alerts.ts';
import { numberAt } from '../../../support/people/people.ts';

const MINUTE_MS = 60_000;
const [FIRST = '', SECOND = ''] = DUTY;
let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

const stateOf = async (id = 1) => (await rig.store.getCase(id))?.state;

test('the code of the first page works after the second one came, also if two cases were told at the same time', async () => {
  await rig.stopHandling();
  await rig.arrive('au secours, rue Haute', PHONE);
  await rig.arrive('au secours, rue Basse', OTHER);
  await rig.restart();
  const codes = [1, 2].map((id) => rig.codeTo(FIRST, id));
  await rig.disk.clock.advance(5 * MINUTE_MS);
  await rig.idle();
  for (const [index, code] of codes.entries()) await rig.say(`PRIS ${index + 1} ${code}`, FIRST);
  expect([await stateOf(1), await stateOf(2)]).toEqual(['taken', 'taken']);
});

/** A code that is none of the phone's. */
const wrongFor = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');
const lockedOut = async (): Promise<void> => {
  const code = rig.codeTo(FIRST);
  for (const by of [1, 2, 3]) await rig.say(`PRIS 1 ${wrongFor(code, by)}`, FIRST);
};
const pagesTo = async (number: string) =>
  (await rig.textsTo(number)).filter((text) => /^(?:CAS|CASE) \d+, /.test(text));

test('a phone on duty whose code was voided gets a page with another one, in one part, and takes the case with it', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  await lockedOut();
  await rig.say('PRIS 1', FIRST);
  expect(await pagesTo(FIRST)).toEqual([`CAS 1, ${PHONE} : au secours, rue Haute (répondez PRIS 1 …)`]);
  await rig.say(`PRIS 1 ${rig.codeTo(FIRST)}`, FIRST);
  expect(await stateOf()).toBe('taken');
});

test('cases that were told together are taken by asking for a page of each', async () => {
  for (let at = 0; at < 12; at++) await rig.arrive(`au secours, rue ${at}`, numberAt(at + 40));
  await rig.say('bonjour', OTHER);
  await rig.disk.clock.advance(MINUTE_MS);
  await rig.idle();
  expect(() => rig.codeTo(FIRST, 12)).toThrow('no code');
  await rig.say('TAKE 12', FIRST);
  await rig.say(`TAKE 12 ${rig.codeTo(FIRST, 12)}`, FIRST);
  expect(await stateOf(12)).toBe('taken');
});

test('a page that ended without leaving is no page with a code', async () => {
  await rig.say('au secours', PHONE);
  await rig.stopHandling();
  rig.disk.fill(`UPDATE messages SET state = 6, final_at = 1 WHERE recipient = '${FIRST}'`);
  await rig.restart();
  await rig.say('PRIS 1', FIRST);
  expect(await pagesTo(FIRST)).toHaveLength(1);
});

test('while a code works, asking in the name of the phone sends it no page', async () => {
  await rig.say('au secours', PHONE);
  for (let times = 0; times < 20; times++) await rig.say('PRIS 1', FIRST);
  expect(await pagesTo(FIRST)).toEqual([]);
});

test('a forger who voids each code brings one page in ten minutes for the case, and after ten wrong codes none', async () => {
  await rig.say('au secours', PHONE);
  await lockedOut();
  await rig.say('PRIS 1', FIRST);
  await lockedOut();
  for (let times = 0; times < 20; times++) await rig.say('PRIS 1', FIRST);
  expect(await pagesTo(FIRST)).toHaveLength(1);
  await rig.stopHandling();
  rig.disk.fill('UPDATE cases SET page_at = NULL');
  await rig.disk.clock.advance(10 * MINUTE_MS);
  await rig.restart();
  await rig.say('PRIS 1', FIRST);
  expect(await pagesTo(FIRST)).toHaveLength(2);
  await lockedOut();
  await rig.disk.clock.advance(10 * MINUTE_MS);
  await rig.say('PRIS 1', FIRST);
  expect(await pagesTo(FIRST)).toHaveLength(3);
  const code = rig.codeTo(FIRST);
  await rig.say(`PRIS 1 ${wrongFor(code)}`, FIRST);
  await rig.disk.clock.advance(10 * MINUTE_MS);
  for (const text of ['PRIS 1', `PRIS 1 ${code}`]) await rig.say(text, FIRST);
  expect([await stateOf(), (await pagesTo(FIRST)).length]).toEqual(['open', 3]);
});

test('a phone that is not on duty gets no page, and one that is gets no more than ten in ten minutes', async () => {
  for (let at = 0; at < 30; at++) await rig.arrive(`au secours, rue ${at}`, numberAt(at + 40));
  await rig.say('bonjour', OTHER);
  for (let id = 11; id <= 30; id++) {
    await rig.arrive(`PRIS ${id}`, FIRST);
    await rig.arrive(`PRIS ${id}`, OTHER);
  }
  await rig.say('bonjour', OTHER);
  expect([(await pagesTo(FIRST)).length, (await pagesTo(OTHER)).length]).toEqual([10, 0]);
});

test('a page that was asked for is stored once, also if its SMS is handled again, and takes no page of the list back', async () => {
  await rig.say('au secours', PHONE);
  await lockedOut();
  await rig.say('PRIS 1', FIRST);
  await rig.stopHandling();
  rig.disk.fill("UPDATE inbox SET handled_as = NULL WHERE text = 'PRIS 1'");
  rig.disk.fill(`UPDATE messages SET state = 6, final_at = 1 WHERE text LIKE 'CAS 1,%'`);
  await rig.restart();
  expect(await pagesTo(FIRST)).toHaveLength(1);
  expect(await rig.store.getCase(1)).toMatchObject({ pages: 1, unpagedSince: undefined });
});

test('a phone on duty is told who has the case instead, and that it is closed', async () => {
  await rig.say('au secours', PHONE);
  await lockedOut();
  await rig.say(`PRIS 1 ${rig.codeTo(SECOND)}`, SECOND);
  await rig.say('PRIS 1', FIRST);
  expect((await rig.textsTo(FIRST)).at(-1)).toMatch(/est pris par/);
  expect(await pagesTo(FIRST)).toEqual([]);
});

test('who has the case asks for a page to close it, and no list of messages shows its code', async () => {
  await rig.say('au secours', PHONE);
  await rig.say(`PRIS 1 ${rig.codeTo(FIRST)}`, FIRST);
  const code = rig.codeTo(FIRST);
  for (const by of [1, 2, 3]) await rig.say(`CLOS 1 ${wrongFor(code, by)}`, FIRST);
  await rig.say('CLOSE 1', FIRST);
  expect(await pagesTo(FIRST)).toEqual([`CASE 1, ${PHONE}: au secours (reply CLOSE 1 …)`]);
  const [page] = rig.rows.rows("SELECT text FROM messages WHERE text LIKE 'CASE 1,%'");
  const sent = /CLOSE 1 (\d{6})\)$/.exec(String(page?.['text']))?.[1];
  await rig.say(`CLOSE 1 ${sent}`, FIRST);
  expect(await stateOf()).toBe('closed');
});
