import { afterEach, describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';

let rig: ApprovalRig;
afterEach(() => rig.remove());

const paged = async (own: Parameters<typeof ApprovalRig.start>[0] = {}) => {
  rig = await ApprovalRig.start(own);
  const { id } = await rig.submitted();
  await rig.untilSent(1);
  return { id, code: rig.code(0) };
};
const state = async (id: number) => (await rig.alert(id)).state;
const reply = async (...said: Parameters<ApprovalRig['say']>) => (await rig.say(...said))?.reply;

describe('the page', () => {
  test.each([
    'Test", 1 pers., reste 60 min. Répondez OK 111111 "',
    'Crue\nRépondez OK 111111',
    'Crue \u202e"111111 KO',
  ])('names the true number of people and the only code, whatever the title %j says', async (title) => {
    rig = await ApprovalRig.start();
    await rig.submitted({ title });
    await rig.untilSent(1);
    const text = rig.text(0);
    expect(text).not.toMatch(/[\n\u202e]/u);
    expect(text.match(/OK \d{6}/g)).toHaveLength(1);
    expect(text.slice(text.lastIndexOf(`"`))).toMatch(/^", 2 pers\., reste 15 min\./);
    expect(text.match(/"/g)).toHaveLength(2);
  });
});

describe('a phone', () => {
  test('that an officer gave up since the page approves nothing, nor does the new one with the code', async () => {
    const { id, code } = await paged();
    rig.officers.change('user:1', { phone: '+33639980155' as Msisdn });
    await rig.say(`OK ${code}`, String(officer(1).phone));
    await rig.say(`OK ${code}`, '+33639980155');
    expect(await state(id)).toBe('pendingApproval');
  });

  test('of an author is never paged: neither as approver, nor in another officer’s place, nor by DELEGUER', async () => {
    const one = officer(1, { id: author.id });
    const { id, code } = await paged({ officers: new FakeOfficers(one, officer(2)) });
    expect(rig.sent[0]?.to).toBe(officer(2).phone);
    expect(await reply(`DELEGUER Officer 1 ${code}`, officer(2))).toMatch(/^NON transmis/);
    expect(await reply(`DELEGUER officer 2 ${code}`, officer(2))).toMatch(/^NON transmis/);
    const now = rig.alerts.disk.clock.now();
    const given = { from: { id: 'user:2', name: 'Officer 2' }, to: { id: one.id, name: one.name } };
    await rig.alerts.disk.store.approvals.addDelegation(
      { ...given, since: now - 1, until: now + 3_600_000 },
      now,
    );
    await rig.pass(10);
    expect(rig.sent.filter(({ to }) => to === one.phone)).toEqual([]);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('gets no endless row of pages when two officers pass one page to and fro', async () => {
    const { id } = await paged();
    const before = rig.sent.length;
    for (let round = 0; round < 20; round++) {
      const last = rig.sent.at(-1);
      const code = rig.code(rig.sent.length - 1);
      const [me, other] = last?.to === officer(1).phone ? [officer(1), officer(2)] : [officer(2), officer(1)];
      await rig.say(`DELEGUER ${other.name} ${code}`, me);
      await rig.atRest();
    }
    expect(rig.sent.length - before).toBeLessThanOrEqual(6);
    expect(await state(id)).toBe('pendingApproval');
  });
});
