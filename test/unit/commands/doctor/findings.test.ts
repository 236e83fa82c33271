import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clockFindings } from '../../../../src/commands/doctor/clock.ts';
import {
  broken,
  describeFindings,
  exitCodeOf,
  fine,
  warning,
} from '../../../../src/commands/doctor/finding.ts';
import { diskFinding, versionFinding } from '../../../../src/commands/doctor/machine.ts';
import { backupFinding, copyFindings, schemaFinding } from '../../../../src/commands/doctor/store.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const MB = 1_000_000;
const levelsOf = (findings: readonly { readonly level: string }[]) => findings.map(({ level }) => level);
const counts = { messages: 0, unsent: 0, contacts: 0, alerts: 0, users: 0, admins: 0 };
const facts = { schema: 52, isNewer: false, isOlder: false, damage: undefined, counts };

describe('the exit code of doctor', () => {
  const warned = warning('disk', 'it fills', 'a reason', 'do this');
  test('is 0 if all is fine, 1 if there is a warning, 2 if something is broken', () => {
    expect(exitCodeOf([])).toBe(0);
    expect(exitCodeOf([fine('disk', 'room')])).toBe(0);
    expect(exitCodeOf([warned, fine('disk', 'room')])).toBe(0);
    expect(exitCodeOf([broken('store', 'torn', 'a reason', 'do that'), warned])).toBe(1);
  });
});

test('what is wrong is shown with why it matters and what to do, the worst last', () => {
  const text = describeFindings([
    broken('store', 'torn', 'messages may be lost', 'restore'),
    fine('disk', 'room'),
  ]);
  expect(text).toBe(`ok      disk: room
BROKEN  store: torn
        why:  messages may be lost
        do:   restore
`);
});

describe('doctor finds the clock', () => {
  test('fine if a time server sets it, or if nobody can tell', () => {
    expect(levelsOf(clockFindings(NOW, true, NOW - 1))).toEqual(['fine']);
    expect(clockFindings(NOW, undefined, undefined)[0]).toMatchObject({
      level: 'fine',
      what: expect.stringContaining('is not known here'),
    });
  });

  test('worth a warning if nothing sets it, or if the store has something of a later time', () => {
    expect(levelsOf(clockFindings(NOW, false, NOW))).toEqual(['warning']);
    expect(clockFindings(NOW, true, NOW + DAY_MS)[0]).toMatchObject({
      level: 'warning',
      what: expect.stringContaining('2026-06-02'),
    });
  });

  test('broken if it is earlier than this program', () => {
    expect(levelsOf(clockFindings(0, true, undefined))).toEqual(['broken']);
  });
});

test('doctor finds a disk below its reserve broken, and one without room for a backup worth a warning', () => {
  expect(diskFinding(199 * MB, 0, 200 * MB).level).toBe('broken');
  expect(diskFinding(450 * MB, 100 * MB, 200 * MB).level).toBe('warning');
  expect(diskFinding(600 * MB, 100 * MB, 200 * MB).level).toBe('fine');
});

test('doctor finds a store of a newer version broken, and one that the next start migrates worth a backup first', () => {
  expect(schemaFinding(facts).level).toBe('fine');
  expect(schemaFinding({ ...facts, isNewer: true }).level).toBe('broken');
  expect(schemaFinding({ ...facts, isOlder: true })).toMatchObject({
    level: 'warning',
    todo: 'Make a backup before that start.',
  });
});

test('doctor warns if there is no backup, or if the last one is older than a week', () => {
  expect(backupFinding(undefined, NOW).level).toBe('warning');
  expect(backupFinding(NOW - 8 * DAY_MS, NOW)).toMatchObject({
    level: 'warning',
    what: expect.stringContaining('8 days ago'),
  });
  expect(backupFinding(NOW - 6 * DAY_MS, NOW).level).toBe('fine');
});

test('doctor finds a Node broken that is too old to run the gateway', () => {
  expect(versionFinding('24.1.0')).toMatchObject({
    level: 'fine',
    what: expect.stringMatching(/SQLite 3\.\d+/),
  });
  expect(versionFinding('20.20.2').level).toBe('broken');
});

test('doctor names the copy of the store from before an upgrade, and after a month warns that erased people are in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-copies-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = join(folder, 'tocsin.db');
  for (const file of ['', '.before-schema-75', '.before-schema-75-lock', '.before-schema-76.gz', '-wal'])
    writeFileSync(`${store}${file}`, '');
  const now = Date.now();
  const what = `${store}.before-schema-75 is the store from before an upgrade`;
  expect(copyFindings(store, now + 29 * DAY_MS)).toEqual([{ about: 'copy', level: 'fine', what }]);
  expect(copyFindings(store, now + 31 * DAY_MS)).toMatchObject([
    {
      about: 'copy',
      level: 'warning',
      what,
      why: expect.stringContaining('erased'),
      todo: expect.stringContaining('Remove'),
    },
  ]);
});

test('doctor warns of a copy that an upgrade has not finished, by any name that a version gave it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-copies-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = join(folder, 'tocsin.db');
  const ends = ['.unfinished', '.unfinished-0a1b2c3d'];
  for (const end of ['', ...ends.map((one) => `.before-schema-75${one}`)])
    writeFileSync(`${store}${end}`, '');
  const findings = copyFindings(store, Date.now());
  expect(findings.map(({ what }) => what).toSorted()).toEqual(
    ends.map(
      (end) => `${store}.before-schema-75${end} is a copy of the store that an upgrade has not finished`,
    ),
  );
  expect(levelsOf(findings)).toEqual(['warning', 'warning']);
});

test('doctor finds the copies beside the file of the store where the configuration names a link to it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-copies-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'disk'));
  const file = join(folder, 'disk', 'store.db');
  const link = join(folder, 'tocsin.db');
  for (const end of ['', '.before-schema-75']) writeFileSync(`${file}${end}`, '');
  symlinkSync(file, link);
  expect(copyFindings(link, Date.now()).map(({ what }) => what)).toEqual([
    `${file}.before-schema-75 is the store from before an upgrade`,
  ]);
});
