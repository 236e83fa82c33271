import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { timeReports } from '../report-timing.ts';
import { BenchGateway, benchFolder } from './bench-gateway.ts';
import { type BenchSize, type Figures, TEXT } from './bench-load.ts';
import { CRITICAL, named, probeCritical } from './critical-probe.ts';
import { seedContacts } from './seed-contacts.ts';
import { SinkProcess } from './sink-process.ts';

const MILLION = 1_000_000;
const CRITICAL_EVERY_MS = 50;
/** How long the alert is measured: short enough that messages are still queued while the report is made. */
const WATCHED_MS = 45_000;

/** A client of the alerts' API. */
const clientOf = ({ url, token }: BenchGateway) => {
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    create: async (include: readonly object[], priority: string): Promise<number> => {
      const content = { defaultLanguage: 'fr', variants: [{ language: 'fr', text: TEXT }] };
      const draft = {
        title: 'bench',
        kind: 'live',
        priority,
        content,
        audience: { include },
        validFor: 'PT6H',
      };
      return (await call<{ id: number }>('POST', '/v1/alerts', draft)).id;
    },
    preview: async (id: number) => call<{ hash: string }>('POST', `/v1/alerts/${id}/preview`),
    launch: async (id: number, hash: string) =>
      call('POST', `/v1/alerts/${id}/launch`, { hash, again: true }),
    alert: async (id: number) =>
      call<{ state: string; progress: { byState: Record<string, number> } }>('GET', `/v1/alerts/${id}`),
  };
};

/**
 * Measures an alert to a million people: the time from the launch to its first submit_sm, the gateway's memory,
 * critical messages and another alert meanwhile, and then its report.
 */
export const alert = async ({ window }: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const folder = await benchFolder();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const sink = await SinkProcess.start({ port: 0, keepMessages: false, recordArrivals: CRITICAL });
  open.defer(() => sink.stop());
  const route = `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, window: ${window} }`;
  // The gateway is started once, so that it makes its tables.
  await (await BenchGateway.start(route, { folder })).stop();
  const list = seedContacts(join(folder, 'tocsin.db'), MILLION);
  const gateway = await BenchGateway.start(route, { folder });
  open.defer(() => gateway.stop());
  const api = clientOf(gateway);
  await gateway.post({ to: '+33639990000', text: TEXT });
  while (((await sink.stats())['submits'] ?? 0) < 1) await wait(20);

  const large = await api.create([{ list }], 'high');
  const previewed = performance.now();
  const { hash } = await api.preview(large);
  const launchedAt = performance.now();
  const answered = api.launch(large, hash).then(() => performance.now());
  while (((await sink.stats())['submits'] ?? 0) < 2) await wait(1);
  const firstSubmitMs = performance.now() - launchedAt;
  const answerMs = (await answered) - launchedAt;

  await wait(2000);
  const numbers = Array.from({ length: 1000 }, (_, index) => `+336399${String(90_000 + index)}`);
  const small = await api.create([{ numbers }], 'critical');
  const smallHash = (await api.preview(small)).hash;
  const smallAt = performance.now();
  await api.launch(small, smallHash);
  while ((await api.alert(small)).state !== 'completed') await wait(50);
  const otherAlertMs = performance.now() - smallAt;

  const before = (await sink.stats())['submits'] ?? 0;
  const watchedFrom = performance.now();
  const watched = await probeCritical(gateway, sink, {
    everyMs: CRITICAL_EVERY_MS,
    isOver: () => performance.now() - watchedFrom >= WATCHED_MS,
  });
  const seconds = (performance.now() - watchedFrom) / 1000;
  const submits = ((await sink.stats())['submits'] ?? 0) - before;
  const peakMb = gateway.footprint().peak;
  return {
    previewMs: launchedAt - previewed,
    launchAnswerMs: answerMs,
    firstSubmitMs,
    submitsPerSecond: submits / seconds,
    otherAlertMs,
    ...named('critical', watched),
    peakMb,
    ...(await timeReports(gateway, sink, large)),
  };
};
