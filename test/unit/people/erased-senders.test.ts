import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spellingsOf } from '../../../src/intake/normalise-number.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { numberAt } from '../../support/people/people.ts';
import { openBehind, tablesOf } from '../../support/store/behind-the-store.ts';
import { HOUR_MS, inbound, newMessage, receipt, T0 } from '../../support/store/messages.ts';

const WHO = numberAt(1);
const OTHER = numberAt(2);
const DUTY = numberAt(3);
const NAME = 'Alice Martin';
const SPELLINGS = spellingsOf(WHO, 'FR');
const AS_CARRIERS_WRITE = [WHO, '33639980001', '0033639980001', '0639980001'];

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: [DUTY] } });
});
afterEach(() => rig.close());

const erase = () => rig.store.persons.erase(WHO, 'erased-1', SPELLINGS);
const read = () => rig.store.persons.read(WHO, SPELLINGS);

/** The tables in which one of these texts is found. */
const tablesWith = (...texts: readonly string[]): readonly string[] => {
  using db = openBehind(rig.disk.path);
  return tablesOf(db).filter((table) => {
    const rows = db
      .prepare(`SELECT * FROM "${table}"`)
      .all()
      .map((row) => JSON.stringify(row));
    return rows.some((row) => texts.some((text) => row.includes(text)));
  });
};

const asked = async (): Promise<void> => {
  const alert = rig.rows.alert({
    launchedAt: T0,
    questionUntil: T0 + HOUR_MS,
    answers: [{ word: '2', meaning: 'help' }],
  });
  for (const to of [WHO, OTHER]) {
    const message = newMessage({ to });
    await rig.rows.send(rig.store, alert, message);
    rig.rows.setState(message, 'delivered');
    rig.rows.finish(message, T0);
  }
};

/** Makes the messages to the duty list final. */
const told = async (): Promise<void> => {
  for (const one of await rig.sent()) rig.rows.finish(one, T0);
};

describe.each(AS_CARRIERS_WRITE)('a message from a phone that the carrier wrote as %s', (from) => {
  test('is in the export of its person', async () => {
    await rig.say('coucou', from);
    await rig.say('another', OTHER);
    expect((await read()).inbox).toMatchObject([{ text: 'coucou', from }]);
  });

  test('is erased with its person, and so are the parts of an incomplete message and the events about it', async () => {
    await rig.say('coucou', from);
    await rig.store.receive(
      inbound({ from, text: 'half of it', concat: { reference: 1, total: 2, part: 1 } }),
      T0,
    );
    await rig.store.record([receipt('x', { to: from as typeof WHO })], T0);
    expect(await erase()).toMatchObject({ kind: 'erased', inbox: 1 });
    expect(tablesWith(from.replace('+', ''), 'coucou', 'half of it')).toEqual([]);
  });

  test('is erased even if it was not handled yet', async () => {
    await rig.stopHandling();
    await rig.arrive('coucou', from);
    expect(await erase()).toMatchObject({ kind: 'erased', inbox: 1 });
    expect(tablesWith('coucou')).toEqual([]);
  });
});

test('an erasure keeps messages of another number that contains the same digits', async () => {
  await rig.say('coucou', `1${AS_CARRIERS_WRITE[1]}`);
  expect(await erase()).toMatchObject({ kind: 'erased', inbox: 0 });
  expect(tablesWith('coucou')).toEqual(['happenings', 'inbox']);
});

describe('the message to the duty list about a call for help', () => {
  test('is in the person’s export, and loses the person’s data at an erasure, but is kept for the duty phone', async () => {
    rig.rows.contact(WHO, NAME, 'fr');
    await asked();
    await rig.say('2 au sous-sol', '33639980001');
    await rig.say('2 et moi au grenier', OTHER);
    await told();
    rig.disk.fill(
      `UPDATE messages SET carrier_ref = 'r' || id, receipt_evidence = 'text:' || text WHERE recipient = '${DUTY}'`,
    );
    expect((await read()).callsForHelp).toMatchObject([{ text: expect.stringContaining(NAME) }]);
    expect(await erase()).toMatchObject({ kind: 'erased', callsForHelp: 1, answers: 1 });
    // A carrier's receipt repeats the beginning of the text.
    expect(tablesWith(WHO, NAME, 'sous-sol')).toEqual([]);
    expect(await rig.textsTo(DUTY)).toEqual(['', expect.stringContaining('grenier')]);
  });

  test('delays the erasure until it is final, since a call for help without the person’s data would help nobody', async () => {
    await asked();
    await rig.say('2 au sous-sol', WHO);
    expect(await erase()).toEqual({ kind: 'open', messages: 1 });
    expect(await rig.textsTo(DUTY)).toEqual([expect.stringContaining('sous-sol')]);
  });
});

test('alerts that a phone launched, and their log, lose the number of the phone at an erasure', async () => {
  rig.rows.alert({ launchedAt: T0 });
  rig.disk.fill(`
    UPDATE alerts SET created_by = 'phone:${WHO}', created_name = 'SMS from ${WHO}', launched_by = 'phone:${WHO}';
    INSERT INTO alert_log (alert_id, at, actor, actor_name, action) SELECT id, 0, 'phone:${WHO}', 'SMS from ${WHO}', 'launch' FROM alerts`);
  await erase();
  expect(tablesWith(WHO)).toEqual([]);
});
