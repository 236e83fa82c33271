import type { RouteInbound } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** The largest number of messages that are kept aside for one route; then the oldest is deleted for each new one. */
const MOST = 1000;
/** The longest evidence that is kept, in characters. */
const EVIDENCE = 1024;

/** Keeps the evidence of messages that no person can read, or that are not for people. */
export const prepareSetAside = (db: Db) => {
  const keep = db.prepare(
    'INSERT INTO set_aside (at, route, sender, reason, evidence) VALUES (:at, :route, :sender, :reason, :evidence)',
  );
  const drop = db.prepare(
    steady(`DELETE FROM set_aside WHERE route = :route AND id <= (
      SELECT id FROM set_aside WHERE route = :route ORDER BY id DESC LIMIT 1 OFFSET ${MOST})`),
  );
  return ({ route, from, evidence }: RouteInbound, reason: string, at: number): void => {
    keep.run({ at, route, sender: from, reason, evidence: evidence.slice(0, EVIDENCE) });
    drop.run({ route });
  };
};
