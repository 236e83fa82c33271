import { describe, expect, test } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { AlertClient } from '../../support/alerts/alert-client.ts';
import { content, draft, startAlertGateway } from '../../support/alerts/alert-gateway.ts';

let smsc: Smsc;
let operator: AlertClient;
let approver: AlertClient;

const start = async (alerts: object = {}) => {
  const started = await startAlertGateway({ alerts });
  ({ smsc, operator } = started);
  approver = await started.as('approver');
};

const isoIn = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

describe('an alert over HTTP that was scheduled and is stopped before its time', () => {
  test('is not in the Atom feed of the alerts that went out, and its report shows no launch', async () => {
    await start();
    const sent = await operator.create(draft(1));
    await operator.launch(sent.id);
    await operator.untilAlert(sent.id, ({ state }) => state === 'completed');
    const { id } = await operator.create({ ...draft(1), scheduledAt: isoIn(60) });
    expect(await operator.launch(id)).toMatchObject({ state: 'scheduled' });
    await operator.step(id, 'stop', { reason: 'the water falls' });
    const feed = await (await operator.request('GET', '/v1/cap.atom')).text();
    expect(feed).toContain(`href="/v1/alerts/${sent.id}/cap"`);
    expect(feed).not.toContain(`href="/v1/alerts/${id}/cap"`);
    const launchedAt = async (alert: number) =>
      (await operator.call<{ timings: { launchedAt: string | null } }>('GET', `/v1/alerts/${alert}/report`))
        .timings.launchedAt;
    expect(await launchedAt(sent.id)).toMatch(/^20/);
    expect(await launchedAt(id)).toBeNull();
  });
});

describe('alerts over HTTP that are being sent', () => {
  test('are paused, resumed and stopped, and then cancelled for exactly the people who received them', async () => {
    await start();
    smsc.misbehave({ throttleAbove: 20 });
    const { id } = await operator.create(draft(300));
    await operator.launch(id);
    await smsc.until(({ stats }) => stats.submits >= 20);
    await approver.step(id, 'pause');
    const paused = await operator.untilAlert(id, ({ progress }) => (progress.byState['sending'] ?? 0) === 0);
    expect(paused).toMatchObject({ state: 'paused', progress: { eta: null } });
    smsc.calm();
    await operator.step(id, 'resume');
    await operator.untilAlert(id, ({ progress }) => (progress.byState['delivered'] ?? 0) > 50);
    const stopped = await approver.step(id, 'stop', { reason: 'a false alarm' });
    expect(stopped).toMatchObject({
      state: 'stopped',
      people: { suppressed: 0, reached: expect.any(Number) },
    });
    const again = { content: { ...content, variants: [{ language: 'fr', text: 'Fausse alerte.' }] } };
    await operator.untilAlert(id, ({ progress: { byState } }) => !byState['sending'] && !byState['queued']);
    const seen = await operator.step(id, 'cancel?dryRun=true', again);
    expect(seen).toMatchObject({
      dryRun: true,
      onTheWay: 0,
      variants: [{ text: { text: 'Fausse alerte.' } }],
    });
    // The rate of the route is measured anew for each preview, and so is the eta.
    const measured = { eta: expect.any(Number), routes: expect.any(Array) };
    const asUpdate = await operator.step(id, 'update?dryRun=true', again);
    expect(asUpdate).toEqual({ ...seen, ...measured });
    expect(await operator.alert(id)).toMatchObject({ state: 'stopped', waves: [{ wave: 1 }] });
    const cancelled = await operator.step(id, 'cancel', again);
    expect(cancelled).toMatchObject({
      state: 'sending',
      cancelledAt: expect.any(String),
      people: { total: 300 },
    });
    const done = await operator.untilAlert(id, ({ state }) => state === 'completed');
    const messages = await operator.messagesOf(id);
    const had = messages.filter(({ wave, state }) => wave === 1 && state === 'delivered').map(({ to }) => to);
    const corrected = messages.filter(({ wave }) => wave === 2).map(({ to }) => to);
    expect(messages.filter(({ wave }) => wave === 1)).toHaveLength(300);
    expect(corrected.toSorted()).toEqual(had.toSorted());
    expect(done.progress.byState).toEqual({
      delivered: 2 * had.length,
      ...(had.length < 300 && { cancelled: 300 - had.length }),
    });
    // People, not messages: those who have the alert have two messages each.
    expect(done).toMatchObject({
      cancelledAt: expect.any(String),
      progress: {
        messages: 300 + had.length,
        people: { total: 300, toReach: 300, reached: had.length, notReached: 300 - had.length },
      },
    });
    for (const to of had) expect(smsc.phones.texts(to)).toHaveLength(2);
  });
});
