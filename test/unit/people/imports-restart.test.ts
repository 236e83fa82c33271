import { afterEach, beforeEach, expect, test } from 'vitest';
import { composePeople } from '../../../src/compose/people.ts';
import type { ImportOptions } from '../../../src/domain/people/import-job.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { quietLog } from '../../support/log/suite-log.ts';
import { numberAt } from '../../support/people/people.ts';
import { openBehind } from '../../support/store/behind-the-store.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const people = () => composePeople(disk.store, { country: 'FR' }, systemClock, quietLog);
const options: ImportOptions = {
  dryRun: false,
  list: undefined,
  consent: 'unknown',
  consentSource: undefined,
  delimiter: undefined,
  columns: {},
  others: 'attributes',
};
async function* file(rows: number, breaksOff = false): AsyncGenerator<Buffer> {
  yield Buffer.from('number,name\n');
  for (let n = 0; n < rows; n++)
    yield Buffer.from(n % 100 === 99 ? 'x,bad\n' : `${numberAt(n)},Person ${n}\n`);
  if (breaksOff) throw new Error('the connection broke off');
}
const stored = () => {
  using db = openBehind(disk.path);
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
  return {
    contacts: count('contacts'),
    versions: db.prepare<[], number>('SELECT max(version) FROM contacts').pluck().get(),
    jobs: count('import_jobs'),
    chunks: count('import_chunks'),
  };
};

test('an import stopped at any commit continues from there, with each row once', async () => {
  const first = people();
  await first.start();
  const received = await first.service.imports.receive(options, file(6000));
  if (received.kind !== 'received') throw new Error(received.kind);
  await first.service.imports.begin(received.id);
  for (let restarts = 0; ; restarts++) {
    const running = people();
    await (restarts === 0 ? Promise.resolve() : running.start());
    const about = restarts === 0 ? first : running;
    for (;;) {
      const job = await disk.store.imports.getImport(received.id);
      if (job === undefined || job.state === 'done' || job.rows >= 1500 * (restarts + 1)) break;
    }
    await about.stop();
    await disk.reopen();
    const job = await disk.store.imports.getImport(received.id);
    if (job?.state !== 'done') continue;
    expect(job).toMatchObject({ rows: 6000, created: 5940, updated: 0, unchanged: 0, refused: 60 });
    expect(job.errors.map(({ row }) => row)).toEqual(Array.from({ length: 60 }, (_, n) => n * 100 + 101));
    expect(restarts).toBeGreaterThan(1);
    break;
  }
  expect(stored()).toEqual({ contacts: 5940, versions: 1, jobs: 1, chunks: 0 });
});

test('rows of an import that are given to the store twice are counted once', async () => {
  const id = await disk.store.imports.createImport(options, 0);
  await disk.store.imports.moveImport(id, ['receiving'], 'running', { nowMs: 0 });
  const row = { number: numberAt(1), name: 'A', language: undefined, attributes: {}, position: undefined };
  const rows = [{ ...row, postalCode: undefined, membership: undefined }];
  const warnings = [{ row: 2, column: 'number', kind: 'number', message: 'is a fixed line' } as const];
  const batch = { jobId: id, before: 0, after: 2, rows, refused: 0, errors: [], warnings };
  await disk.store.imports.importRows(batch, undefined, 0);
  await disk.store.imports.importRows(batch, undefined, 0);
  expect(await disk.store.imports.getImport(id)).toMatchObject({
    rows: 1,
    created: 1,
    unchanged: 0,
    warnings,
    warningCounts: { number: 1 },
  });
});

test('an upload that breaks off leaves nothing in the store', async () => {
  const { service } = people();
  await expect(service.imports.receive(options, file(9_999, true))).rejects.toThrow('broke off');
  expect(stored()).toMatchObject({ jobs: 0, chunks: 0 });
});

test('an upload in progress when the gateway ended is shown as failed, and its file is deleted', async () => {
  const id = await disk.store.imports.createImport(options, 0);
  await disk.store.imports.keepChunk(id, 0, Buffer.from('number\n'));
  const { start, stop } = people();
  await start();
  expect(await disk.store.imports.getImport(id)).toMatchObject({
    state: 'failed',
    failure: 'the gateway ended while the file came',
  });
  expect(stored()).toMatchObject({ chunks: 0 });
  await stop();
});

test('the file of a dry run that was not run within a day is deleted', async () => {
  const id = await disk.store.imports.createImport(options, systemClock.now() - 86_500_000);
  await disk.store.imports.keepChunk(id, 0, Buffer.from('number\n'));
  await disk.store.imports.moveImport(id, ['receiving'], 'checked', { nowMs: 0 });
  const { start, stop } = people();
  await start();
  expect(await disk.store.imports.getImport(id)).toMatchObject({ state: 'failed' });
  expect(stored()).toMatchObject({ chunks: 0 });
  await stop();
});

test('members of a deleted list that were left when the gateway ended are deleted at its start', async () => {
  const list = await disk.store.lists.create('there', { kind: 'emergency' }, 0);
  if (list === 'taken') throw new Error(list);
  using db = openBehind(disk.path);
  const join = db.prepare("INSERT INTO list_members VALUES (?, ?, 'given', 'form', 0)");
  db.begin();
  for (let n = 0; n < 6000; n++) join.run(7, numberAt(n));
  join.run(9, numberAt(1));
  join.run(list.id, numberAt(1));
  db.commit();
  const { start, stop } = people();
  await start();
  expect(await Promise.all([7, 9, list.id].map((id) => disk.store.members.count(id)))).toEqual([0, 0, 1]);
  await stop();
});

test('an import fails if its list was deleted before it began', async () => {
  const { service, start, stop } = people();
  await start();
  const received = await service.imports.receive({ ...options, list: 7 }, file(3));
  if (received.kind !== 'received') throw new Error(received.kind);
  await service.imports.begin(received.id);
  for (;;) {
    const job = await service.imports.get(received.id);
    if (job?.state !== 'failed') continue;
    expect(job).toMatchObject({ failure: 'list 7 is gone', created: 0 });
    break;
  }
  await stop();
});

test('empty rows of an import are skipped in blocks of ten thousand, not with a commit for every few hundred', async () => {
  let commits = 0;
  const { imports } = disk.store;
  const counting = {
    ...disk.store,
    imports: {
      ...imports,
      importRows: (...args: Parameters<typeof imports.importRows>) => {
        commits++;
        return imports.importRows(...args);
      },
    },
  };
  const { service, start, stop } = composePeople(counting, { country: 'FR' }, systemClock, quietLog);
  await start();
  async function* hollow(): AsyncGenerator<Buffer> {
    yield Buffer.from(`number,name\n${numberAt(1)},A\n`);
    for (let block = 0; block < 6; block++) yield Buffer.from(',\n'.repeat(20_000));
    yield Buffer.from(`${numberAt(2)},B\n`);
  }
  const received = await service.imports.receive(options, hollow());
  if (received.kind !== 'received') throw new Error(received.kind);
  await service.imports.begin(received.id);
  while ((await imports.getImport(received.id))?.state !== 'done') await new Promise(setImmediate);
  await stop();
  expect(await imports.getImport(received.id)).toMatchObject({ created: 2, refused: 0 });
  expect(commits).toBe(3);
});

test('the file of an import that ended just before the gateway was killed is deleted at its start, and so is one without an import', async () => {
  const { imports } = disk.store;
  for (const ended of ['done', 'failed'] as const) {
    const id = await imports.createImport(options, systemClock.now());
    await imports.keepChunk(id, 0, Buffer.from('number\n'));
    await imports.moveImport(id, ['receiving'], ended, { nowMs: 0 });
  }
  await imports.keepChunk(999, 0, Buffer.from('number\n'));
  const waits = await imports.createImport(options, systemClock.now());
  await imports.keepChunk(waits, 0, Buffer.from('number\n'));
  await imports.moveImport(waits, ['receiving'], 'checked', { nowMs: 0 });
  const { start, stop } = people();
  await start();
  expect(stored()).toMatchObject({ chunks: 1 });
  await stop();
});
