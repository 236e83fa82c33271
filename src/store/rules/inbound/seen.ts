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

/**
 * Remembers the fingerprint of a message, and tells whether it was new: a modem shows a message again if the gateway
 * ended before the modem had deleted it.
 */
export const prepareSeen = (db: Db): ((route: string, fingerprint: string, at: number) => boolean) => {
  const see = db.prepare(
    'INSERT INTO inbound_seen (route, fingerprint, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const forget = db.prepare(
    steady(`DELETE FROM inbound_seen
            WHERE at < ? AND at < (SELECT at FROM inbound_seen ORDER BY at DESC LIMIT 1 OFFSET ${ALWAYS_SEEN - 1})`),
  );
  let sinceForgotten = FORGET_AFTER;

  return (route, fingerprint, at) => {
    if (see.run(route, digestOf(fingerprint), at).changes === 0) return false;
    sinceForgotten += 1;
    if (sinceForgotten >= FORGET_AFTER) {
      sinceForgotten = 0;
      forget.run(at - SEEN_MS);
    }
    return true;
  };
};
