import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Metrics } from '../../../src/ops/metrics.ts';
import { observeThisProcess } from '../../../src/ops/process-metrics.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

const scraped = async (): Promise<string> => {
  const metrics = new Metrics();
  metrics.observeFigures(rig.disk.store, rig.disk.clock);
  return metrics.text();
};

test('an alert that waits since its list was removed is an alarm in the metrics until somebody stops it', async () => {
  const list = await rig.list(0, 1);
  const { id } = await rig.create(0, { audience: { include: [{ list }] } });
  const { store } = rig.disk;
  const page = store.audiencePage.bind(store);
  let gone = false;
  // The list is removed between the launch and the first look for its people.
  vi.spyOn(store, 'audiencePage').mockImplementation((...asked) => {
    if (!gone) rig.disk.tearOut('lists', list);
    gone = true;
    return page(...asked);
  });
  await rig.launch(id);
  await rig.until(
    () => store.alertLog(id),
    (log) => log.some(({ action }) => action === 'audienceGone'),
  );
  expect(await scraped()).toContain('tocsin_alerts_audience_gone 1\n');
  await rig.service.stop(id, { id: 't', name: 't', role: 'operator' });
  expect(await scraped()).toContain('tocsin_alerts_audience_gone 0\n');
});

test('queued messages are counted by priority, with the time that the oldest of them waits', async () => {
  const { id } = await rig.create(3);
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.disk.clock.advance(90_000);
  const text = await scraped();
  expect(text).toContain('tocsin_messages{state="queued",priority="critical"} 3\n');
  expect(text).toContain('tocsin_messages{state="queued",priority="low"} 0\n');
  const oldest = Number(/tocsin_oldest_queued_seconds\{priority="critical"\} (.+)/.exec(text)?.[1]);
  expect(oldest).toBeGreaterThanOrEqual(90);
  expect(oldest).toBeLessThan(100);
});

test('people are counted by their answer while the question is open, and calls for help apart', async () => {
  const { id } = await rig.create(1);
  await rig.launch(id);
  rig.disk.fill(`
    UPDATE alerts SET question_until = ${rig.disk.clock.now() + 60_000} WHERE id = ${id};
    INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank)
    VALUES (${id}, 'a', 1, 0, 'help', '', 1, 0), (${id}, 'b', 2, 0, 'safe', '', 1, 3), (${id}, 'a', 3, 0, 'safe', '', 0, 3);`);
  const text = await scraped();
  expect(text).toContain('tocsin_answers_people{meaning="help"} 1\n');
  expect(text).toContain('tocsin_answers_people{meaning="safe"} 1\n');
  expect(text).toContain('tocsin_help_calls_open 1\n');
  await rig.disk.clock.advance(61_000);
  expect(await scraped()).toContain('tocsin_help_calls_open 0\n');
});

test('a store that cannot be read leaves the other metrics', async () => {
  const metrics = new Metrics(observeThisProcess);
  metrics.observeFigures({ figures: () => Promise.reject(new Error('no disk')) }, rig.disk.clock);
  const text = await metrics.text();
  expect(text).toContain('process_cpu_user_seconds_total');
  expect(text).not.toContain('tocsin_messages{');
});
