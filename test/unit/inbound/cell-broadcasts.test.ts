import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BroadcastPage } from '../../../src/domain/inbound/cell-broadcast.ts';
import { CellBroadcasts } from '../../../src/inbound/cell-broadcasts.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let service: CellBroadcasts;
let told: Readonly<Record<string, unknown>>[];
let failing: boolean;
let attempts: number;
const log = recordingLog();

const start = () => {
  const { store, clock } = disk;
  service = new CellBroadcasts({
    repository: store.cellBroadcasts,
    trigger: async (event) => {
      attempts++;
      if (failing) throw new Error('the process ends here');
      told.push(event);
      return { kind: 'outcomes', outcomes: [{ result: 'waiting', alert: 7, reason: 'drafts only' }] };
    },
    publish: async () => {},
    clock,
    log,
  });
  service.start();
};

beforeEach(async () => {
  disk = await StoreOnDisk.open();
  told = [];
  failing = false;
  attempts = 0;
  start();
});
afterEach(async () => {
  await service.stop();
  await disk.remove();
});

const page = (number: number, own: Partial<BroadcastPage> = {}): BroadcastPage => ({
  route: 'ear-1',
  channel: 4370,
  serial: 0x1230,
  page: number,
  pages: 2,
  language: 'fr',
  text: number === 1 ? 'Rupture du barrage, ' : 'gagnez les hauteurs.',
  evidence: 'A0',
  ...own,
});

const kept = async () =>
  (await disk.store.cellBroadcasts.broadcasts({ limit: 1000, cursor: undefined })).items;

/** Resolves when the service has told all that is due, or has failed to. */
const settle = async () => {
  const isOver = async () =>
    failing ? attempts > 0 : (await disk.store.cellBroadcasts.untoldBroadcasts(1)).length === 0;
  while (!(await isOver())) await nextTurn();
};

describe('a cell broadcast', () => {
  test('is told once, when its last page came, with the text in order', async () => {
    await service.take(page(2));
    await settle();
    expect(told).toEqual([]);
    expect(await kept()).toMatchObject([{ pages: 1, of: 2, text: 'gagnez les hauteurs.' }]);
    await service.take(page(1));
    await service.take(page(1));
    await settle();
    expect(told).toMatchObject([
      { kind: 'level1', channel: '4370', text: 'Rupture du barrage, gagnez les hauteurs.', language: 'fr' },
    ]);
    expect(await kept()).toMatchObject([{ pages: 2, alert: 7, outcome: 'waiting: drafts only' }]);
  });

  test('that is repeated for hours stays one, and tells when it last came', async () => {
    for (let minute = 0; minute < 90; minute++) {
      await service.take(page(1));
      await service.take(page(2));
      await disk.clock.advance(60_000);
    }
    await settle();
    const all = await kept();
    expect(all).toHaveLength(1);
    expect((all[0]?.lastAt ?? 0) - (all[0]?.firstAt ?? 0)).toBe(89 * 60_000);
    expect(told).toHaveLength(1);
  });

  test('with the same number a day after the last is a new one', async () => {
    await service.take(page(1, { pages: 1 }));
    await disk.clock.advance(25 * 3_600_000);
    await service.take(page(1, { pages: 1 }));
    expect(await kept()).toHaveLength(2);
  });

  test('with the same number as one that came while the clock was ahead is a new one, after it was set back', async () => {
    disk.clock.set(400 * 24 * 3_600_000);
    await service.take(page(1, { pages: 1, text: 'Exercice.' }));
    disk.clock.set(-400 * 24 * 3_600_000);
    await service.take(page(1, { pages: 1, text: 'Rupture du barrage.' }));
    expect((await kept()).map(({ text }) => text)).toEqual(['Rupture du barrage.', 'Exercice.']);
  });

  test('that another node has kept is told as soon as this one is asked to look', async () => {
    await disk.store.cellBroadcasts.keepPage(
      page(1, { pages: 1 }),
      { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, most: 1 },
      disk.clock.now(),
    );
    await nextTurn();
    expect(told).toEqual([]);
    service.wake();
    await settle();
    expect(told).toHaveLength(1);
  });

  test('of which the process ended before others were told is told after the restart', async () => {
    failing = true;
    await service.take(page(1, { pages: 1 }));
    await settle();
    expect(await kept()).toMatchObject([{ outcome: undefined }]);
    failing = false;
    await service.stop();
    await disk.reopen();
    start();
    await settle();
    expect(told).toHaveLength(1);
  });

  test('is dropped, with one line in the log, when a false cell sends more than the limit of a day', async () => {
    for (let serial = 0; serial < 503; serial++) await service.take(page(1, { serial, pages: 2 }));
    expect(await kept()).toHaveLength(500);
    const lines = log.lines.filter(({ message }) => message.includes('more cell broadcasts came'));
    expect(lines).toHaveLength(1);
  });

  test('is summed up in a hundred characters, cut between words', async () => {
    await service.take(page(1, { pages: 1, text: 'Quittez la zone sans attendre. '.repeat(10) }));
    await settle();
    const summary = String(told[0]?.['summary']);
    expect(summary.length).toBeLessThanOrEqual(100);
    expect(summary).toMatch(/[a-z.]…$/);
  });
});
