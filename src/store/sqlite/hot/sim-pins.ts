import { createHmac, randomBytes } from 'node:crypto';
import type { Db } from '../open.ts';

/**
 * PINs that were tried, as keyed hashes: four digits behind a bare hash would be read by trying ten thousand. The key
 * stays in the same file, so this guards a shown table or a log, not a stolen disk.
 */
export const prepareSimPins = (db: Db) => {
  const findKey = db.prepare<[], { value: Buffer }>("SELECT value FROM secrets WHERE name = 'simPins'");
  const makeKey = db.prepare("INSERT OR IGNORE INTO secrets (name, value) VALUES ('simPins', ?)");
  const find = db.prepare<[string, Buffer], { accepted: number }>(
    'SELECT accepted FROM sim_pins WHERE iccid = ? AND pin_hash = ?',
  );
  const latch = db.prepare('INSERT INTO sim_pins (iccid, pin_hash, tried_at) VALUES (?, ?, ?)');
  const accept = db.prepare('UPDATE sim_pins SET accepted = 1 WHERE iccid = ? AND pin_hash = ?');
  const reopen = db.prepare(
    'UPDATE sim_pins SET accepted = 0, tried_at = ? WHERE iccid = ? AND pin_hash = ?',
  );
  const forget = db.prepare('DELETE FROM sim_pins WHERE iccid = ? AND accepted = 0');
  const hashOf = (iccid: string, pin: string): Buffer => {
    if (findKey.get() === undefined) makeKey.run(randomBytes(32));
    const key = findKey.get()?.value;
    if (key === undefined) throw new Error('the key of the PIN latch is gone');
    return createHmac('sha256', key).update(`${iccid}\n${pin}`).digest();
  };
  return {
    /** False if this PIN was tried on this SIM before and not taken. One that was taken is latched again. */
    latchPin(iccid: string, pin: string, nowMs: number): boolean {
      const hash = hashOf(iccid, pin);
      const known = find.get(iccid, hash);
      if (known === undefined) latch.run(iccid, hash, nowMs);
      else if (known.accepted === 1) reopen.run(nowMs, iccid, hash);
      else return false;
      return true;
    },
    pinAccepted(iccid: string, pin: string): void {
      accept.run(iccid, hashOf(iccid, pin));
    },
    clearPins(iccid: string): void {
      forget.run(iccid);
    },
  };
};
