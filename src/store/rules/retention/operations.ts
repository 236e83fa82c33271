import type { ReportFigures } from '../../../domain/alerts/alert-report.ts';
import type { OldRows, Place, RetentionKind, RipeAlert, Span } from '../../../domain/operation/retention.ts';
import type { Db } from '../../db.ts';
import { statementCache } from '../../thread/statement-cache.ts';
import { auditSweep, prepareNoteCut } from './audit.ts';
import type { Key } from './sweep.ts';
import { sweepsOf } from './sweeps.ts';

/**
 * Finds old rows in the reading thread, and removes them in the writing one. Each statement is prepared when it is
 * first needed.
 */
export const prepareRetention = (db: Db) => {
  const sql = statementCache(db);
  const noteCut = prepareNoteCut(db);
  return {
    oldRows: (kind: RetentionKind, span: Span, from: Place | undefined, limit: number): OldRows => {
      const place = from ?? { sweep: 0, after: undefined };
      const sweeps = sweepsOf[kind];
      const found = sweeps[place.sweep]?.find(sql, span, place.after, limit);
      const following =
        place.sweep + 1 < sweeps.length ? { sweep: place.sweep + 1, after: undefined } : undefined;
      return {
        place,
        keys: found?.keys ?? [],
        next: found?.next === undefined ? following : { sweep: place.sweep, after: found.next },
      };
    },

    removeOld: (kind: RetentionKind, span: Span, sweep: number, keys: readonly Key[]): number => {
      const one = sweepsOf[kind][sweep];
      const removed = keys.reduce((sum, key) => sum + (one?.remove(sql, span, key) ?? 0), 0);
      if (one === auditSweep && removed > 0) noteCut(sql, span);
      return removed;
    },

    emptyAlert: ({ id, version }: RipeAlert, figures: ReportFigures, nowMs: number): boolean => {
      // Raises the version, so that a new wave that was decided on for the old version is refused.
      const { changes } = sql(`
        UPDATE alerts SET emptied_at = ?, version = version + 1
        WHERE id = ? AND version = ? AND state IN ('completed', 'stopped') AND emptied_at IS NULL`).run(
        nowMs,
        id,
        version,
      );
      if (changes === 0) return false;
      sql(`
        INSERT INTO alert_reports (alert_id, counted_at, figures, purged) VALUES (?, ?, ?, 1)
        ON CONFLICT (alert_id) DO UPDATE SET counted_at = excluded.counted_at, figures = excluded.figures, purged = 1`).run(
        id,
        figures.countedAt,
        JSON.stringify(figures),
      );
      return true;
    },
  };
};
