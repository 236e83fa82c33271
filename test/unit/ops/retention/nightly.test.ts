import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextAfter } from '../../../../src/kernel/cron.ts';
import { auditOf } from '../../../../src/ops/audit.ts';
import { Retention } from '../../../../src/ops/retention/retention.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { column, DAY_MS, timesOf } from '../../../support/people/purging.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const actor = { id: 'a', name: 'admin' };

let disk: StoreOnDisk;
let clock: VirtualClock;
let retention: Retention;
let runs: number[];

const make = (): Retention =>
  new Retention({
    repository: disk.store.retention,
    times: timesOf('never', { inbox: 30 * DAY_MS, audit: 200 * DAY_MS }),
    figures: async () => ({ countedAt: 0, people: [], messages: [], reasons: [], groups: [] }),
    isSending: () => false,
    nextNight: (after) => nextAfter('10 3 * * *', 'UTC', after) ?? 0,
    audit: auditOf(disk.store, clock),
    purged: ({ endedAt }) => runs.push(endedAt),
    clock,
    log: recordingLog(),
  });

beforeEach(async () => {
  disk = await StoreOnDisk.open();
  clock = new VirtualClock(START);
  runs = [];
  retention = make();
});
afterEach(async () => {
  await retention.stop();
  await disk.remove();
});

const texts = () => column(disk, 'SELECT text FROM inbox ORDER BY id');
const phoneSaid = (text: string, at: number): void =>
  disk.fill(
    `INSERT INTO inbox (at, route, sender, text, handled_as) VALUES (${at}, 'r', '+33639980001', '${text}', 'inbox')`,
  );

/** Passes virtual minutes; in each of them the store gets real time to answer. */
const pass = async (minutes: number): Promise<void> => {
  for (let minute = 0; minute < minutes; minute++) {
    await clock.advance(60_000);
    await disk.store.ensureLane('lane');
  }
};

/** Passes virtual seconds until so many deletions have run, while the store answers in real time. */
const untilRuns = async (count: number): Promise<void> => {
  while (runs.length < count) {
    await clock.advance(1000);
    await disk.store.ensureLane('lane');
  }
};

/** Restarts with the same store and another time of the clock, as after a start of the machine. */
const restartAt = async (at: number): Promise<void> => {
  await retention.stop();
  clock = new VirtualClock(at);
  retention = make();
  retention.start();
  await pass(3);
};

test('old data is not deleted at the first start, but once in the first night, with an entry in the audit log', async () => {
  phoneSaid('old', START - 31 * DAY_MS);
  phoneSaid('young', START);
  retention.start();
  await pass(180);
  expect(runs).toEqual([]);
  expect(texts()).toEqual(['old', 'young']);
  await untilRuns(1);
  expect(texts()).toEqual(['young']);
  await pass(120);
  expect(runs).toHaveLength(1);
  expect(column(disk, "SELECT detail FROM audit WHERE action = 'retention.purge'").map(String)).toEqual([
    expect.stringContaining('"inbox":1'),
  ]);
});

test('a nightly deletion that was missed is done after the start', async () => {
  retention.start();
  await pass(3);
  phoneSaid('old', START - 31 * DAY_MS);
  phoneSaid('young', START);
  await restartAt(START + 20 * HOUR_MS);
  await untilRuns(1);
  expect(texts()).toEqual(['young']);
});

test('if the clock has jumped ahead, no old data is deleted until an admin confirms the time', async () => {
  phoneSaid('one', START);
  phoneSaid('two', START);
  retention.start();
  await pass(3);
  await restartAt(Date.UTC(2080, 0, 1));
  expect(retention.held).toMatch(/2080-01-01.* an admin confirms/);
  await pass(300);
  expect(await retention.begin(actor)).toEqual({ held: expect.any(String) });
  expect(texts()).toEqual(['one', 'two']);
  await retention.confirmClock(actor);
  expect(retention.held).toBeUndefined();
  expect(await retention.begin(actor)).toBe('begun');
  await untilRuns(1);
  expect(texts()).toEqual(['two']);
});

test('if the clock is far ahead of the newest row at the first start, no old data is deleted until an admin confirms the time', async () => {
  phoneSaid('one', START - 400 * DAY_MS);
  phoneSaid('two', START - 399 * DAY_MS);
  retention.start();
  await pass(1800);
  expect(runs).toEqual([]);
  expect(texts()).toEqual(['one', 'two']);
});

test('if a wrong clock is corrected, old data is deleted without a confirmation', async () => {
  phoneSaid('old', START - 31 * DAY_MS);
  phoneSaid('young', START);
  retention.start();
  await pass(3);
  await restartAt(Date.UTC(2080, 0, 1));
  await restartAt(START + DAY_MS);
  await untilRuns(1);
  expect(retention.held).toBeUndefined();
  expect(texts()).toEqual(['young']);
});

test('if the clock is set back, no old data is deleted until the clock has reached its earlier time', async () => {
  phoneSaid('old', START - 300 * DAY_MS);
  phoneSaid('young', START);
  retention.start();
  await pass(3);
  await restartAt(START - 100 * DAY_MS);
  expect(retention.held).toMatch(/later than that/);
  expect(texts()).toEqual(['old', 'young']);
  await restartAt(START + DAY_MS);
  await untilRuns(1);
  expect(texts()).toEqual(['young']);
});

test('only an admin sees what old data would be deleted, starts the deletion, and confirms the time by giving it', async () => {
  phoneSaid('old', START - 31 * DAY_MS);
  phoneSaid('young', START);
  const http = new HttpRig(undefined, { retention, clock });
  for (const role of ['operator', 'approver', 'viewer'] as const)
    expect((await http.ask(role, 'GET', '/v1/retention')).statusCode).toBe(403);
  const shown = (await http.ask('admin', 'GET', '/v1/retention')).json();
  expect(shown.kinds).toContainEqual({ kind: 'inbox', kept: 'P30D', wouldGo: { rows: 1, more: false } });
  expect(shown.kinds).toContainEqual({ kind: 'messages', kept: null, wouldGo: null });
  expect(shown).toMatchObject({ running: false, held: null, last: null, next: '2026-01-01T03:10:00.000Z' });
  expect(texts()).toEqual(['old', 'young']);
  expect((await http.ask('admin', 'POST', '/v1/retention/run')).statusCode).toBe(202);
  await untilRuns(1);
  expect(texts()).toEqual(['young']);
  const confirm = (now: string) => http.ask('admin', 'POST', '/v1/retention/confirm', { now });
  expect((await confirm('2026-03-01T00:00:00Z')).statusCode).toBe(422);
  expect((await confirm(new Date(clock.now()).toISOString())).statusCode).toBe(204);
  await http.app.close();
});
