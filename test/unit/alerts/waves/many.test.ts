import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { sqliteTest } from '../../../support/store/about-sqlite.ts';

const DAY_MS = 86_400_000;
const SOON_MS = 5000;

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

/** Copies an alert a thousand times, with ids after its own. */
const multiply = (id: number): void =>
  rig.disk.fill(`
    INSERT INTO alerts (version, state, draft, created_at, created_by, created_name, updated_at,
                        launched_at, launched_by, launched_name, launched_hash)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    SELECT version, state, draft, created_at, created_by, created_name, updated_at,
           launched_at, launched_by, launched_name, launched_hash
    FROM alerts, n WHERE id = ${id}`);

test('an alert is sent at its scheduled time though a thousand older alerts are scheduled for later', async () => {
  const later = await rig.create(1, { scheduledAt: rig.disk.clock.now() + 90 * DAY_MS });
  await rig.launch(later.id);
  multiply(later.id);
  const { id } = await rig.create(1, { scheduledAt: rig.disk.clock.now() + SOON_MS });
  await rig.launch(id);
  await rig.untilState(id, 'sending');
  expect((await rig.service.get(later.id))?.state).toBe('scheduled');
});

test('a draft expires though there are a thousand older drafts', async () => {
  multiply((await rig.create(1)).id);
  const { id } = await rig.create(1, { expiresAt: rig.disk.clock.now() + SOON_MS });
  await rig.untilState(id, 'expired');
});

test('a scheduled alert whose time and expiresAt both pass during a downtime expires, and is not returned to its author', async () => {
  const scheduledAt = rig.disk.clock.now() + SOON_MS;
  const { id } = await rig.create(1, { scheduledAt, expiresAt: scheduledAt + 1 });
  await rig.launch(id);
  await rig.stop();
  await rig.disk.clock.advance(2 * SOON_MS);
  rig = await AlertRig.start({}, rig.disk);
  await rig.untilState(id, 'expired');
});

test('a paused alert is held after a restart though a thousand older alerts are paused', async () => {
  const older = await rig.create(1);
  rig.disk.fill(`UPDATE alerts SET state = 'paused' WHERE id = ${older.id}`);
  multiply(older.id);
  const { id } = await rig.create(1);
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.service.pause(id, author);
  await rig.stop();
  rig = await AlertRig.start({}, rig.disk);
  expect([...rig.traffic.held]).toEqual([`${id}.1`]);
});

sqliteTest('due alerts are looked up by an index over their scheduledAt or expiresAt', () => {
  const db = new Database(rig.disk.path, { readonly: true });
  try {
    const plan = (where: string) =>
      db.prepare(`EXPLAIN QUERY PLAN SELECT * FROM alerts WHERE ${where}`).all('scheduled', 1);
    expect(plan(`state = ? AND CAST(json_extract(draft, '$.scheduledAt') AS BIGINT) <= ?`)).toMatchObject([
      { detail: expect.stringContaining('INDEX alerts_due (state=? AND <expr><?') },
    ]);
    expect(plan(`state IN (?) AND CAST(json_extract(draft, '$.expiresAt') AS BIGINT) <= ?`)).toMatchObject([
      { detail: expect.stringContaining('INDEX alerts_expiring (state=? AND <expr><?') },
    ]);
  } finally {
    db.close();
  }
});
