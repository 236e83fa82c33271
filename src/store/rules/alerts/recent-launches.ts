import type { EarlierAlert, LaunchGuard } from '../../../domain/alerts/launch-guard.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** Finds the alert that a launch would repeat, in the commit of the launch: of two at once, one finds the other. */
export const prepareRecentLaunches = (db: Db) => {
  // The index on the time bounds the rows: only what went out in the last minutes is compared.
  const earlier = db.prepare<[number, number, string | null, string], EarlierAlert>(
    steady(`
    SELECT id, draft ->> 'title' AS title, went_out_at AS launchedAt, launched_name AS launchedBy
    FROM alerts INDEXED BY alerts_went_out
    WHERE went_out_at >= ? AND id <> ? AND (same_scenario = ? OR same_texts = ?)
    ORDER BY went_out_at DESC, id DESC LIMIT 1`),
  );
  const keep = db.prepare(
    'UPDATE alerts SET went_out_at = ?, same_scenario = ?, same_texts = ? WHERE id = ?',
  );

  return {
    earlierThan: (id: number, { since, like }: LaunchGuard): EarlierAlert | undefined =>
      since === undefined ? undefined : earlier.get(since, id, like.scenario ?? null, like.texts),
    keep: (id: number, { like }: LaunchGuard, at: number): void => {
      keep.run(at, like.scenario ?? null, like.texts, id);
    },
  };
};

/** The line in the log of an alert that went out although the same had gone out shortly before. */
export const againDetail = (detail: string | undefined, earlier: EarlierAlert | undefined): string => {
  const again =
    earlier === undefined
      ? 'again'
      : `again: the same went out as alert ${earlier.id} at ${new Date(earlier.launchedAt).toISOString()}`;
  return detail === undefined ? again : `${detail}; ${again}`;
};
