import { type State, stateCode } from '../../../domain/messages/state.ts';
import { ERASED } from '../../../domain/people/person.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

interface Row {
  readonly number: string;
  readonly reached: number;
  readonly answered: number;
}

export interface SilentSlice {
  /** How many of the people in the slice may have the alert, or have answered it. */
  readonly people: number;
  /** The numbers of the people in the slice who may have the alert and gave no answer, in order. */
  readonly silent: readonly string[];
  /** The number after which the next slice begins; undefined at the end. */
  readonly next: string | undefined;
}

/** How many people one call reads. The limit keeps the wait of other readers to some tens of ms. */
const LOOKED_AT = 5000;
// States in which the person may have read the alert: a message to which the carrier gave no answer or no receipt may
// have arrived too.
const MAY_HAVE_IT: readonly State[] = ['sent', 'delivered', 'unconfirmed', 'uncertain'];

/** Finds the people who may have read an alert and gave no answer, a slice at a time. */
export const prepareSilentPeople = (db: Db) => {
  const look = db.prepare<[number, string], Row>(
    steady(`
    SELECT r.number,
      max(CASE WHEN m.state IN (${MAY_HAVE_IT.map(stateCode).join(', ')}) THEN 1 ELSE 0 END) AS reached,
      EXISTS (SELECT 1 FROM alert_answers a WHERE a.alert_id = r.alert_id AND a.number = r.number) AS answered
    FROM alert_recipients r JOIN messages m ON m.id = r.message_id
    WHERE r.alert_id = ? AND r.number > ?
    GROUP BY r.alert_id, r.number ORDER BY r.alert_id, r.number LIMIT ${LOOKED_AT}`),
  );
  return (alert: number, after: string): SilentSlice => {
    const rows = look.all(alert, after);
    return {
      people: rows.filter(({ reached, answered }) => reached === 1 || answered === 1).length,
      silent: rows
        // Leaves out people who were erased: an alias has no phone that could be asked again.
        .filter(({ number, reached, answered }) => reached === 1 && answered === 0 && number < ERASED)
        .map(({ number }) => number),
      next: rows.length < LOOKED_AT ? undefined : rows.at(-1)?.number,
    };
  };
};
