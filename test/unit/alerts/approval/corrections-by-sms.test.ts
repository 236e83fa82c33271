import { afterEach, describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';

let rig: ApprovalRig;
afterEach(() => rig.remove());

const phone = officer(9).phone;
const by = { id: 'user:1', name: 'Officer 1', role: 'approver' } as const;
const says = (text: string) => ({
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }], placeholders: {} },
  values: {},
});
const free = says('Tout va bien, rentrez chez vous.');
const reply = async (...said: Parameters<ApprovalRig['say']>) => (await rig.say(...said))?.reply;

/** An alert to three people: one has it, the message to another is queued, and the third has opted out. */
const goingOut = async (): Promise<number> => {
  rig = await ApprovalRig.start({
    officers: new FakeOfficers(
      officer(1),
      officer(2),
      officer(9, { id: author.id, name: author.name, phone, mayApprove: false }),
    ),
  });
  const optedOut = '+33639980003' as Msisdn;
  const note = { source: 'sms', evidence: 'STOP', at: 0 } as const;
  await rig.alerts.disk.store.optOut({ number: optedOut, listId: 0, ...note });
  const numbers = ['+33639980001', '+33639980002', optedOut] as Msisdn[];
  const { id } = await rig.submitted({ audience: { include: [{ numbers }] } }, true);
  await rig.untilSent(1);
  const preview = await rig.alerts.service.preview(id);
  await rig.alerts.service.approve(id, by, preview?.hash);
  await rig.alerts.untilExpanded(id);
  await rig.alerts.deliver(await rig.alerts.claim(`${id}.1`, 2));
  await rig.pass(1);
  return id;
};
/** The index of the next SMS. */
const next = () => rig.sent.length;

describe('a cancel that waits for a second person', () => {
  test('is paged as a cancel, approved by OK, and its author is told that it goes out', async () => {
    const id = await goingOut();
    const at = next();
    await rig.alerts.service.cancel(id, free, { actor: author });
    await rig.untilSent(at + 1);
    expect(rig.text(at)).toContain(`ANNULATION de l'alerte RÉELLE ${id} "Crue du fleuve", 1 pers.,`);
    expect(await reply(`OK ${rig.code(at)}`)).toBe(`Approuvé : l'annulation de l'alerte ${id} part.`);
    await rig.untilSent(at + 2);
    expect(rig.sent.slice(at + 1).find(({ to }) => to === phone)?.text).toBe(
      `TOCSIN : alerte ${id} : annulation approuvée par Officer 1. Elle part maintenant.`,
    );
    expect(await rig.actions(id)).toContainEqual(expect.stringMatching(/^approveCancel Officer 1/));
    await rig.alerts.untilExpanded(id);
    const texts = (await rig.alerts.messages(id)).filter(({ alert }) => alert?.wave === 2);
    expect(texts.map(({ text }) => text)).toEqual(['Tout va bien, rentrez chez vous.']);
  });

  test('is rejected by NO, sends nothing, and its author is told that the cancel was refused', async () => {
    const id = await goingOut();
    const at = next();
    await rig.alerts.service.cancel(id, free, { actor: author });
    await rig.untilSent(at + 1);
    expect(await reply(`NON ${rig.code(at)} le danger dure`)).toBe(
      `Refusé : l'annulation de l'alerte ${id} ne part pas.`,
    );
    await rig.untilSent(at + 2);
    expect(rig.text(at + 1)).toBe(
      `TOCSIN : alerte ${id} : annulation refusée par Officer 1 : le danger dure`,
    );
    expect((await rig.alert(id)).proposedUpdate).toBeUndefined();
  });

  test('takes the place of an update that was paged: the code of the update approves nothing', async () => {
    const id = await goingOut();
    const at = next();
    await rig.alerts.service.update(id, says('Crue : montez à l’étage.'), author);
    await rig.untilSent(at + 1);
    const code = rig.code(at);
    await rig.alerts.service.cancel(id, free, { actor: author });
    await rig.pass(1);
    expect(await reply(`OK ${code}`)).toMatch(/^Rien de fait/);
    expect((await rig.alert(id)).proposedUpdate?.what).toBe('cancel');
    expect(rig.sent.at(-1)?.text).toMatch(/ANNULATION/);
  });

  test('is not sent by its author, whose phone is never paged for it', async () => {
    const id = await goingOut();
    rig.officers.change(author.id, { mayApprove: true });
    const at = next();
    await rig.alerts.service.cancel(id, free, { actor: author });
    await rig.pass(12);
    expect(rig.sent.slice(at).filter(({ to, text }) => to === phone && text.includes('approuver'))).toEqual(
      [],
    );
  });
});

test('an update that waits is paged with the people who get it, not with all messages of a wave', async () => {
  const id = await goingOut();
  const at = next();
  await rig.alerts.service.update(id, says('Crue : montez.'), author);
  await rig.untilSent(at + 1);
  expect((await rig.alerts.disk.store.waves(id))[0]?.recipients).toBe(3);
  expect(rig.text(at)).toContain(', 2 pers.,');
});

test('the author of an alert is told to how many people it was launched, without those who opted out', async () => {
  await goingOut();
  expect(rig.sent.find(({ to }) => to === phone)?.text).toMatch(/ lancée à 2 pers\.$/);
});
