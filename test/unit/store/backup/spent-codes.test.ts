import { afterEach, beforeEach, expect } from 'vitest';
import { column } from '../../../support/people/purging.ts';
import { sqliteTest } from '../../../support/store/about-sqlite.ts';
import { spendCodes } from '../../../support/store/restoring.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const PHONE = '+33639980001';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

sqliteTest('a code for a launch that the backup has as unused does not work after a restore', async () => {
  const code = { salt: Buffer.from('s'), hash: Buffer.from('h') };
  const { triggers } = disk.store;
  await triggers.replaceCodes(PHONE as never, [code, code], {
    at: 1,
    actor: { id: 'user:1', name: 'Anna' },
    action: 'launchCodes.issue',
    subject: 'a phone',
    detail: {},
  });
  const [used, unused] = await triggers.codesOf(PHONE as never);
  await triggers.useCode(used?.id ?? 0, 'inbox 1 1', 2);
  expect(spendCodes(disk.path, 9)).toBe(1);
  expect(await triggers.useCode(unused?.id ?? 0, 'inbox 2 2', 10)).toBe(false);
  expect(column(disk, 'SELECT used_by FROM launch_codes ORDER BY id')).toEqual(['inbox 1 1', 'a restore']);
});

sqliteTest(
  'a code for an approval that was open in the backup is gone, and its officer can be asked anew',
  () => {
    const page = (wait: number, ended: string): string => `
    INSERT INTO approval_pages (wait_id, alert_id, step, user_id, user_name, phone, hash, at, until, message_id, ended_at)
    VALUES (${wait}, 1, 1, '1', 'Anna', '${PHONE}', 'x', 1, 9, 1, ${ended});`;
    disk.fill(`
    INSERT INTO approval_waits (id, alert_id, subject, since, deadline, settled_at)
    VALUES (1, 1, 'alert', 1, 9, NULL), (2, 2, 'alert', 1, 9, 5);
    ${page(1, 'NULL')} ${page(2, '5')}`);
    expect(spendCodes(disk.path, 9)).toBe(0);
    expect(column(disk, 'SELECT wait_id FROM approval_pages')).toEqual([2]);
  },
);

sqliteTest('a session of the backup has ended after a restore: it may have been ended since', () => {
  disk.fill("INSERT INTO sessions VALUES (x'01', 1, 1, 1, 1, '127.0.0.1', 'a browser')");
  spendCodes(disk.path, 9);
  expect(column(disk, 'SELECT count(*) FROM sessions')).toEqual([0]);
});

sqliteTest(
  'an act that waits for a second admin in the backup is gone after a restore: it may have been refused since',
  () => {
    disk.fill(`
    INSERT INTO pending_acts (kind, name, roles, language, hash, asked_by, asked_name, asked_at, until)
    VALUES ('create', 'Zoe', '["admin"]', 'fr', 'x', 'user:1', 'Anna', 1, 9)`);
    spendCodes(disk.path, 2);
    expect(column(disk, 'SELECT count(*) FROM pending_acts')).toEqual([0]);
  },
);
