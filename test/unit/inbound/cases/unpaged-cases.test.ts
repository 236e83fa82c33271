import { afterEach, expect, test } from 'vitest';
import type { Roster } from '../../../../src/domain/duty/roster.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { stateCode } from '../../../../src/domain/messages/state.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, sentAlerts } from '../../../support/inbound/sent-alerts.ts';
import { HOUR_MS } from '../../../support/store/messages.ts';

const MINUTE_MS = 60_000;
const [FIRST = '', SECOND = ''] = DUTY;
const NOBODY = 'nobody could be paged for calls for help; trying again';
const NO_ROUTE = 'no route carries calls for help to this number of the duty list';
let rig: PhoneRig;
const open = async (...duty: readonly string[]) => {
  rig = await PhoneRig.open({ inbound: { duty, cases: { pageAgain: '5m', pageAgainTimes: 2 } } });
};
afterEach(() => rig.close());

const pass = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute++) {
    await rig.disk.clock.advance(MINUTE_MS);
    await rig.looked();
  }
};
const first = async () => (await rig.store.getCase(1)) ?? expect.fail('there is no case');
const linesOf = async (action: string) =>
  (await first()).history.filter((entry) => entry.action === action).length;
const sentTo = async (number: string) => (await rig.textsTo(number)).length;
const fail = () => rig.disk.fill(`UPDATE messages SET state = ${stateCode('failed')}, final_at = 1`);
const { asked } = sentAlerts(() => rig);
const roster = (people: readonly [string, string, number, number][]): Roster => ({
  timeZone: 'Europe/Paris',
  people: people.map(([name, phone]) => ({ name, phone: phone as Msisdn, language: 'fr' })),
  shifts: [],
  exceptions: people.map(([name, , from, to]) => ({ from, to, out: undefined, in: name })),
  imported: [],
  fallback: [],
  aliases: {},
});

test('a page that no route can carry does not count: the case shows it, and is paged when a route can', async () => {
  await open(...DUTY);
  for (const number of DUTY) rig.unroutable.add(number);
  await rig.say('au secours', PHONE);
  const since = rig.disk.clock.now();
  await pass(60);
  expect(await first()).toMatchObject({ pages: 0, pagedAt: undefined, unpagedSince: since });
  expect(await rig.store.caseFigures()).toMatchObject({
    open: 1,
    unpaged: 1,
    lastUnpagedAt: expect.any(Number),
  });
  expect(await linesOf('unpaged')).toBe(1);
  expect(await linesOf('page')).toBe(0);
  // Once for each number, and once for all.
  expect(rig.errors.toSorted()).toEqual([NO_ROUTE, NO_ROUTE, NOBODY]);
  rig.unroutable.clear();
  await pass(61);
  expect(await sentTo(FIRST)).toBeGreaterThan(0);
  expect((await first()).pages).toBeGreaterThan(0);
});

test('a page that cannot be made is tried with growing distance, at most an hour, for as long as the case is open', async () => {
  await open(FIRST);
  rig.unroutable.add(FIRST);
  await rig.say('au secours', PHONE);
  const start = rig.disk.clock.now();
  const tries: number[] = [];
  let last = 0;
  for (let minute = 1; minute <= 260; minute++) {
    await pass(1);
    const [row] = rig.rows.rows('SELECT unpaged FROM cases');
    const times = Number(row?.['unpaged']);
    if (times > last && minute > 1) tries.push((rig.disk.clock.now() - start) / MINUTE_MS);
    last = times;
  }
  const distances = tries.map((at, index) => Math.round(at - (tries[index - 1] ?? 0)));
  expect(Math.max(...distances)).toBe(60);
  expect(distances.slice(-2)).toEqual([60, 60]);
  expect(tries.length).toBeLessThan(12);
});

test('a page whose messages all fail at once is taken back, and the case is paged again', async () => {
  await open(...DUTY);
  await rig.say('au secours', PHONE);
  expect(await first()).toMatchObject({ pages: 1, unpagedSince: undefined });
  fail();
  await rig.looked();
  expect(await first()).toMatchObject({ pages: 0, unpagedSince: expect.any(Number) });
  await pass(2);
  expect(await sentTo(FIRST)).toBe(2);
  rig.disk.fill(`UPDATE messages SET state = ${stateCode('sent')} WHERE state = ${stateCode('queued')}`);
  await pass(1);
  expect(await first()).toMatchObject({ pages: 1, unpagedSince: undefined });
});

test('a page of which one message left is not taken back', async () => {
  await open(...DUTY);
  await rig.say('au secours', PHONE);
  fail();
  rig.disk.fill(`UPDATE messages SET state = ${stateCode('delivered')} WHERE recipient = '${SECOND}'`);
  await pass(1);
  expect(await first()).toMatchObject({ pages: 1, unpagedSince: undefined });
});

test('if nobody on duty can be paged, the configured numbers are at once', async () => {
  await open('roster/1', SECOND);
  const now = rig.disk.clock.now();
  await rig.store.duty.rosters.create('SAMU', roster([['Anna', FIRST, now, now + HOUR_MS]]), now);
  rig.unroutable.add(FIRST);
  await rig.say('au secours', PHONE);
  expect(await sentTo(SECOND)).toBe(1);
  expect(await first()).toMatchObject({ pages: 1, unpagedSince: undefined });
  expect(rig.errors).toEqual([NO_ROUTE]);
});

test('whoever comes on duty next is paged within a minute, though the next try is later', async () => {
  await open('roster/1');
  const now = rig.disk.clock.now();
  const change = now + 20 * MINUTE_MS;
  const people = roster([
    ['Anna', FIRST, now, change],
    ['Bruno', OTHER, change, change + HOUR_MS],
  ]);
  await rig.store.duty.rosters.create('SAMU', people, now);
  rig.unroutable.add(FIRST);
  await rig.say('au secours', PHONE);
  await pass(19);
  expect(await sentTo(OTHER)).toBe(0);
  await pass(3);
  expect(await sentTo(OTHER)).toBe(1);
});

test('that no roster has anybody on duty is said once, and the case shows it', async () => {
  await open('roster/7');
  await rig.say('au secours', PHONE);
  await pass(10);
  expect(rig.warnings.filter((line) => line.startsWith('no roster has anybody'))).toHaveLength(1);
  expect(rig.errors).toEqual([NOBODY]);
  expect(await first()).toMatchObject({ pages: 0, unpagedSince: expect.any(Number) });
});

test('a new case after a closed one is told without the alert of the closed one', async () => {
  await open(...DUTY);
  await asked();
  await rig.say('2', PHONE);
  rig.disk.fill("UPDATE cases SET state = 'closed', closed_at = 1, page_at = NULL");
  await rig.disk.clock.advance(5 * 24 * HOUR_MS);
  await rig.say('au secours', PHONE);
  const [, opened] = rig.rows.rows("SELECT data FROM happenings WHERE type = 'case.opened' ORDER BY id");
  expect(JSON.parse(String(opened?.['data']))).toMatchObject({ case: 2, alert: null });
});

test('a phone that says safe and help in turns adds at most fifty lines of each kind to its case', async () => {
  await open(...DUTY);
  await asked();
  for (let turn = 0; turn < 120; turn++) {
    await rig.arrive('2', PHONE);
    await rig.arrive('1', PHONE);
  }
  await rig.say('2', PHONE);
  for (const action of ['saysSafe', 'cry', 'page'])
    expect(await linesOf(action), action).toBeLessThanOrEqual(50);
});
