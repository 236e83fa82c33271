import { type State, stateCode } from '../../../../domain/messages/state.ts';
import { ERASED } from '../../../../domain/people/person.ts';
import type { Db } from '../../open.ts';
import { steady } from '../../steady.ts';

interface Row {
  readonly number: string;
  readonly reached: number;
  readonly answered: number;
}

export interface SilentSlice {
  /** People looked at who may have read the alert, or have answered it. */
  readonly people: number;
  /** Those of them who said nothing, by number. */
  readonly silent: readonly string[];
  /** From where to go on; undefined at the end. */
  readonly next: string | undefined;
}

/** People looked at in one call: others who read wait for some tens of ms. */
const LOOKED_AT = 5000;
// Whoever may have read it: an answer or a receipt that never came proves nothing.
const MAY_HAVE_IT: readonly State[] = ['sent', 'delivered', 'unconfirmed', 'uncertain'];

/** Who of an alert's people may have read it and has said nothing, a slice at a time. */
export const prepareSilentPeople = (db: Db) => {
  const look = db.prepare<[number, string], Row>(
    steady(`
    SELECT r.number, max(m.state IN (${MAY_HAVE_IT.map(stateCode).join(', ')})) AS reached,
      EXISTS (SELECT 1 FROM alert_answers a WHERE a.alert_id = r.alert_id AND a.number = r.number) AS answered
    FROM alert_recipients r JOIN messages m ON m.id = r.message_id
    WHERE r.alert_id = ? AND r.number > ?
    GROUP BY r.number ORDER BY r.number LIMIT ${LOOKED_AT}`),
  );
  return (alert: number, after: string): SilentSlice => {
    const rows = look.all(alert, after);
    return {
      people: rows.filter(({ reached, answered }) => reached === 1 || answered === 1).length,
      silent: rows
        // An alias of somebody who was erased has no phone to be asked again.
        .filter(({ number, reached, answered }) => reached === 1 && answered === 0 && number < ERASED)
        .map(({ number }) => number),
      next: rows.length < LOOKED_AT ? undefined : rows.at(-1)?.number,
    };
  };
};
