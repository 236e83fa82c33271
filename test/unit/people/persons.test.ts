import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Users } from '../../../src/access/users.ts';
import type { Wave } from '../../../src/domain/alerts/alert.ts';
import { stateCode } from '../../../src/domain/messages/state.ts';
import type { Db } from '../../../src/store/db.ts';
import { numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';
import { openBehind, tablesOf } from '../../support/store/behind-the-store.ts';
import { UNCHAINED } from '../../support/store/chain.ts';
import { inbound, newMessage, T0 } from '../../support/store/messages.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
afterAll(() => rig.close());
beforeEach(() =>
  beside((db) => {
    db.exec('DROP TRIGGER IF EXISTS audit_cut; DROP TRIGGER IF EXISTS audit_anchor_stays');
    for (const table of tablesOf(db)) db.exec(`DELETE FROM "${table}"`);
  }),
);

const who = numberAt(1);
const NAME = 'Someone Named So';
const SAID = 'what only this person said';
const TOLD = 'what only this person was told';

const beside = <T>(work: (db: Db) => T): T => {
  using db = openBehind(rig.disk.path);
  return work(db);
};

/** The tables in which a text is found. */
const tablesWith = (text: string): readonly string[] =>
  beside((db) =>
    tablesOf(db).filter((table) =>
      db
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .some((row) => JSON.stringify(row).includes(text)),
    ),
  );

/** A person with data in every table that can hold data of a person. */
const everywhere = async () => {
  const list = await rig.make('/v1/lists', { name: 'everywhere', kind: 'emergency' });
  const made = await rig.ask(
    'POST',
    '/v1/contacts',
    { number: who, name: NAME },
    { 'idempotency-key': 'once' },
  );
  await rig.ask('PUT', `/v1/lists/${list}/members/${who}`, { consent: 'given', consentSource: 'form' });
  await rig.ask('POST', '/v1/opt-outs', { number: who, evidence: SAID });
  const { store } = rig.disk;
  const message = newMessage({ to: who, text: TOLD, reference: `for ${who}` });
  const other = newMessage({ to: numberAt(2), text: 'another' });
  await store.enqueue([message, other]);
  await store.receive(inbound({ text: SAID, from: who }), T0);
  await store.receive(inbound({ text: SAID, from: who, concat: { reference: 1, total: 2, part: 1 } }), T0);
  beside((db) => {
    const run = (sql: string, ...values: readonly (string | number | Buffer)[]) =>
      db.prepare(sql).run(...values);
    run('UPDATE messages SET alert = 3, wave = 1 WHERE id = ?', message.id);
    run('INSERT INTO alert_recipients VALUES (3, ?, 1, 1, ?, NULL)', who, message.id);
    run(
      `INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank)
       VALUES (3, ?, 1, ?, 'safe', ?, 1, 0)`,
      who,
      T0,
      SAID,
    );
    run(
      `INSERT INTO unmatched_receipts (at, route, carrier, ref, recipient, state, why, evidence)
       VALUES (0, 'a', 'a', 'x', ?, 0, 'unknown', ?)`,
      who,
      SAID,
    );
    run("INSERT INTO unmatched_refs SELECT 'a', 'x', max(id) FROM unmatched_receipts");
    run(
      'INSERT INTO unanswered (recipient, route, message_id, attempt, part, sent_at) VALUES (?, ?, ?, 1, 1, 0)',
      who,
      'a',
      message.id,
    );
    run(
      'INSERT INTO events (message_id, at, from_state, to_state, attempt, evidence) VALUES (?, 0, 0, 0, 1, ?)',
      message.id,
      TOLD,
    );
    const octet = Buffer.alloc(1);
    run('INSERT INTO launch_codes (phone, salt, hash, created_at) VALUES (?, ?, ?, 0)', who, octet, octet);
    run('INSERT INTO launch_tries VALUES (?, 1, 0)', who);
    run('INSERT INTO automatic_replies VALUES (?, 0, 1)', who);
    run(
      "INSERT INTO opt_out_log (at, action, number, list_id, source, evidence) VALUES (0, 'out', ?, 0, 'sms', ?)",
      who,
      SAID,
    );
    run("INSERT INTO opt_in_proofs VALUES (?, 1, ?, 0, 'carrier-a', ?, ?, 0)", who, SAID, TOLD, SAID);
    run("INSERT INTO pending_opt_ins VALUES (?, 1, ?, 0, 'carrier-a', ?, '4821', 0, 0)", who, SAID, TOLD);
    run("INSERT INTO undelivered_numbers VALUES (?, 1, 0, '[]', '[]', 0, 0)", who);
    run(
      "INSERT INTO happenings (at, type, data) VALUES (0, 'optout.received', ?)",
      JSON.stringify({ number: who }),
    );
    run(
      "INSERT INTO webhook_deliveries (webhook_id, type, at, data, since, due_at) VALUES (1, 'x', 0, ?, 0, 0)",
      JSON.stringify({ from: who, text: SAID }),
    );
    run(
      `INSERT INTO audit (id, at, actor, actor_name, action, subject, detail, ${UNCHAINED.columns})
       SELECT coalesce(max(id), 0) + 1, 0, CAST(? AS TEXT), CAST(? AS TEXT), 'x', 'x', '{}', ${UNCHAINED.values} FROM audit`,
      `phone:${who}`,
      who,
    );
  });
  return { message, list, contactId: Number(made.json().id) };
};

const asAdmin = (method: 'GET' | 'POST', url: string) => rig.ask(method, url, undefined, {}, 'admin');

describe('the export of a person', () => {
  test('lists the users and rosters with the number, and its calls for help', async () => {
    const { store, clock } = rig.disk;
    const by = { id: 'cli', name: 'the command line' };
    const user = { roles: ['viewer'], language: 'fr', phone: who } as const;
    await new Users(store, clock, () => {}).create('Anna', user, by);
    const person = { name: 'Dr Roux', phone: who, language: 'fr' };
    const other = { name: 'Bruno', phone: numberAt(2), language: 'fr' };
    const parts = { shifts: [], exceptions: [], imported: [], fallback: [], aliases: {} };
    const roster = (people: (typeof person)[]) => ({ timeZone: 'Europe/Paris', people, ...parts });
    await store.duty.rosters.create('SAMU', roster([other, person]), T0);
    await store.duty.rosters.create('Pompiers', roster([other]), T0);
    beside((db) =>
      db
        .prepare(
          "INSERT INTO cases (state, number, inbox_id, text, opened_at, waiting_since, cried_at) VALUES ('open', ?, 1, ?, ?, ?, ?)",
        )
        .run(who, SAID, T0, T0, T0),
    );
    expect((await asAdmin('GET', `/v1/people/${who}/export`)).json()).toMatchObject({
      cases: [{ at: new Date(T0).toISOString(), state: 'open', text: SAID, outcomeText: null }],
      users: [{ name: 'Anna', roles: ['viewer'], language: 'fr' }],
      rosters: [{ name: 'SAMU', as: 'Dr Roux' }],
    });
  });

  test('has everything that is stored about the number, and nothing about other people', async () => {
    const { list } = await everywhere();
    const exported = (await asAdmin('GET', `/v1/people/${who}/export`)).json();
    expect(exported).toMatchObject({
      number: who,
      contact: { number: who, name: NAME },
      memberships: [{ list, number: who, consent: 'given', consentSource: 'form' }],
      optOuts: [{ number: who, list: null, evidence: SAID }],
      optIns: [{ list: 1, text: SAID, question: TOLD, answer: SAID }],
      messages: [{ to: who, text: TOLD, state: 'queued' }],
      inbox: [{ text: SAID, route: 'carrier-a' }],
      answers: [{ alert: 3, meaning: 'safe', text: SAID }],
      callsForHelp: [],
      cases: [],
      users: [],
      rosters: [],
    });
    expect(JSON.stringify(exported)).not.toContain('another');
  });

  test('of an unknown number is empty', async () => {
    expect((await asAdmin('GET', `/v1/people/${numberAt(9)}/export`)).json()).toEqual({
      number: numberAt(9),
      contact: null,
      memberships: [],
      optOuts: [],
      optIns: [],
      messages: [],
      inbox: [],
      answers: [],
      callsForHelp: [],
      cases: [],
      users: [],
      rosters: [],
    });
  });
});

describe('a person who is erased', () => {
  test('is found nowhere any more, except as the number of an opt-out', async () => {
    const { message } = await everywhere();
    await rig.disk.store.cancel(message.id, T0 + 1);
    const erased = await asAdmin('POST', `/v1/people/${who}/erase`);
    expect(erased.json()).toEqual({
      contact: 1,
      memberships: 1,
      messages: 1,
      inbox: 1,
      answers: 1,
      callsForHelp: 0,
      optOutsKept: 1,
      mentions: [],
    });
    expect(tablesWith(who)).toEqual(['opt_outs']);
    for (const text of [NAME, SAID, TOLD]) expect(tablesWith(text)).toEqual([]);
    expect(await rig.disk.store.isOptedOut(who, 1)).toBe(true);
  });

  test('counts in statistics as before: the message with its alert and state, the answer with its meaning', async () => {
    const { message } = await everywhere();
    await rig.disk.store.cancel(message.id, T0 + 1);
    await asAdmin('POST', `/v1/people/${who}/erase`);
    expect(await rig.disk.store.get(message.id)).toMatchObject({
      to: expect.stringMatching(/^erased-[0-9a-f]{12}$/),
      text: '',
      state: 'cancelled',
      parts: 1,
    });
    beside((db) => {
      expect(db.prepare('SELECT alert, wave FROM messages WHERE id = ?').get(message.id)).toEqual({
        alert: 3,
        wave: 1,
      });
      expect(db.prepare('SELECT meaning, standing FROM alert_answers').all()).toEqual([
        { meaning: 'safe', standing: 1 },
      ]);
    });
    expect((await rig.ask('GET', '/v1/contacts')).json().items).toEqual([]);
  });

  test('counts among the people of the alert, and gets no further update or question of the alert', async () => {
    const { message } = await everywhere();
    await rig.disk.store.cancel(message.id, T0 + 1);
    beside((db) => {
      db.prepare('UPDATE messages SET state = ? WHERE id = ?').run(stateCode('delivered'), message.id);
      db.exec('DELETE FROM alert_answers');
    });
    const { store } = rig.disk;
    const update: Wave = {
      alert: 3,
      wave: 2,
      kind: 'update',
      target: 'reached',
      step: undefined,
      content: { variants: [], defaultLanguage: 'fr', placeholders: {} },
      values: {},
      startedAt: T0,
      validUntil: T0,
      mark: Number.MAX_SAFE_INTEGER,
      cursor: '',
      state: { kind: 'storing', undecided: 0 },
      expected: 1,
      recipients: 0,
      short: false,
    };
    expect(await store.peopleBefore(update, '', 10)).toMatchObject([{ number: who }]);
    expect(await store.hasSilent(3)).toBe(true);
    await asAdmin('POST', `/v1/people/${who}/erase`);
    expect(await store.peopleBefore(update, '', 10)).toEqual([]);
    expect(await store.hasSilent(3)).toBe(false);
    expect((await store.answerCounts(3)).people).toBe(1);
  });

  test('is not erased while a message to them could still be sent', async () => {
    await everywhere();
    const refused = await asAdmin('POST', `/v1/people/${who}/erase`);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      type: 'urn:tocsin:problem:messages-open',
      detail: expect.stringContaining('1'),
    });
    expect(tablesWith(NAME)).toContain('contacts');
    expect(tablesWith(TOLD)).toContain('messages');
  });

  test('has an entry in the audit log that the erasure was done, without the number', async () => {
    const { message } = await everywhere();
    await rig.disk.store.cancel(message.id, T0 + 1);
    await asAdmin('POST', `/v1/people/${who}/erase`);
    const subjects = beside((db) =>
      db.prepare<[], string>('SELECT action || subject FROM audit').pluck().all(),
    );
    expect(subjects.some((one) => one.startsWith('person.erasenumber:erased-'))).toBe(true);
    expect(subjects.some((one) => one.startsWith('optOut.addnumber:erased-'))).toBe(true);
  });

  test('may be erased again, with an empty result', async () => {
    const again = await asAdmin('POST', `/v1/people/${numberAt(9)}/erase`);
    expect(again.json()).toMatchObject({ contact: 0, messages: 0, optOutsKept: 0 });
  });
});
