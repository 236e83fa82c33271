import { afterEach, describe, expect, test } from 'vitest';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';

let rig: ApprovalRig;
afterEach(() => rig.remove());

const { phone } = officer(9);
const withAuthor = () =>
  new FakeOfficers(
    officer(1),
    officer(2),
    officer(9, { id: author.id, name: author.name, phone, mayApprove: false }),
  );
const toAuthor = () => rig.sent.filter(({ to }) => to === phone).map(({ text }) => text);
const reply = async (...said: Parameters<ApprovalRig['say']>) => (await rig.say(...said))?.reply;
const toApprove = (own: Partial<ReturnType<typeof officer>>) =>
  rig.sent.filter(({ to, text }) => to === own.phone && text.includes('à approuver'));

describe('the author of an approved alert is told', () => {
  test('when an alert that is scheduled will go out, by the clocks of the place, and not to launch it', async () => {
    rig = await ApprovalRig.start({ officers: withAuthor() });
    const scheduledAt = rig.alerts.disk.clock.now() + 8 * 3_600_000;
    const { id } = await rig.submitted({ scheduledAt }, true);
    await rig.untilSent(1);
    expect(await reply(`OK ${rig.code(0)}`)).toBe(`Approuvé : alerte ${id}. Elle part à l'heure prévue.`);
    await rig.pass(1);
    const clock = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' });
    expect(toAuthor()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^TOCSIN : alerte ${id} approuvée par Officer 1\\. Elle doit partir le \\d\\d/\\d\\d à ${clock.format(scheduledAt)}\\.$`,
        ),
      ),
    ]);
  });

  test('to launch it, also when a note from before the approval says why it waited', async () => {
    rig = await ApprovalRig.start({ officers: withAuthor() });
    const { id } = await rig.submitted();
    const why = "the approval of the scenario doesn't cover the value of place, which holds a link";
    await rig.alerts.service.note(id, author, 'held', why);
    await rig.untilSent(1);
    await rig.say(`OK ${rig.code(0)}`);
    await rig.pass(1);
    expect(toAuthor()).toEqual([`TOCSIN : alerte ${id} approuvée par Officer 1. Lancez-la.`]);
  });

  test('to call an operator, if the author is a phone, which launches nothing after an approval', async () => {
    rig = await ApprovalRig.start();
    const asker = { id: 'phone:+33639980099', name: 'SMS', role: 'operator' } as const;
    const { draft } = await rig.submitted({ source: 'sms' });
    const { id } = await rig.alerts.service.create(draft as AlertDraft, asker);
    await rig.alerts.service.submit(id, asker);
    await rig.untilSent(2);
    const at = rig.sent.findIndex(({ text }) => text.includes(`RÉELLE ${id} `));
    expect(await reply(`OK ${rig.code(at)}`)).toBe(
      `Approuvé : alerte ${id}. PAS encore lancée : à lancer dans la console.`,
    );
    await rig.pass(1);
    expect(rig.sent.filter(({ to }) => to === '+33639980099').map(({ text }) => text)).toEqual([
      `TOCSIN : alerte ${id} approuvée par Officer 1. Elle n'est PAS partie : appelez un opérateur.`,
    ]);
  });
});

test('an officer whose page had no code is told that it is settled, and nothing of a code', async () => {
  rig = await ApprovalRig.start({ policy: { approvalClock: { bySms: false } } });
  const { id } = await rig.submitted();
  await rig.untilSent(1);
  await rig.alerts.service.approve(id, approver);
  await rig.pass(1);
  expect(rig.text(1)).toBe(`TOCSIN : alerte ${id}, c'est réglé. Il n'y a plus rien à approuver.`);
});

test('an OK to an alert of a trigger says that somebody has to launch it, since its author is a program', async () => {
  rig = await ApprovalRig.start();
  const { draft } = await rig.submitted({ source: 'webhook' });
  const program = { id: 'trigger:river', name: 'trigger river', role: 'operator' } as const;
  const { id } = await rig.alerts.service.create(draft, program);
  await rig.alerts.service.submit(id, program);
  await rig.untilSent(2);
  const at = rig.sent.findIndex(({ text }) => text.includes(`RÉELLE ${id} `));
  expect(await reply(`OK ${rig.code(at)}`)).toBe(
    `Approuvé : alerte ${id}. PAS encore lancée : à lancer dans la console.`,
  );
});

describe('an officer whose OK comes after the recipients changed gets the new code that the answer speaks of', () => {
  const CHANGED =
    'NON approuvé : les destinataires ont changé depuis. Vous recevez un autre code maintenant.';
  const asksOfList = async (severity: AlertDraft['severity'] = 'severe') => {
    const list = await rig.alerts.list(1, 2, 3);
    return { list, alert: await rig.submitted({ severity, audience: { include: [{ list }] } }) };
  };

  test('also when another officer was paged meanwhile', async () => {
    rig = await ApprovalRig.start();
    const { list, alert } = await asksOfList();
    await rig.pass(4);
    expect(toApprove(officer(2))).toHaveLength(1);
    await rig.alerts.join(list, 4);
    expect(await reply(`OK ${rig.code(0)}`)).toBe(CHANGED);
    expect(toApprove(officer(1))).toHaveLength(2);
    expect(await reply(`OK ${rig.code(rig.sent.length - 1)}`)).toMatch(/^Approuvé/);
    expect((await rig.alert(alert.id)).state).toBe('approved');
  });

  test('also after the deadline, and more than three times', async () => {
    rig = await ApprovalRig.start({ officers: new FakeOfficers(officer(1)) });
    const { list } = await asksOfList('extreme');
    await rig.pass(9.75);
    for (let index = 4; index < 8; index++) {
      await rig.alerts.join(list, index);
      const newest = rig.code(rig.sent.length - 1);
      expect(await reply(`OK ${newest}`)).toBe(CHANGED);
      await rig.pass(0.25);
    }
    expect(rig.sent.at(-1)?.text).toContain('délai dépassé');
    expect(await reply(`OK ${rig.code(rig.sent.length - 1)}`)).toMatch(/^Approuvé/);
  });

  test('or is told to use the console, if no route can carry it', async () => {
    rig = await ApprovalRig.start();
    const { list } = await asksOfList();
    await rig.untilSent(1);
    await rig.alerts.join(list, 4);
    rig.unreachable.add(officer(1).phone ?? '');
    expect(await reply(`OK ${rig.code(0)}`)).toBe(
      'NON approuvé : les destinataires ont changé depuis. Prenez un code plus récent, ou la console.',
    );
  });
});
