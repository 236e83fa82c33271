import { COMMAND_LINE } from '../../access/tokens.ts';
import { holdAlerts } from '../../alerts/restored/hold-alerts.ts';
import { loadConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import type { Db } from '../../store/db.ts';
import { inOneCommit } from '../../store/in-one-commit.ts';
import { nameOf, placeOf } from '../../store/place.ts';
import { holdUnsent } from '../../store/rules/restore/held.ts';
import { spendCodes } from '../../store/rules/restore/spent-codes.ts';
import { withStore } from '../with-store.ts';
import { refuseClockBehind } from './clock-behind.ts';
import { withStoreAlone } from './store-alone.ts';
import { whatIsUnknown } from './unknown-since.ts';

/**
 * Holds what is unsent in a store that another tool has restored, such as pg_restore: the gateway may have sent it
 * since. It may be run again if it was cut off.
 * @throws TocsinError `storeUnavailable`
 */
export const restoredInPlaceCommand = (configFile: string): Promise<number> => {
  const { store } = loadConfig(configFile, process.env, normaliseNumber);
  const place = placeOf(store);
  return withStoreAlone(store, async (db) => {
    const { newest, ...held } = inOneCommit(db, () => holdRestored(db, systemClock.now()));
    const alerts = await withStore(place, (opened) => {
      const { approvals, schedules } = opened;
      return holdAlerts({ alerts: opened, approvals, schedules, clock: systemClock });
    });
    const since = newest === undefined ? 'the backup' : new Date(newest).toISOString();
    process.stdout.write(
      `The newest thing in ${nameOf(place)} is of ${newest === undefined ? 'an unknown time' : since}.
${whatIsUnknown(since, { ...held, ...alerts }).join('\n')}
`,
    );
    return 0;
  });
};

const holdRestored = (db: Db, now: number) => {
  const newest = newestTimeIn(db);
  refuseClockBehind(newest, now);
  const codes = spendCodes(db, now);
  const takenAt = newest === undefined ? {} : { takenAt: new Date(newest).toISOString() };
  const holding = holdUnsent(db, {
    at: now,
    actor: COMMAND_LINE,
    action: 'backup.restore',
    subject: 'store',
    detail: { ...takenAt, inPlace: true, codes },
  });
  return { newest, codes, ...holding };
};

/** How many of the newest messages are read. Their answers and receipts may be newer than any message. */
const NEWEST = 1000;

/** The newest time that the gateway has written down, as far as a look at the newest rows tells; ms since the epoch. */
const newestTimeIn = (db: Db): number | undefined => {
  const latest = ['created_at', 'claimed_at', 'sent_at', 'final_at'].map((name) => `max(${name}) AS ${name}`);
  const queries = [
    `SELECT ${latest.join(', ')} FROM (SELECT * FROM messages ORDER BY id DESC LIMIT ${NEWEST}) newest`,
    'SELECT at FROM events ORDER BY id DESC LIMIT 1',
    'SELECT at FROM audit ORDER BY id DESC LIMIT 1',
  ];
  const times = queries.flatMap((sql) =>
    Object.values(db.prepare<[], Record<string, number | null>>(sql).get() ?? {}),
  );
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? undefined : Math.max(...known);
};
