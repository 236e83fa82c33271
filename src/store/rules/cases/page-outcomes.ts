import type { PageOutcome } from '../../../domain/inbound/duty-pages.ts';
import { GATEWAY } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareCaseNotes } from './case-notes.ts';
import { RETRY } from './case-pages.ts';

/** What becomes of cases whose pages reached nobody, and of those that reached somebody after that. */
export const preparePageOutcomes = (db: Db) => {
  const settle = db.prepare(
    'UPDATE case_pages SET settled = 1 WHERE case_id = :case AND at = :at AND settled = 0',
  );
  const told =
    'CASE CAST(:case AS BIGINT) WHEN 0 THEN paged_at = :at ELSE id = :case AND waiting_since <= :at END';
  // A page that reached nobody is no page: the case is not told of less often for it.
  const takeBack = db.prepare(`
    UPDATE cases SET pages = max(0, pages - 1), unpaged = unpaged + 1, page_at = :now + ${RETRY},
      unpaged_since = CASE WHEN pages <= 1 THEN coalesce(unpaged_since, :now) ELSE unpaged_since END
    WHERE state = 'open' AND ${told} RETURNING id, unpaged AS times`);
  // Only the newest page ends a row of failures: an older one may have left long before them.
  const reached = db.prepare(`
    UPDATE cases SET unpaged = 0, unpaged_since = NULL
    WHERE (unpaged > 0 OR unpaged_since IS NOT NULL) AND paged_at = :at AND CAST(:case AS BIGINT) IN (0, id)`);
  const mark = db
    .prepare<[number, number], number>(`
    UPDATE cases SET unpaged_since = ? WHERE page_at IS NOT NULL AND page_at <= ? AND state = 'open'
      AND unpaged_since IS NULL RETURNING id`)
    .pluck();
  const retry = db.prepare(
    "UPDATE cases SET page_at = :now WHERE unpaged_since IS NOT NULL AND state = 'open' AND page_at > :now",
  );
  const notes = prepareCaseNotes(db);
  const note = (id: number, at: number): void =>
    notes.logFew({ id, alert: null, at, actor: GATEWAY, action: 'unpaged', detail: {} });

  return {
    settlePages: (outcomes: readonly PageOutcome[], now: number): void => {
      for (const { case: id, at, kind } of outcomes) {
        const values = { case: id, at };
        if (kind !== 'left' && settle.run(values).changes === 0) continue;
        if (kind !== 'failed') {
          reached.run(values);
          continue;
        }
        for (const row of takeBack.all({ ...values, now })) {
          const { id: of, times } = row as { id: number; times: number };
          if (times === 1) note(of, now);
        }
      }
    },
    markUnpaged: (now: number): void => {
      for (const id of mark.all(now, now)) note(id, now);
    },
    retryUnpaged: (now: number): void => {
      retry.run({ now });
    },
  };
};
