import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeSentTo, openList } from '../../../support/inbound/open-lists.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { numberAt } from '../../../support/people/people.ts';
import { HOUR_MS } from '../../../support/store/messages.ts';

const PHONE = numberAt(50);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

let rig: PhoneRig;
let list: number;
beforeEach(async () => {
  rig = await PhoneRig.open();
  list = await openList(rig, 'Crue de la Garonne', 'INSCRIPTION CRUE');
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

const member = () => rig.store.members.get(list, PHONE);
const handledAs = async (text: string) => (await rig.say(text, PHONE))?.handledAs;
const wrong = (code: string) => (code === '0000' ? '1111' : '0000');
const guess = async (times: number): Promise<void> => {
  const code = await codeSentTo(rig, PHONE);
  for (let time = 0; time < times; time++) await rig.say(`YES ${wrong(code)}`, PHONE);
};

/** Questions of other phones, asked now or, if they are older, so many ms ago. */
const forged = (many: number, agoMs = 0): void =>
  rig.disk.fill(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many})
    INSERT INTO pending_opt_ins (number, list_id, text, at, route, question, code, expires_at)
    SELECT 'x' || i, 1, '', 0, '', '', '', ${rig.disk.clock.now() - agoMs + DAY_MS} FROM n`);

describe('questions that somebody asks for in the name of other phones', () => {
  test('let nobody else be asked for a minute, however many there are', async () => {
    forged(20_000);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('inbox');
    await rig.disk.clock.advance(MINUTE_MS);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('enrolment');
  });

  test('do not count once they are older than a minute, or over', async () => {
    forged(20_000, MINUTE_MS);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('enrolment');
  });

  test('are at most 60 in a minute', async () => {
    forged(59);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('enrolment');
    await openList(rig, 'Neige', 'NEIGE');
    expect(await handledAs('NEIGE')).toBe('inbox');
  });

  test('about three lists keep a phone from being asked about a fourth for ten minutes only', async () => {
    for (const word of ['NEIGE', 'VENT', 'FEUX']) await openList(rig, word, word);
    for (const word of ['NEIGE', 'VENT', 'FEUX']) await rig.say(word, PHONE);
    await rig.disk.clock.advance(10 * MINUTE_MS - 1);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('inbox');
    await rig.disk.clock.advance(1);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('enrolment');
    const { pending } = await rig.store.enrolled(PHONE, rig.disk.clock.now());
    expect(pending.map(({ list: { name } }) => name).toSorted()).toEqual([
      'Crue de la Garonne',
      'FEUX',
      'VENT',
    ]);
  });
});

describe('a phone in whose name five wrong codes came', () => {
  test('is asked nothing for 15 minutes, also about other lists, and then begins again', async () => {
    await openList(rig, 'Neige', 'NEIGE');
    await rig.say('INSCRIPTION CRUE', PHONE);
    await guess(5);
    for (const word of ['INSCRIPTION CRUE', 'NEIGE']) expect(await handledAs(word)).toBe('inbox');
    // The hour is that of the limit of replies.
    await rig.disk.clock.advance(HOUR_MS);
    expect(await handledAs('INSCRIPTION CRUE')).toBe('enrolment');
    await rig.say(`OUI ${await codeSentTo(rig, PHONE)}`, PHONE);
    expect(await member()).toMatchObject({ consent: 'given' });
  });

  test('has no more tries because it asks about another list meanwhile', async () => {
    await openList(rig, 'Neige', 'NEIGE');
    await rig.say('INSCRIPTION CRUE', PHONE);
    await guess(4);
    await rig.say('NEIGE', PHONE);
    await guess(1);
    expect((await rig.store.enrolled(PHONE, rig.disk.clock.now())).pending).toEqual([]);
  });

  test('is no member by a right code that came in one go with the wrong ones', async () => {
    await rig.say('INSCRIPTION CRUE', PHONE);
    const code = await codeSentTo(rig, PHONE);
    for (let time = 0; time < 5; time++) await rig.arrive(`YES ${wrong(code)}`, PHONE);
    await rig.say(`YES ${code}`, PHONE);
    expect(await member()).toBeUndefined();
  });
});
