import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exportCommand } from '../../../src/commands/export.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { contactAt, numberAt } from '../../support/people/people.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

test('export writes the contacts into a file for this user only, and overwrites nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-export-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [config, store, file] = ['tocsin.yaml', 'tocsin.db', 'people.csv'].map((name) => join(folder, name));
  if (config === undefined || store === undefined || file === undefined) throw new Error('no names');
  await writeFile(config, `store: { sqlite: ${JSON.stringify(store)} }\nroutes: []\n`);
  const opened = await openSqliteStore(store, systemClock);
  for (const n of [1, 2]) await opened.contacts.create(contactAt(n, { name: `Anna ${n}` }), 0);
  await opened.close();
  expect(await exportCommand(config, file, false)).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
  expect(lines[0]).toMatch(/^number,name,language/);
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
    [numberAt(1), 'Anna 1'],
    [numberAt(2), 'Anna 2'],
  ]);
  await expect(exportCommand(config, file, false)).rejects.toThrow('is there already: --force replaces it');
  expect(await exportCommand(config, file, true)).toBe(0);
  expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
});
