import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { digestOf } from '../../../../src/store/fingerprint-digest.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';

test('a message with a fingerprint of an earlier version and one of this version keeps one, and the file is opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-fingerprints-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'tocsin.db');
  const add = (...fingerprints: readonly string[]): void => {
    const db = openForWriting(path);
    for (const one of fingerprints)
      db.prepare('INSERT INTO inbound_seen (route, fingerprint, at) VALUES (?, ?, 1)').run('modem-1', one);
    db.close();
  };
  add(digestOf('both'), 'both', 'old');
  const db = openForWriting(path);
  const kept = db.prepare<[], string>('SELECT fingerprint FROM inbound_seen').pluck().all();
  db.close();
  expect(kept.toSorted()).toEqual([digestOf('both'), digestOf('old')].toSorted());
});
