import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReportService } from '../../../src/alerts/report/report-service.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { author } from '../../support/alerts/alerts.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { column, DAY_MS, purge, timesOf } from '../../support/people/purging.ts';
import { receipt } from '../../support/store/messages.ts';

const KEPT = 30 * DAY_MS;
const onlyAlerts = timesOf('never', { alerts: KEPT });

let rig: AlertRig;
let reports: ReportService;
let http: HttpRig;

beforeEach(async () => {
  rig = await AlertRig.start();
  reports = rig.reports();
  http = new HttpRig(undefined, { reports });
});

afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const purgeAt = (now: number) =>
  purge(rig.disk, onlyAlerts, now, { figures: (alert, audience) => reports.lastFigures(alert, audience) });

/** Sends an alert to five people, of whom two refuse it. */
const alertOf = async (title: string) => {
  const list = await rig.list(0, 1, 2, 3, 4);
  const { id } = await rig.create(0, { title, audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  const claims = await rig.claim(`${id}.1`);
  await rig.deliver(claims.slice(0, 3));
  await rig.refuse(claims.slice(3));
  await rig.untilState(id, 'completed');
  return { id, list };
};

const reportOf = async (id: number) => {
  const { body } = await http.ask('viewer', 'GET', `/v1/alerts/${id}/report`);
  const { purged, notReached, ...figures } = JSON.parse(body);
  // The version grows with each change, and the deletion is one.
  delete figures.alert.version;
  // The page says that the messages were deleted, and lists no people any more: it is another page.
  delete figures.proof;
  return { purged, people: notReached.people, byReason: notReached.byReason, figures };
};

test('the report of an alert stays the same after its people are deleted by retention, and no further wave is possible', async () => {
  const { id, list } = await alertOf('Crue');
  const { id: young } = await alertOf('Orage');
  const { store, clock } = rig.disk;
  rig.disk.fill(`
    INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank)
    SELECT alert_id, number, 1, 1, 'safe', '1', 1, 3 FROM alert_recipients WHERE alert_id = ${id} LIMIT 2;
    UPDATE alerts SET finished_at = finished_at + ${DAY_MS} WHERE id = ${young};`);
  await reports.snapshot();
  // A later change of the list must not change the report.
  rig.disk.fill(`DELETE FROM list_members WHERE list_id = ${list}`);
  const before = await reportOf(id);
  expect(before).toMatchObject({ purged: false });
  expect(await purgeAt(clock.now() + KEPT + 1)).toEqual({ alerts: expect.any(Number) });
  const after = await reportOf(id);
  expect({ ...after, purged: false }).toEqual(before);
  expect(after.purged).toBe(true);
  const rowsOf = (alert: number) =>
    column(
      rig.disk,
      `SELECT count(*) FROM messages WHERE alert = ${alert} UNION ALL
       SELECT count(*) FROM alert_recipients WHERE alert_id = ${alert} UNION ALL
       SELECT count(*) FROM alert_answers WHERE alert_id = ${alert}`,
    );
  expect(rowsOf(id)).toEqual([0, 0, 0]);
  expect(rowsOf(young)).toEqual([5, 5, 0]);
  expect(await rig.service.resend(id, 'undelivered', author)).toMatchObject({
    kind: 'wrongState',
    detail: expect.stringContaining('deleted'),
  });
  expect((await store.getAlert(id))?.state).toBe('completed');
});

test('an alert with one message that changed recently is not deleted by retention', async () => {
  const { id } = await alertOf('Crue');
  const { store, clock } = rig.disk;
  const later = clock.now() + KEPT + 1;
  rig.disk.fill(`UPDATE messages SET final_at = ${later - 1} WHERE id = (SELECT max(id) FROM messages)`);
  expect(await purgeAt(later)).toEqual({ alerts: 0 });
  expect(await reportOf(id)).toMatchObject({ purged: false });
  expect(await store.record([receipt('nobody’s')], later)).toMatchObject([{ kind: 'kept' }]);
});
