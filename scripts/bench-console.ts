/**
 * Measures the page of an alert that goes out to 100,000 people, in a real Chromium: how old its figures are against
 * what the simulated phones got, its long tasks, and its memory.
 *
 *   node scripts/bench-console.ts --minutes 10
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import bundled from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { BenchGateway, benchFolder } from './lib/bench/bench-gateway.ts';
import { signInForBench } from './lib/bench/bench-sign-in.ts';
import { agesOf, PageWatch, type Shown } from './lib/bench/page-watch.ts';
import { seedContacts } from './lib/bench/seed-contacts.ts';
import { SinkProcess } from './lib/bench/sink-process.ts';
import { buildConsole } from './lib/console/build-console.ts';
import { chromiumArgs } from './lib/console/chromium-args.ts';
import { readFlags, wholeNumber } from './lib/read-flags.ts';

const USAGE = `Usage: node scripts/bench-console.ts [--minutes N] [--people N]
Measures the page of an alert that goes out to 100000 people within 10 minutes, in a real Chromium.
`;
const { people, durationMs } = readFlags(
  USAGE,
  {
    options: {
      minutes: { type: 'string', default: '10' },
      people: { type: 'string', default: '100000' },
    },
  },
  ({ values }) => ({
    people: wholeNumber('people', values.people, 1),
    durationMs: wholeNumber('minutes', values.minutes, 1) * 60_000,
  }),
);
/** The first seconds load the page: they are told apart. */
const LOADING_MS = 5000;
const HEAP_EVERY_MS = 15_000;
const row = (name: string, value: string): void => console.log(`${name.padEnd(44)} ${value}`);
const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(numbers.length * share) - 1)] ?? 0;

await buildConsole();
await using open = new AsyncDisposableStack();
const folder = await benchFolder();
open.defer(() => rm(folder, { recursive: true, force: true }));
const sink = await SinkProcess.start({ port: 0, keepMessages: false });
open.defer(() => sink.stop());
// The pace lets the alert last for the whole time that is watched.
const rate = Math.ceil(people / (durationMs / 1000));
const route = `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, window: 100, rate: ${rate} }`;
await (await BenchGateway.start(route, { folder })).stop();
const list = seedContacts(join(folder, 'tocsin.db'), people);
const gateway = await BenchGateway.start(route, { folder });
open.defer(() => gateway.stop());
await gateway.untilUp('sink');

const call = async <T>(path: string, body: object): Promise<T> => {
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
};
const cookie = await signInForBench(gateway.url, join(folder, 'tocsin.db'));
const { id } = await call<{ id: number }>('/v1/alerts', {
  title: 'Crue de la Garonne',
  kind: 'live',
  priority: 'high',
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'Crue rapide : gagnez les hauteurs.' }],
  },
  question: { answers: [{ word: '1', meaning: 'safe' }], openFor: 'PT2H' },
  audience: { include: [{ list }] },
  validFor: 'PT6H',
});
const { hash } = await call<{ hash: string }>(`/v1/alerts/${id}/preview`, {});
await call(`/v1/alerts/${id}/launch`, { hash });

const executablePath = await bundled.executablePath();
const browser = await chromium.launch({ executablePath, args: chromiumArgs(bundled.args) });
open.defer(() => browser.close());
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR' });
await context.addCookies([{ ...cookie, url: gateway.url, sameSite: 'Strict' }]);
const page = await context.newPage();
const watch = await PageWatch.of(page);
const openedAt = Date.now();
await page.goto(`${gateway.url}/console/alerts/${id}`);
await page.locator('.people-bar').waitFor();
const paintedMs = Date.now() - openedAt;

const truth: Shown[] = [];
let nextHeap = LOADING_MS;
while (Date.now() - openedAt < durationMs) {
  // What phones got is the truth: the carrier sends each receipt at once.
  truth.push({ at: Date.now(), reached: (await sink.stats())['submits'] ?? 0 });
  if (Date.now() - openedAt >= nextHeap) {
    await watch.heap(nextHeap === LOADING_MS);
    nextHeap += HEAP_EVERY_MS;
  }
  await wait(100);
}
const running = await watch.longTasks(LOADING_MS + 1000);
await watch.heap(true);
const shown = (await watch.shown()).filter(({ at }) => at - openedAt >= LOADING_MS);
const ages = agesOf(shown, truth);
const loading = await watch.longTasks(0);
const [first = 0, last = 0] = [watch.heaps[0], watch.heaps.at(-1)];

row('people, carrier', `${people}, ${rate} SMS/s`);
row('minutes watched', String(durationMs / 60_000));
row('first figures after opening, ms', String(paintedMs));
row('people shown at the end, truth', `${shown.at(-1)?.reached ?? 0}, ${truth.at(-1)?.reached ?? 0}`);
row(
  'age of the figures, ms: median, 95 %, highest',
  [0.5, 0.95, 1].map((share) => Math.round(quantile(ages, share))).join(', '),
);
row('long tasks in all: number, longest ms', `${loading.length}, ${Math.round(Math.max(0, ...loading))}`);
row('long tasks afterwards: number, longest ms', `${running.length}, ${Math.round(Math.max(0, ...running))}`);
row(
  'heap, MB: first and last collected, highest',
  [first, last, Math.max(0, ...watch.heaps)].map((mb) => mb.toFixed(1)).join(', '),
);
row('CPU of the gateway, s', gateway.footprint().cpuSeconds.toFixed(1));
