import { createHmac, randomBytes } from 'node:crypto';
import type { PinLeave } from '../../../domain/routes/sim-repository.ts';
import type { Db } from '../../db.ts';

/**
 * How many wrong PINs are tried. The third wrong PIN in a row blocks a SIM, so that try is left to a person, who can
 * use a phone for it.
 */
const MOST_WRONG = 2;

/**
 * Remembers PINs that were tried, as keyed hashes: with a plain hash, trying ten thousand values would find the four
 * digits. The key is in the same file. So the hashes protect a table that is shown to somebody, or a log, but not a
 * stolen disk.
 */
export const prepareSimPins = (db: Db) => {
  const findKey = db.prepare<[], { value: Buffer }>("SELECT value FROM secrets WHERE name = 'simPins'");
  const makeKey = db.prepare(
    "INSERT INTO secrets (name, value) VALUES ('simPins', ?) ON CONFLICT DO NOTHING",
  );
  const find = db.prepare<[string, Buffer], { accepted: number }>(
    'SELECT accepted FROM sim_pins WHERE iccid = ? AND pin_hash = ?',
  );
  const latch = db.prepare('INSERT INTO sim_pins (iccid, pin_hash, tried_at) VALUES (?, ?, ?)');
  const accept = db.prepare('UPDATE sim_pins SET accepted = 1 WHERE iccid = ? AND pin_hash = ?');
  const reopen = db.prepare(
    'UPDATE sim_pins SET accepted = 0, tried_at = ? WHERE iccid = ? AND pin_hash = ?',
  );
  const forget = db.prepare('DELETE FROM sim_pins WHERE iccid = ? AND accepted = 0');
  // The time that is stored for tries that no longer count. Comparing times would not find those tries: a clock that
  // was wrong puts tries out of order.
  const LONG_AGO = 0;
  const notTaken = db.prepare<[string], { pins: number }>(
    `SELECT count(*) AS pins FROM sim_pins WHERE iccid = ? AND accepted = 0 AND tried_at <> ${LONG_AGO}`,
  );
  const beginAnew = db.prepare(`UPDATE sim_pins SET tried_at = ${LONG_AGO} WHERE iccid = ? AND accepted = 0`);
  const hashOf = (iccid: string, pin: string): Buffer => {
    if (findKey.get() === undefined) makeKey.run(randomBytes(32));
    const key = findKey.get()?.value;
    if (key === undefined) throw new Error('the key of the PIN latch is gone');
    return createHmac('sha256', key).update(`${iccid}\n${pin}`).digest();
  };
  return {
    /**
     * Records that the PIN is about to be tried. A PIN that the SIM accepted before counts as not accepted until the
     * SIM accepts it again.
     */
    latchPin(iccid: string, pin: string, nowMs: number): PinLeave {
      const hash = hashOf(iccid, pin);
      const known = find.get(iccid, hash);
      if (known?.accepted === 0) return 'tried';
      if ((notTaken.get(iccid)?.pins ?? 0) >= MOST_WRONG) return 'lastTry';
      if (known === undefined) latch.run(iccid, hash, nowMs);
      else reopen.run(nowMs, iccid, hash);
      return 'allowed';
    },
    pinAccepted(iccid: string, pin: string): void {
      accept.run(iccid, hashOf(iccid, pin));
      // After a correct PIN, the SIM again allows three wrong ones.
      beginAnew.run(iccid);
    },
    clearPins(iccid: string): void {
      forget.run(iccid);
    },
  };
};
