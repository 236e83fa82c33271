import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseStep } from '../../../../src/domain/inbound/help-case.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, sentAlerts } from '../../../support/inbound/sent-alerts.ts';
import { HOUR_MS } from '../../../support/store/messages.ts';

const STRANGER = '+33639980177';
const ANNE = { id: 'anne', name: 'Anne' };
const BOB = { id: 'bob', name: 'Bob' };

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const { asked, reached } = sentAlerts(() => rig);

const all = async () =>
  (await rig.store.cases({ state: undefined, alert: undefined }, { limit: 100, cursor: undefined })).items;
const step = (id: number, what: CaseStep, actor = ANNE, version?: number) =>
  rig.store.stepCase({ id, step: what, actor, version, nowMs: rig.disk.clock.now(), pageAgainMs: 300_000 });
const take = (actor = ANNE, from?: string) => step(1, { kind: 'take', from }, actor);
const close = { kind: 'close', outcome: 'helped', text: undefined, from: undefined } as const;
const historyOf = async (id: number) => (await rig.store.getCase(id))?.history.map(({ action }) => action);
const happened = () =>
  rig.rows.rows("SELECT type FROM happenings WHERE type LIKE 'case.%' ORDER BY id").map((row) => row['type']);

describe('a call for help opens a case and the duty list hears of it', () => {
  test('if the answer 1 goes on with a neighbour who needs help', async () => {
    const alert = await asked();
    await rig.say('1 mais ma voisine a besoin d’aide', PHONE);
    expect(await all()).toMatchObject([{ state: 'open', number: PHONE, alert, cries: 1 }]);
    expect(await rig.textsTo(DUTY[0] ?? '')).toHaveLength(1);
  });

  test('if a person needs insulin, and no question is open', async () => {
    const alert = await reached();
    expect(await rig.say('J’ai besoin d’insuline', PHONE)).toMatchObject({ handledAs: 'help', alert });
    expect(await rig.textsTo(DUTY[1] ?? '')).toEqual([
      `AIDE DEMANDÉE par ${PHONE} (Crue) : J’ai besoin d’insuline (répondez PRIS 1 …)`,
    ]);
  });

  test('if the phone is no contact and had no alert', async () => {
    expect(await rig.say('help, water is rising', STRANGER)).toMatchObject({ handledAs: 'help' });
    expect(await all()).toMatchObject([
      { state: 'open', number: STRANGER, alert: undefined, name: undefined },
    ]);
    expect(await rig.textsTo(DUTY[0] ?? '')).toEqual([
      `AIDE DEMANDÉE par ${STRANGER} : help, water is rising (répondez PRIS 1 …)`,
    ]);
  });

  test('if the cry is a keyword too, which is answered beside that', async () => {
    rig.disk.fill(
      `INSERT INTO keywords (name, definition, created_at) VALUES ('aide', '{"word":"AIDE","reply":"Le 112."}', 0)`,
    );
    await rig.say('AIDE', STRANGER);
    expect(await rig.textsTo(STRANGER)).toEqual(['Le 112.']);
    expect(await all()).toHaveLength(1);
  });

  test('but not if the phone opts out in the same text', async () => {
    expect(await rig.say('STOP', PHONE)).toMatchObject({ handledAs: 'optOut' });
    expect(await all()).toEqual([]);
  });

  test('and a cry after the alert of long ago is not shown with that alert', async () => {
    await reached();
    await rig.disk.clock.advance(3 * 24 * HOUR_MS);
    await rig.say('au secours', PHONE);
    expect(await all()).toMatchObject([{ alert: undefined }]);
  });
});

describe('the case of a phone', () => {
  test('is one, however often it calls, and has every cry', async () => {
    await asked();
    for (const text of ['2', '2 au 3e étage', 'HELP']) await rig.say(text, PHONE);
    expect(await all()).toMatchObject([{ cries: 3, text: 'HELP', state: 'open' }]);
    expect(await historyOf(1)).toEqual(['open', 'page', 'cry', 'cry']);
    expect((await rig.store.getCase(1))?.messages.map(({ text }) => text)).toEqual([
      'HELP',
      '2 au 3e étage',
      '2',
    ]);
    expect(happened()).toEqual(['case.opened', 'case.cried', 'case.cried']);
  });

  test('is one also if two thousand cries come, and its history is bounded', async () => {
    for (let index = 0; index < 300; index++) await rig.arrive(`SOS ${index}`, PHONE);
    await rig.say('SOS', PHONE);
    expect(await all()).toMatchObject([{ cries: 301, text: 'SOS' }]);
    expect((await historyOf(1))?.length).toBeLessThan(60);
    expect(await rig.textsTo(DUTY[0] ?? '')).toHaveLength(1);
  });

  test('shows that the person says they are safe, and stays open', async () => {
    await asked();
    await rig.say('2', PHONE);
    await rig.say('1 safe', PHONE);
    expect(await all()).toMatchObject([{ state: 'open', safeAt: rig.disk.clock.now() }]);
    expect(await historyOf(1)).toContain('saysSafe');
    await rig.say('2', PHONE);
    expect(await all()).toMatchObject([{ safeAt: undefined, cries: 2 }]);
  });

  test('is opened again by a cry soon after it was closed, and another one is opened later', async () => {
    await rig.say('au secours', PHONE);
    await take();
    await step(1, close);
    await rig.say('au secours, toujours bloqués', PHONE);
    expect(await all()).toMatchObject([
      { id: 1, state: 'open', holder: undefined, outcome: undefined, cries: 2 },
    ]);
    expect(await rig.textsTo(DUTY[0] ?? '')).toHaveLength(2);
    await step(1, close);
    await rig.disk.clock.advance(13 * HOUR_MS);
    await rig.say('au secours', PHONE);
    expect(await all()).toMatchObject([
      { id: 2, state: 'open' },
      { id: 1, state: 'closed' },
    ]);
  });
});

describe('a step of a case', () => {
  beforeEach(async () => {
    await rig.say('au secours', PHONE);
  });

  test('takes it once: another officer is told who has it, and takes it over only by that name', async () => {
    expect(await take()).toMatchObject({ kind: 'done', case: { state: 'taken', holder: ANNE } });
    expect(await take(BOB)).toEqual({ kind: 'held', holder: ANNE });
    expect(await take(BOB, 'Cleo')).toEqual({ kind: 'held', holder: ANNE });
    expect(await take(BOB, 'Anne')).toMatchObject({ kind: 'done', case: { holder: BOB } });
    expect(await step(1, close)).toEqual({ kind: 'held', holder: BOB });
  });

  test('is refused if the case has changed since the officer saw it', async () => {
    expect(await step(1, { kind: 'take', from: undefined }, ANNE, 1)).toMatchObject({ kind: 'done' });
    expect(await step(1, { kind: 'note', text: 'x' }, BOB, 1)).toEqual({ kind: 'changed' });
  });

  test('hands it to another person by name, who then has it', async () => {
    await take();
    const handed = await step(1, { kind: 'hand', to: 'Bob', from: undefined });
    expect(handed).toMatchObject({ case: { state: 'taken', holder: { id: undefined, name: 'Bob' } } });
    expect(await step(1, close)).toMatchObject({ kind: 'held' });
    expect(await step(1, close, BOB)).toMatchObject({
      kind: 'done',
      case: { state: 'closed', outcome: 'helped' },
    });
  });

  test('is in the history, in the audit log without its texts, and told as an event', async () => {
    await take();
    await step(1, { kind: 'note', text: 'porte bleue' }, BOB);
    await step(1, { ...close, text: 'évacué' });
    await step(1, { kind: 'reopen' });
    expect(await historyOf(1)).toEqual(['open', 'page', 'take', 'note', 'close', 'reopen']);
    expect(happened().slice(1)).toEqual(['case.taken', 'case.noted', 'case.closed', 'case.reopened']);
    const audit = rig.rows.rows(
      "SELECT action, actor, detail FROM audit WHERE subject = 'case:1' ORDER BY id",
    );
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['case.take', 'anne'],
      ['case.note', 'bob'],
      ['case.close', 'anne'],
      ['case.reopen', 'anne'],
    ]);
    expect(JSON.stringify(audit)).not.toMatch(/porte|évacué/);
  });

  test('on a closed case is refused until it is opened again, which is refused while the phone has another one', async () => {
    await step(1, close);
    expect(await take()).toMatchObject({ kind: 'wrongState' });
    await rig.disk.clock.advance(13 * HOUR_MS);
    await rig.say('au secours', PHONE);
    expect(await step(1, { kind: 'reopen' })).toEqual({ kind: 'other', case: 2 });
  });
});

describe('a case that was no call', () => {
  test('is closed as that, and the answer of the alert has the other meaning', async () => {
    const alert = await asked();
    await rig.say('2 fois reçu le message', PHONE);
    await step(1, { kind: 'reclassify', meaning: 'safe', from: undefined });
    expect(await all()).toMatchObject([{ state: 'closed', outcome: 'noCall' }]);
    expect((await rig.store.answerCounts(alert)).byMeaning).toEqual({ safe: 1 });
    expect(await rig.store.casesOfAlert(alert)).toEqual({
      open: 0,
      taken: 0,
      closed: 1,
      byOutcome: { noCall: 1 },
    });
  });
});

test('erasing a person leaves their case with its times and its outcome, without number and texts', async () => {
  await rig.say('au secours, rue Haute', PHONE);
  await step(1, { kind: 'note', text: 'porte bleue' });
  await step(1, { ...close, text: 'évacué' });
  rig.disk.fill('UPDATE messages SET state = 3, final_at = 1');
  const people = rig.store.persons;
  expect(await people.erase(PHONE as Msisdn, 'erased-1', [PHONE])).toMatchObject({ kind: 'erased' });
  expect(await all()).toMatchObject([
    {
      id: 1,
      state: 'closed',
      outcome: 'helped',
      number: undefined,
      text: '',
      outcomeText: undefined,
      cries: 1,
    },
  ]);
  expect(await historyOf(1)).toEqual(['open', 'page', 'note', 'close']);
  const left = JSON.stringify([await rig.store.getCase(1), rig.rows.rows('SELECT * FROM case_log')]);
  expect(left).not.toMatch(/Haute|bleue|évacué|639980101/);
});

describe('a message in the inbox', () => {
  const open = (inboxId: number, takes = false) =>
    rig.store.openCase({
      inboxId,
      take: takes,
      actor: ANNE,
      nowMs: rig.disk.clock.now(),
      pageAgainMs: 300_000,
    });

  test('becomes a case, and the answer of the alert a call for help', async () => {
    const alert = await asked();
    const { id } = await rig.say('rien ne va plus', PHONE);
    expect(await open(id, true)).toMatchObject({
      kind: 'done',
      case: { state: 'taken', holder: ANNE, alert },
    });
    expect((await rig.store.answerCounts(alert)).byMeaning).toEqual({ help: 1 });
    expect(await open(id)).toEqual({ kind: 'other', case: 1 });
    expect(await open(999)).toEqual({ kind: 'unknown' });
  });

  test('of a name becomes a case without a number', async () => {
    const { id } = await rig.say('une école appelle', 'ECOLE');
    expect(await open(id)).toMatchObject({ kind: 'done', case: { state: 'open', number: undefined } });
    expect(
      await rig.store.cases({ state: 'open', alert: undefined }, { limit: 1, cursor: undefined }),
    ).toMatchObject({
      items: [{ id: 1 }],
      next: undefined,
    });
    expect(OTHER).not.toBe(PHONE);
  });
});
