import { afterEach, expect, test } from 'vitest';
import { Users } from '../../../../src/access/users.ts';
import { Delegations } from '../../../../src/alerts/approval/delegations.ts';
import { auditOf } from '../../../../src/ops/audit.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const CODE = /\b\d{6}\b/;

let disk: StoreOnDisk;
afterEach(() => disk.remove());

test('an officer delegates to another who may approve, for a time, and ends it; nobody else ends it but an admin', async () => {
  disk = await StoreOnDisk.open();
  const { store, clock } = disk;
  const officers = new FakeOfficers(officer(1), officer(2), officer(3, { mayApprove: false }));
  const delegations = new Delegations({
    repository: store.approvals,
    officers,
    audit: auditOf(store, clock),
    clock,
  });
  const until = clock.now() + 3_600_000;
  const asked = { to: 'Officer 2', since: undefined, until };
  const [one, two, three] = [officer(1), officer(2), officer(3)];
  expect(await delegations.add(three, asked)).toEqual({ kind: 'noApprover' });
  expect(await delegations.add(one, { ...asked, to: 'Officer 3' })).toMatchObject({
    kind: 'unfit',
    path: 'to',
  });
  expect(await delegations.add(one, { ...asked, to: 'Officer 1' })).toMatchObject({
    kind: 'unfit',
    path: 'to',
  });
  expect(await delegations.add(one, { ...asked, until: 0 })).toMatchObject({ kind: 'unfit', path: 'until' });
  const made = await delegations.add(one, asked);
  expect(made).toMatchObject({
    kind: 'done',
    value: { from: { id: 'user:1' }, to: { id: 'user:2' }, until },
  });
  expect(await store.approvals.delegationsAt(clock.now())).toHaveLength(1);
  expect(await store.approvals.delegationsAt(until)).toHaveLength(0);
  const id = made.kind === 'done' ? made.value.id : 0;
  expect(await delegations.remove(id, two, false)).toBe(false);
  expect(await delegations.remove(id, two, true)).toBe(true);
  expect((await delegations.list({ limit: 10, cursor: undefined })).items).toEqual([]);
});

test('nobody is paged, also in the place of another, for what was written by whom has just given them their phone', async () => {
  const rig = await ApprovalRig.start();
  disk = rig.alerts.disk;
  try {
    const users = new Users(disk.store, disk.clock, () => {});
    const by = { version: undefined, by: { id: author.id, name: author.name } };
    for (const index of [1, 2]) {
      const phone = officer(index).phone;
      await users.replace(`Officer ${index}`, { roles: ['approver'], language: 'fr', phone }, by);
    }
    await rig.submitted();
    await rig.untilSent(1);
    expect(rig.sent[0]?.to).toBe(officer(3).phone);
    await rig.say(`DELEGUER Officer 1 ${rig.code(0)}`, officer(3));
    expect(rig.counts).toContain('noDelegate');
    const until = disk.clock.now() + 3_600_000;
    const [from, to] = [officer(3), officer(1)];
    const { approvals } = disk.store;
    await approvals.addDelegation({ from, to, since: disk.clock.now(), until }, disk.clock.now());
    await rig.pass(20);
    expect(rig.sent.filter((message) => message.to !== officer(3).phone && CODE.test(message.text))).toEqual(
      [],
    );
  } finally {
    await rig.clock.stop();
    await rig.alerts.stop();
  }
});
