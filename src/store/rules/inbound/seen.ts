import type { RouteInbound } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { digestOf } from '../../fingerprint-digest.ts';
import { steady } from '../steady.ts';

// How long fingerprints are remembered. A message that a modem could not delete comes again within minutes of the
// modem's return.
const SEEN_MS = 30 * 86_400_000;
/**
 * The last fingerprints are remembered at any age: when the clock jumps ahead, as when a machine without a battery for
 * its clock learns the time, a message that is still in a modem looks older than it is. A SIM has room for at most 255
 * messages (TS 51.011, EF SMS), the memory of most modems for less, so this is enough for 40 modems.
 */
const ALWAYS_SEEN = 10_000;
/** After so many new fingerprints the old ones are forgotten. */
const FORGET_AFTER = 100;

type Seen = Pick<RouteInbound, 'route' | 'fingerprint' | 'formerFingerprint'>;

/**
 * Remembers the fingerprint of a message, and tells whether it was new: a modem shows a message again if the gateway
 * ended before the modem had deleted it. A message without one is always new.
 *
 * Each fingerprint is younger than those that came before it, whatever the clock does: the last ones are told by their
 * times. If these are in the future, since the clock was ahead, they say nothing of an age, and the last ones are kept.
 */
export const prepareSeen = (db: Db): ((message: Seen, at: number) => boolean) => {
  const newest = db.prepare<[], number | null>('SELECT max(at) FROM inbound_seen').pluck();
  const known = db.prepare<[string, string]>(
    'SELECT 1 FROM inbound_seen WHERE route = ? AND fingerprint = ?',
  );
  const see = db.prepare(
    'INSERT INTO inbound_seen (route, fingerprint, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const forget = db.prepare(
    steady(`DELETE FROM inbound_seen
            WHERE at < ? AND at < (SELECT at FROM inbound_seen ORDER BY at DESC LIMIT 1 OFFSET ${ALWAYS_SEEN - 1})`),
  );
  let sinceForgotten = FORGET_AFTER;

  return ({ route, fingerprint, formerFingerprint }, at) => {
    if (fingerprint === undefined) return true;
    if (formerFingerprint !== undefined && known.get(route, digestOf(formerFingerprint)) !== undefined)
      return false;
    const time = Math.max(at, 1 + (newest.get() ?? 0));
    if (see.run(route, digestOf(fingerprint), time).changes === 0) return false;
    sinceForgotten += 1;
    if (sinceForgotten >= FORGET_AFTER) {
      sinceForgotten = 0;
      forget.run(time - at > SEEN_MS ? time : at - SEEN_MS);
    }
    return true;
  };
};
