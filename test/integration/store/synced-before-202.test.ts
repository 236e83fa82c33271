import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { markOf, SyncWatch, whyNotWatched } from '../../support/gateway/sync-watch.ts';
import type { ApiClient } from '../../support/http/api-client.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const reason = whyNotWatched();
if (reason !== undefined) console.warn(`not tested that a 202 follows a sync of its commit: ${reason}`);

const message = (n: number) => ({
  to: `+3363998${String(1000 + n)}`,
  text: `Montez ${markOf(n)}`,
  reference: markOf(n),
  priority: 'critical',
});

describe.skipIf(reason !== undefined)('a message that is answered 202', () => {
  let smsc: Smsc;
  let api: ApiClient;
  let watch: SyncWatch;

  beforeEach(async () => {
    smsc = await startCarrier();
    const file = await GatewayFile.make(
      `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin }`,
    );
    onTestFinished(() => file.remove());
    watch = new SyncWatch(file.configFile);
    api = await file.start(watch.start);
    await api.untilRoute('carrier-a', 'up');
  });

  /** For each message that a 202 names: whether it was synced to disk before that. */
  const answers = () => {
    const events = watch.events();
    return events.flatMap((event, index) => {
      if (event.kind !== 'answer' || event.marks.length === 0) return [];
      const durable = SyncWatch.durable(events.slice(0, index));
      return event.marks.map((mark) => ({ mark, synced: durable.has(mark) }));
    });
  };
  const synced = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => ({ mark: markOf(from + n), synced: true }));

  test('was synced to disk before the 202, whether it was sent alone or with others (PRAGMA synchronous = FULL)', async () => {
    for (let n = 0; n < 20; n++) await api.send(message(n));
    await Promise.all(Array.from({ length: 50 }, (_, n) => api.send(message(20 + n))));
    const unique = [...new Map(answers().map((each) => [each.mark, each])).values()];
    expect(unique.toSorted((a, b) => a.mark.localeCompare(b.mark))).toEqual(synced(0, 70));
  });

  test('in a batch was synced to disk before the batch was answered 202', async () => {
    const accepted = await api.sendBatch(Array.from({ length: 3000 }, (_, n) => message(n)));
    expect(accepted.accepted).toBe(3000);
    const events = watch.events();
    const durable = SyncWatch.durable(
      events.slice(
        0,
        events.findIndex(({ kind }) => kind === 'answer'),
      ),
    );
    expect(Array.from({ length: 3000 }, (_, n) => markOf(n)).filter((mark) => !durable.has(mark))).toEqual(
      [],
    );
  });

  test('is never a message whose sync failed: messages are answered 503 until syncs succeed again', async () => {
    await api.send(message(0));
    await watch.misbehave('eio');
    for (let n = 1; n < 10; n++) {
      expect((await api.request('POST', '/v1/messages', message(n))).status).toBe(503);
    }
    expect((await api.request('GET', '/readyz')).status).toBe(503);
    await watch.calm();
    await api.until(
      () => api.request('GET', '/readyz'),
      ({ status }) => status === 200,
    );
    await api.send(message(10));
    expect(new Set(answers().map(({ mark }) => mark))).toEqual(new Set([markOf(0), markOf(10)]));
    await api.until(
      () => api.messages(),
      (messages) => messages.length === 2 && messages.every(({ state }) => state === 'delivered'),
    );
    expect(smsc.stats.accepted).toBe(2);
  });

  test('waits for a slow sync, while enquire_link and GET /healthz are answered at once', async () => {
    await api.send(message(0));
    await watch.misbehave('slow 500');
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const before = performance.now();
      await work();
      return performance.now() - before;
    };
    let over = false;
    const sending = (async () => {
      const took: number[] = [];
      for (let n = 1; n <= 5; n++) took.push(await timed(() => api.send(message(n))));
      over = true;
      return took;
    })();
    const health: number[] = [];
    const links: number[] = [];
    while (!over) {
      health.push(await timed(() => api.request('GET', '/healthz')));
      const { enquireLinksAnswered } = smsc.stats;
      links.push(
        await timed(() => {
          smsc.enquireLink();
          return smsc.until(({ stats }) => stats.enquireLinksAnswered > enquireLinksAnswered);
        }),
      );
      await sleep(10);
    }
    expect(Math.min(...(await sending))).toBeGreaterThanOrEqual(500);
    const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
    // Syncs follow one another: if these requests waited for them, half of them would take at least half a sync (250
    // ms).
    expect(median(health)).toBeLessThan(150);
    expect(median(links)).toBeLessThan(150);
  });
});
