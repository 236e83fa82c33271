import { afterEach, describe, expect, test } from 'vitest';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import type { ApprovalRepository } from '../../../../src/domain/alerts/approval.ts';
import { untilText } from '../../../../src/domain/duty/until-text.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { draftOf } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';
import { planOf, recall } from '../../../support/alerts/escalations.ts';

const TWO = { include: [{ numbers: ['+33639980001', '+33639980002'] as Msisdn[] }] };
let rig: ApprovalRig;
afterEach(() => rig.remove());

const reply = async (...said: Parameters<ApprovalRig['say']>) => (await rig.say(...said))?.reply;
const pagesTo = (phone: string | undefined) =>
  rig.sent.filter(({ to, text }) => to === phone && text.includes('à approuver'));

describe('a page says', () => {
  test('that it is for an exercise, or for a live alert', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted({ kind: 'exercise' });
    await rig.untilSent(1);
    expect(rig.text(0)).toContain(`à approuver : EXERCICE ${id} "Crue du fleuve"`);
    const live = await rig.submitted();
    await rig.untilSent(2);
    expect(rig.text(1)).toContain(`à approuver : alerte RÉELLE ${live.id} "Crue du fleuve"`);
  });

  test('when an alert for later goes out, by the clocks of the place', async () => {
    rig = await ApprovalRig.start();
    const scheduledAt = rig.alerts.disk.clock.now() + 48 * 3_600_000;
    await rig.submitted({ scheduledAt });
    await rig.untilSent(1);
    expect(rig.text(0)).toContain(
      `, part ${untilText('Europe/Paris', scheduledAt, rig.alerts.disk.clock.now())}, reste`,
    );
  });

  test('how many people all steps of an escalation have together, and in how many groups', async () => {
    rig = await ApprovalRig.start();
    await rig.submitted(recall(planOf({ need: 1, people: [[5, 6, 7], [8]] })));
    await rig.untilSent(1);
    expect(rig.text(0)).toContain(', 6 pers. au plus en 3 groupes,');
  });
});

describe('an OK to an alert that its approval launches', () => {
  test('is answered with the reason when the launch is refused, and not with "it is launched now"', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted({ routes: ['gone'] }, true);
    await rig.untilSent(1);
    expect(await reply(`OK ${rig.code(0)}`)).toBe(
      `Approuvé : alerte ${id}, mais NON lancée : voies : aucune voie ne s'appelle 'gone'. Prenez la console.`,
    );
    expect((await rig.alert(id)).launched).toBeUndefined();
  });

  test('is answered with the time by the clocks of the place when the same went out before', async () => {
    rig = await ApprovalRig.start({ policy: { recentlyAlerted: '10m' } });
    const first = await rig.submitted({}, true);
    await rig.untilSent(1);
    await rig.say(`OK ${rig.code(0)}`);
    await rig.alerts.untilState(first.id, 'sending');
    const at = rig.sent.length;
    const { id } = await rig.submitted({}, true);
    await rig.untilSent(at + 1);
    const said = await reply(`OK ${rig.code(at)}`);
    const { launched } = await rig.alert(first.id);
    const clock = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' });
    expect(said).toContain(`Approuvé : alerte ${id}, mais NON lancée : la meme est partie le `);
    expect(said).toContain(clock.format(launched?.at));
    expect(said).not.toMatch(/\dZ|went out/);
  });

  test('of a trigger launches it, in the name of the trigger, and says so', async () => {
    rig = await ApprovalRig.start();
    const trigger = { id: 'trigger:pump', name: 'trigger pump', role: 'operator' } as const;
    const maker = alertMaker(rig.alerts.service, rig.alerts.disk.store);
    const id = await maker.create(draftOf({ audience: TWO, source: 'webhook' }), trigger);
    await maker.advance(id, 'launch', trigger);
    await rig.untilSent(1);
    expect(await reply(`OK ${rig.code(0)}`)).toBe(`Approuvé : alerte ${id}. Elle part maintenant.`);
    expect((await rig.alert(id)).launched).toMatchObject({ id: trigger.id });
  });

  test('of a trigger is answered with the reason when its validity is over', async () => {
    rig = await ApprovalRig.start();
    const trigger = { id: 'cap', name: 'CAP', role: 'operator' } as const;
    const maker = alertMaker(rig.alerts.service, rig.alerts.disk.store);
    const expiresAt = rig.alerts.disk.clock.now() + 300_000;
    const id = await maker.create(draftOf({ audience: TWO, source: 'cap', expiresAt }), trigger);
    await maker.advance(id, 'launch', trigger);
    await rig.untilSent(1);
    await rig.alerts.disk.clock.advance(301_000);
    expect(await reply(`OK ${rig.code(0)}`)).not.toMatch(/part maintenant/);
    expect((await rig.alert(id)).launched).toBeUndefined();
  });

  test('is said to be launched only once the launch is on disk', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted({}, true);
    await rig.untilSent(1);
    expect(await reply(`OK ${rig.code(0)}`)).toBe(`Approuvé : alerte ${id}. Elle part maintenant.`);
    expect((await rig.alert(id)).launched).toBeDefined();
  });
});

test('an OK of an officer whose phone an author has just set is told who did it, and from when on it would count', async () => {
  rig = await ApprovalRig.start();
  const { id, created } = await rig.submitted();
  await rig.untilSent(1);
  const now = rig.alerts.disk.clock.now();
  rig.alerts.disk.fill(`INSERT INTO user_grants VALUES (1, 'phone', '${created.id}', 'Chief', ${now})`);
  const clock = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' });
  const said = await reply(`OK ${rig.code(0)}`);
  expect(said).toMatch(
    /^NON approuvé : Chief vous a donné ce téléphone\. Vous le pourrez dès \d\d\/\d\d \d\d:\d\d ;/,
  );
  expect(said).toContain(clock.format(now));
  expect((await rig.alert(id)).state).toBe('pendingApproval');
});

describe('an SMS that is handled again after a crash is answered like the first time', () => {
  test.each([
    ['an OK', 'OK {}', /^Approuvé : alerte \d+\. Elle part maintenant\.$/],
    ['a NO', 'NON {} trop tôt', /^Renvoyée à son auteur : alerte \d+\.$/],
    ['a page that was passed on', 'DELEGUER Officer 3 {}', /^Transmise à Officer 3 : alerte \d+\.$/],
  ])('%s', async (_, written, expected) => {
    rig = await ApprovalRig.start();
    await rig.submitted({}, true);
    await rig.untilSent(1);
    const text = written.replace('{}', rig.code(0));
    for (let time = 0; time < 2; time++) expect(await reply(text, officer(1), 'inbox 1')).toMatch(expected);
  });

  test('an OK that came after the recipients had changed', async () => {
    rig = await ApprovalRig.start();
    const list = await rig.alerts.list(1, 2, 3);
    await rig.submitted({ audience: { include: [{ list }] } });
    await rig.untilSent(1);
    await rig.alerts.join(list, 4);
    for (let time = 0; time < 2; time++)
      expect(await reply(`OK ${rig.code(0)}`, officer(1), 'inbox 1')).toMatch(/les destinataires ont changé/);
  });
});

describe('a code that is too old', () => {
  test('brings a new one that works, also after the last page and after the deadline', async () => {
    rig = await ApprovalRig.start({ officers: new FakeOfficers(officer(1)) });
    const { id } = await rig.submitted({ severity: 'moderate' });
    await rig.pass(20);
    expect(pagesTo(officer(1).phone)).toHaveLength(3);
    const old = rig.code(0);
    expect(await reply(`OK ${old}`)).toBe(
      'NON approuvé : ce code a plus de 10 minutes. Vous en recevez un autre maintenant.',
    );
    expect(pagesTo(officer(1).phone)).toHaveLength(4);
    // Whoever sends the old code again and again makes no further SMS while the new one works.
    for (let time = 0; time < 3; time++)
      expect(await reply(`OK ${old}`)).toMatch(/plus de 10 minutes\. Prenez/);
    expect(pagesTo(officer(1).phone)).toHaveLength(4);
    await rig.pass(15);
    expect(await reply(`OK ${rig.code(3)}`)).toMatch(/Vous en recevez un autre/);
    expect(rig.sent.at(-1)?.text).toContain('délai dépassé');
    expect(await reply(`OK ${rig.code(rig.sent.length - 1)}`)).toMatch(/^Approuvé/);
    expect((await rig.alert(id)).state).toBe('approved');
  });

  test('brings none to another phone, nor to an officer who may not approve any more', async () => {
    rig = await ApprovalRig.start({ officers: new FakeOfficers(officer(1), officer(2)) });
    await rig.submitted({ severity: 'moderate' });
    await rig.pass(28);
    const before = rig.sent.length;
    expect(await reply(`OK ${rig.code(0)}`, officer(2))).not.toMatch(/recevez/);
    rig.officers.change('user:1', { mayApprove: false });
    expect(await reply(`OK ${rig.code(0)}`)).not.toMatch(/recevez/);
    expect(rig.sent).toHaveLength(before);
  });
});

test('a page that the clock makes at the same time does not take the place of the one that is passed on', async () => {
  rig = await ApprovalRig.start();
  const { id } = await rig.submitted();
  await rig.untilSent(1);
  const code = rig.code(0);
  const store = rig.alerts.disk.store.approvals;
  // The clock takes step 2 after the answer has read the pages.
  const real = store.delegate;
  let isFirst = true;
  (rig.repository as { delegate: ApprovalRepository['delegate'] }).delegate = async (...given) => {
    if (isFirst) {
      isFirst = false;
      const [, made, sms] = given;
      const other = { ...made, user: 'user:2', name: 'Officer 2', phone: officer(2).phone ?? made.phone };
      await store.page(other, sms, { by: { id: 'tocsin', name: 'the gateway' }, detail: 'Officer 2' });
      return real(given[0], made, { ...sms, id: (sms.id + 1) as typeof sms.id });
    }
    return real(...given);
  };
  expect(await reply(`DELEGUER Officer 3 ${code}`)).toBe(`Transmise à Officer 3 : alerte ${id}.`);
  expect(pagesTo(officer(3).phone)).toHaveLength(1);
  await rig.say(`OK ${rig.code(rig.sent.length - 1)}`, officer(3));
  expect((await rig.alert(id)).state).toBe('approved');
});

test('an alert that fails holds up no other, is logged, and is tried again with growing pauses', async () => {
  rig = await ApprovalRig.start();
  const broken = await rig.submitted();
  const good = await rig.submitted();
  let tries = 0;
  rig.failing = (alert) => {
    if (alert === broken.id) tries++;
    return alert === broken.id;
  };
  await rig.pass(1);
  expect(rig.sent.map(({ text }) => text)).toEqual([expect.stringContaining(`RÉELLE ${good.id} `)]);
  expect(tries).toBeLessThanOrEqual(8);
  expect(tries).toBeGreaterThan(1);
  const lines = rig.alerts.log.lines.filter(({ message }) =>
    /approval of an alert cannot go on/.test(message),
  );
  expect(lines).toHaveLength(tries);
  rig.failing = () => false;
  await rig.pass(1.5);
  expect(rig.sent.some(({ text }) => text.includes(`RÉELLE ${broken.id} `))).toBe(true);
});

describe('a roster that gives nobody who may approve', () => {
  test.each([
    ['nobody at all', []],
    [
      'a user who may not approve, and one without a phone',
      [officer(1, { mayApprove: false }), officer(2, { phone: undefined })],
    ],
  ])('such as %s, makes the clock page all approvers, and say why once', async (_, roster) => {
    const officers = new FakeOfficers(officer(3), officer(4));
    officers.roster = roster;
    rig = await ApprovalRig.start({ officers, policy: { approvalClock: { roster: 7 } } });
    const { id } = await rig.submitted();
    await rig.pass(4);
    expect(rig.sent.map(({ to }) => to)).toEqual([officer(3).phone, officer(4).phone]);
    expect(await rig.actions(id)).toContain(
      'page the gateway Officer 3, since nobody of roster 7 can be paged',
    );
    const said = rig.alerts.log.lines.filter(({ message }) =>
      /the roster of approvals gives nobody/.test(message),
    );
    expect(said).toHaveLength(1);
    expect(rig.counts.filter((what) => what === 'noDuty')).toHaveLength(1);
  });

  test('is logged as an error where no approver has a phone at all', async () => {
    rig = await ApprovalRig.start({ officers: new FakeOfficers(officer(1, { phone: undefined })) });
    await rig.submitted();
    await rig.pass(4);
    expect(rig.sent).toEqual([]);
    const said = rig.alerts.log.lines.filter(({ message }) => /no approver .* has a phone/.test(message));
    expect(said).toHaveLength(1);
  });
});
