import { type RawBuilder, sql } from 'kysely';
import { type OutcomeRank, rankOf } from '../../../domain/alerts/alert-report.ts';
import { stateCode, states } from '../../../domain/messages/state.ts';

export const DELIVERED = stateCode('delivered');

const codesOf = (rank: OutcomeRank): string =>
  states
    .filter((state) => rankOf[state] === rank)
    .map(stateCode)
    .join(', ');

const CODES = 16;
const WAVES = 4096;

/**
 * SQL that gives each message a number. Of all messages of an alert to one person, the message with the greatest number
 * decides the outcome of the person: first by the rank of its state (`rankOf`), then by its wave.
 */
const decisive = (m: 'm' | 'om'): RawBuilder<number> =>
  sql.raw(`((CASE WHEN ${m}.state IN (${codesOf(3)}) THEN 3 WHEN ${m}.state IN (${codesOf(2)}) THEN 2
    WHEN ${m}.state IN (${codesOf(1)}) THEN 1 ELSE 0 END * ${WAVES} + ${m}.wave) * ${CODES} + ${m}.state)`);

/** The code of the state that decides the outcome of a person, for a query that groups by person. */
export const decisiveState = sql`max(${decisive('m')}) % ${sql.lit(CODES)}`;

/**
 * SQL condition for people with a number in (after, until] whom no message reached. It selects one message of each
 * person: the message that decides the outcome.
 */
export const notReachedOf = (
  alert: number,
  after: string,
  until: string,
): RawBuilder<boolean> => sql<boolean>`
  r.alert_id = ${alert} AND r.number > ${after} AND r.number <= ${until} AND m.state <> ${sql.lit(DELIVERED)}
  AND NOT EXISTS (
    SELECT 1 FROM alert_recipients o JOIN messages om ON om.id = o.message_id
    WHERE o.alert_id = r.alert_id AND o.number = r.number AND ${decisive('om')} > ${decisive('m')})`;
