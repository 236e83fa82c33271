import { afterEach, expect, test } from 'vitest';
import { Delegations } from '../../../../src/alerts/approval/delegations.ts';
import { auditOf } from '../../../../src/ops/audit.ts';
import { FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

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
