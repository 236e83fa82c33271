import { afterEach, beforeEach, expect, it } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { alertToTen } from '../../../support/alerts/report-story.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

it('the last change that a report names is never before an answer or a call for help that it counts', async () => {
  const { id } = await alertToTen(rig);
  const changedAt = async () => (await rig.reports().report(id))?.changedAt;
  const ended = (await changedAt()) ?? 0;
  const answeredAt = ended + 60_000;
  rig.disk.fill(
    `INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank)
       VALUES (${id}, '${numberOf(1)}', 1, ${answeredAt}, 'safe', '1', 1, 3)`,
  );
  expect(await changedAt()).toBe(answeredAt);
  rig.disk.fill(
    `INSERT INTO cases (state, number, alert_id, inbox_id, text, opened_at, waiting_since, cried_at, taken_at, closed_at)
       VALUES ('closed', '${numberOf(2)}', ${id}, 2, '2', ${ended}, ${ended}, ${ended}, ${ended}, ${answeredAt + 1})`,
  );
  expect(await changedAt()).toBe(answeredAt + 1);
});
