import { afterEach, beforeEach, expect, test } from 'vitest';
import { Users } from '../../../../src/access/users.ts';
import type { Roster } from '../../../../src/domain/duty/roster.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE } from '../../../support/inbound/sent-alerts.ts';
import { numberAt } from '../../../support/people/people.ts';

const [CONFIGURED = '', ANNA = ''] = DUTY;
const BRUNO = OTHER;
const OFF_DUTY = numberAt(77);
const MINUTE_MS = 60_000;
let rig: PhoneRig;

/** Anna is on duty until `handedOver`, then Bruno. */
const roster = (start: number, handedOver: number): Roster => ({
  timeZone: 'Europe/Paris',
  people: [
    { name: 'Anna', phone: ANNA as Msisdn, language: 'fr' },
    { name: 'Bruno', phone: BRUNO, language: 'fr' },
  ],
  shifts: [],
  exceptions: [
    { from: start, to: handedOver, out: undefined, in: 'Anna' },
    { from: handedOver, to: handedOver + 60 * MINUTE_MS, out: undefined, in: 'Bruno' },
  ],
  imported: [],
  fallback: [],
  aliases: {},
});

beforeEach(async () => {
  rig = await PhoneRig.open({
    inbound: { duty: ['roster/1', CONFIGURED], cases: { pageAgain: '5m', pageAgainTimes: 2 } },
  });
  const now = rig.disk.clock.now();
  await rig.store.duty.rosters.create('SAMU', roster(now - MINUTE_MS, now + 3 * MINUTE_MS), now);
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const pass = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute++) {
    await rig.disk.clock.advance(MINUTE_MS);
    await rig.idle();
  }
};
const told = async () =>
  Promise.all([ANNA, BRUNO, CONFIGURED].map(async (number) => (await rig.textsTo(number)).length));

test('each page goes to whoever is on duty at the moment of the page, and not to the configured numbers', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  expect(await told()).toEqual([1, 0, 0]);
  await pass(6);
  expect(await told()).toEqual([1, 1, 0]);
});

test('once nobody is on duty any more, pages go to the configured numbers', async () => {
  await pass(64);
  await rig.say('au secours, rue Haute', PHONE);
  expect(await told()).toEqual([0, 0, 1]);
});

test('somebody on duty takes a case by SMS, under the name in the roster', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  expect(await rig.say(`PRIS 1 ${rig.codeTo(ANNA)}`, ANNA)).toMatchObject({ handledAs: 'case' });
  expect(await rig.store.getCase(1)).toMatchObject({ holder: { id: `phone:${ANNA}`, name: 'Anna' } });
});

test('nobody whose duty has not begun or is over takes a case, even with a code', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  expect(await rig.say(`PRIS 1 ${rig.codeTo(ANNA)}`, BRUNO)).toMatchObject({ handledAs: 'inbox' });
  await pass(4);
  expect(await rig.say(`PRIS 1 ${rig.codeTo(ANNA)}`, ANNA)).toMatchObject({ handledAs: 'inbox' });
  expect(await rig.store.getCase(1)).toMatchObject({ state: 'open' });
});

test('a configured number takes a case too, once it was paged', async () => {
  await pass(64);
  await rig.say('au secours, rue Haute', PHONE);
  expect(await rig.say(`PRIS 1 ${rig.codeTo(CONFIGURED)}`, CONFIGURED)).toMatchObject({ handledAs: 'case' });
  expect(await rig.store.getCase(1)).toMatchObject({ state: 'taken' });
});

test('the phone of a user is that user, whatever a roster or the configuration calls it, and takes nothing once disabled', async () => {
  const by = { id: 'cli', name: 'the command line' };
  const users = new Users(rig.store, rig.disk.clock, () => {});
  const user = (name: string, phone: string) =>
    users.create(name, { roles: ['operator'], language: 'fr', phone: phone as Msisdn }, by);
  const disable = (name: string) => users.disable(name, { version: undefined, by });
  await user('Anna Roux', ANNA);
  await user('Chief', CONFIGURED);
  await rig.say('au secours, rue Haute', PHONE);
  await rig.say(`PRIS 1 ${rig.codeTo(ANNA)}`, ANNA);
  expect(await rig.store.getCase(1)).toMatchObject({ holder: { id: 'user:1', name: 'Anna Roux' } });
  await disable('Anna Roux');
  await rig.say('au secours, rue Neuve', numberAt(76));
  expect(await rig.say('PRIS 2', ANNA)).toMatchObject({ handledAs: 'inbox' });
  await pass(64);
  await rig.say('au secours, rue Basse', numberAt(77));
  await rig.say(`PRIS 3 ${rig.codeTo(CONFIGURED, 3)}`, CONFIGURED);
  expect(await rig.store.getCase(3)).toMatchObject({ holder: { id: 'user:2', name: 'Chief' } });
  await disable('Chief');
  expect(await rig.say('PRIS 2', CONFIGURED)).toMatchObject({ handledAs: 'inbox' });
});

test('who has a case and is off duty by now closes it by SMS with a code, and nobody else who is off duty', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  const code = rig.codeTo(ANNA);
  await rig.say(`PRIS 1 ${code}`, ANNA);
  await pass(4);
  await rig.say('CLOS 1', ANNA);
  expect((await rig.textsTo(ANNA)).at(-1)).toMatch(/^RIEN n'a changé\. Ajoutez le code .* CLOS 1 CODE$/);
  await rig.say(`CLOS 1 ${code}`, OFF_DUTY);
  expect(await rig.textsTo(OFF_DUTY)).toEqual([]);
  expect(await rig.store.getCase(1)).toMatchObject({ state: 'taken' });
  expect(await rig.say(`CLOS 1 ${code}`, ANNA)).toMatchObject({ handledAs: 'case', text: 'CLOS 1 …' });
  expect((await rig.textsTo(ANNA)).at(-1)).toBe('Cas 1 clos.');
  expect(await rig.store.getCase(1)).toMatchObject({ state: 'closed', outcome: 'helped' });
  await rig.say(`CLOS 1 ${code}`, ANNA);
  expect((await rig.textsTo(ANNA)).at(-1)).toBe('Le cas 1 est déjà clos.');
});

test('who has a case, is off duty and has no working code gets one to close it with', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  await rig.say(`PRIS 1 ${rig.codeTo(ANNA)}`, ANNA);
  await rig.disk.clock.advance(25 * 60 * MINUTE_MS);
  await rig.say('CLOS 1', ANNA);
  await rig.idle();
  expect((await rig.textsTo(ANNA)).at(-1)).toMatch(/^CAS 1, .*\(répondez CLOS 1 …\)$/);
  await rig.say(`CLOS 1 ${rig.codeTo(ANNA)}`, ANNA);
  expect(await rig.store.getCase(1)).toMatchObject({ state: 'closed' });
});

test('who was off duty before taking a case takes none by SMS, also with a code of old', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  const code = rig.codeTo(ANNA);
  await pass(4);
  const before = await rig.textsTo(ANNA);
  await rig.say(`PRIS 1 ${code}`, ANNA);
  await rig.say(`CLOS 1 ${code}`, ANNA);
  expect(await rig.store.getCase(1)).toMatchObject({ state: 'open' });
  expect(await rig.textsTo(ANNA)).toEqual(before);
});
