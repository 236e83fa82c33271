import type { Db } from '../../db.ts';

/**
 * Reads how many rows of a kind are kept. Triggers count the rows
 * (`src/store/schema/messages/intake-quotas.ts`).
 */
export const prepareKeptCounts = (db: Db, kind: 'incomplete' | 'unmatched') => {
  const ofRoute = db
    .prepare<[string, string], number>('SELECT kept FROM kept_counts WHERE kind = ? AND route = ?')
    .pluck();
  const inAll = db
    .prepare<[string], number | null>('SELECT sum(kept) FROM kept_counts WHERE kind = ?')
    .pluck();
  return {
    ofRoute: (route: string): number => ofRoute.get(kind, route) ?? 0,
    inAll: (): number => inAll.get(kind) ?? 0,
  };
};
