import { expect, test } from 'vitest';
import { openPostgresForReading, openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';

const NAME = `slow_${process.pid}`;

test('a statement that takes long on a server that lives is waited for, and is not told as silence', async () => {
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  const db = openPostgresForReading(urlOf(NAME));
  try {
    let longestMs = 0;
    db.whileSilent?.((silentMs) => {
      longestMs = Math.max(longestMs, silentMs);
    });
    // Longer than a server is waited for that shows no life.
    expect(db.prepare('SELECT 7 FROM pg_sleep(9)').pluck().get()).toBe(7);
    expect(longestMs).toBeLessThan(8000);
    expect(longestMs).toBeGreaterThan(2000);
  } finally {
    db.close();
    await dropDatabase(NAME);
  }
}, 60_000);
